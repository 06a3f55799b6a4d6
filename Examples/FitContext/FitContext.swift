import Tally

/// Keeps a conversation within a model's context window: the oldest messages go first, and what must stay is cut.
@main
struct FitContext {
    static func main() {
        let tokenizer = Tokenizer(.o200kBase)
        let window = 80
        let messages = [
            "You are a helpful assistant that answers in one sentence.",
            "What is the capital of France, and what is it known for?",
            "Paris, known for its museums, its food and a tower that was meant to be temporary.",
            "And how many people live there? " + String(repeating: "Please be precise. ", count: 10),
        ]

        var kept: [Substring] = []
        var left = window
        for message in messages.reversed() {
            // Stops counting as soon as the message is known not to fit.
            if let count = tokenizer.count(message, upTo: left) {
                kept.insert(message[...], at: 0)
                left -= count
            } else {
                kept.insert(tokenizer.prefix(of: message, maxTokens: left), at: 0)
                break
            }
        }

        for message in kept {
            print(tokenizer.count(message), message)
        }
    }
}
