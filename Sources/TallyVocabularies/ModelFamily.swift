/// A family of models whose own tokenizer this version does not have.
///
/// The spread is how many per cent more tokens the family's reference tokenizer gives than o200k_base on four texts:
/// two selections of the Declaration of Human Rights in many languages, tldr pages in many languages, Swift sources.
/// The counts are in `Tests/TallyVocabulariesTests/Fixtures/golden-counts.tsv`, each with the library that made it.
struct ModelFamily {
    let name: String
    /// Starts of model names, in small letters, without a provider's prefix.
    let prefixes: [String]
    /// A few names for proposals and listings.
    let examples: [String]
    let spread: ClosedRange<Int>?

    /// Why a count for this family is approximate.
    var reason: String {
        guard let spread else {
            return "the tokenizer of \(self.name) is not published; counted with o200k_base"
        }
        let range =
            spread.lowerBound == spread.upperBound
            ? "\(spread.lowerBound)" : "\(spread.lowerBound) to \(spread.upperBound)"
        return "the tokenizer of \(self.name) is not built in yet; counted with o200k_base, "
            + "its own gave \(range)% more on sample texts"
    }

    /// The family that a model's name belongs to.
    static func of(_ model: String) -> ModelFamily? {
        let name = model.lowercased()
        return Self.all.first { family in family.prefixes.contains { name.hasPrefix($0) } }
    }

    static var exampleModels: [String] { Self.all.flatMap(\.examples) }

    static let all: [ModelFamily] = [
        ModelFamily(
            name: "Claude 4.7 and later",
            prefixes: [
                "claude-opus-4-7", "claude-opus-4-8", "claude-opus-5", "claude-sonnet-5", "claude-haiku-5",
                "claude-fable", "claude-mythos",
            ],
            examples: ["claude-opus-4-7", "claude-opus-4-8", "claude-sonnet-5", "claude-opus-5"],
            spread: 55...85
        ),
        ModelFamily(
            name: "Claude",
            prefixes: ["claude"],
            examples: ["claude-haiku-4-5", "claude-sonnet-4-5", "claude-opus-4-5", "claude-sonnet-4-6"],
            spread: 26...66
        ),
        ModelFamily(
            name: "Gemini",
            prefixes: ["gemini", "gemma"],
            examples: ["gemini-2.5-pro", "gemini-2.5-flash", "gemini-3.1-pro-preview", "gemma-3-27b-it"],
            spread: 6...16
        ),
        ModelFamily(
            name: "Llama 4",
            prefixes: ["llama-4", "llama4"],
            examples: ["llama-4-maverick"],
            spread: 0...3
        ),
        ModelFamily(
            name: "Llama 3",
            prefixes: ["llama-3", "llama3"],
            examples: ["llama-3.3-70b-instruct"],
            spread: 0...36
        ),
        ModelFamily(
            name: "Mistral",
            prefixes: ["mistral", "ministral", "magistral", "devstral", "codestral", "open-mistral", "pixtral"],
            examples: ["mistral-large-latest", "mistral-small-latest", "codestral-latest"],
            spread: 5...16
        ),
        ModelFamily(
            name: "DeepSeek",
            prefixes: ["deepseek"],
            examples: ["deepseek-chat", "deepseek-reasoner"],
            spread: 6...13
        ),
        ModelFamily(
            name: "Qwen 3.5 and later",
            prefixes: ["qwen3.5", "qwen3.6", "qwen3.7", "qwen3.8"],
            examples: ["qwen3.5-plus"],
            spread: 4...9
        ),
        ModelFamily(
            name: "Qwen",
            prefixes: ["qwen", "qwq"],
            examples: ["qwen-plus", "qwen-max", "qwen3-max"],
            spread: 0...32
        ),
        ModelFamily(
            name: "Kimi",
            prefixes: ["kimi", "moonshot"],
            examples: ["kimi-k2.5", "kimi-k3"],
            spread: 0...26
        ),
        ModelFamily(name: "GLM", prefixes: ["glm"], examples: ["glm-4.6", "glm-5"], spread: 0...37),
        ModelFamily(name: "MiniMax", prefixes: ["minimax"], examples: ["minimax-m2"], spread: 1...17),
        ModelFamily(
            name: "Command",
            prefixes: ["command"],
            examples: ["command-a-03-2025", "command-r-08-2024"],
            spread: 0...47
        ),
        ModelFamily(name: "Voyage", prefixes: ["voyage"], examples: ["voyage-3.5"], spread: 0...32),
        ModelFamily(name: "Grok", prefixes: ["grok"], examples: ["grok-4.3"], spread: nil),
        ModelFamily(name: "newer OpenAI models", prefixes: ["gpt-", "o5", "o6"], examples: [], spread: nil),
    ]
}
