/// How many per cent more tokens an encoding gives than o200k_base on four texts: two selections of the Declaration of
/// Human Rights in many languages, tldr pages in many languages, Swift sources.
///
/// The counts are in `Tests/TallyVocabulariesTests/Fixtures/golden-counts.tsv`, each with the library that made it.
enum SampleSpread {
    /// Returns the spread of an encoding by its name in the catalogue; nil if it was not measured.
    static func of(_ name: String) -> ClosedRange<Int>? { self.all[name] }

    /// The spread in words.
    static func text(_ spread: ClosedRange<Int>) -> String {
        spread.lowerBound == spread.upperBound
            ? "\(spread.lowerBound)%" : "\(spread.lowerBound) to \(spread.upperBound)%"
    }

    static let all: [String: ClosedRange<Int>] = [
        "cl100k_base": 0...68,
        "claude-opus-5": 55...85,
        "claude-v3": 26...66,
        "claude-v4.7": 55...85,
        "claude-v4.8": 55...85,
        "command-r": 0...47,
        "deepseek_v3": 6...13,
        "deepseek_v4": 6...13,
        "gemma2": 7...16,
        "gemma3": 6...16,
        "gemma4": 6...16,
        "glm_4.5": 0...37,
        "glm_5": 0...29,
        "kimi_k2": 0...26,
        "llama3": 0...36,
        "llama4": 0...3,
        "minimax-m1": 1...17,
        "mistral_spm": 27...100,
        "p50k_base": 23...168,
        "qwen3": 0...32,
        "qwen3.5": 4...9,
        "r50k_base": 74...168,
        "tekken": 5...16,
    ]
}
