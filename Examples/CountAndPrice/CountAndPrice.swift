import Tally

/// What one prompt costs on several models, by its exact number of tokens.
@main
struct CountAndPrice {
    static func main() {
        let prompt = "Summarise the report below in five sentences, for readers in a hurry."
        let input = Tokenizer(.o200kBase).count(prompt)
        let usage = TokenUsage(inputUncached: input, outputText: 200)
        print("\(input) tokens in, 200 expected out")

        for model in ["gpt-5-mini", "gpt-4o", "no-such-model"] {
            let cost = PriceBook.bundled.cost(of: usage, model: model)
            // An unknown price is nil, never zero.
            print(model, cost.total.map { "$\($0)" } ?? "unpriced: \(cost.unpriced.map(\.reason.rawValue))")
            for line in cost.lines {
                print("  \(line)")
            }
        }
    }
}
