public import TallyTokenizer

/// Which encoding counts for a model, and how far the count can be trusted.
///
/// ```swift
/// let claude = try ModelEncoding(model: "claude-sonnet-5")
/// claude.accuracy                 // .approximate
/// claude.reason                   // "… counted with o200k_base, its own gave 55 to 85% more on sample texts"
/// ```
public struct ModelEncoding: Sendable {
    /// The model's name as it was given.
    public let model: String
    /// The encoding to count with.
    public let encoding: TokenEncoding
    /// How far the count can be trusted.
    public let accuracy: Accuracy
    /// Why the count is not exact; nil if it is.
    public let reason: String?

    /// Finds the encoding for a model of any provider; a provider's prefix, as in `openai/gpt-4o`, is passed over.
    ///
    /// - Throws: ``VocabularyError/Code/unknownModel``, proposing the nearest names, or
    ///   ``VocabularyError/Code/notEmbedded``.
    public init(model: String) throws(VocabularyError) {
        let name = model.split(separator: "/").last.map(String.init) ?? model
        self.model = model
        if ModelNames.encoding(of: name) == nil, let family = ModelFamily.of(name) {
            self.encoding = try .named("o200k_base")
            self.accuracy = .approximate
            self.reason = family.reason
        } else {
            self.encoding = try .forModel(name)
            self.accuracy = .exact
            self.reason = nil
        }
    }

    /// Names of models for a listing: OpenAI's that have an encoding of their own here, and examples of the others.
    ///
    /// Many more resolve by the beginning of their names.
    public static var knownModels: [String] {
        let exact = ModelNames.exact.filter { TokenEncoding.names.contains($0.value) }.keys
        let sized = [
            "gpt-4o-mini", "gpt-4.1-mini", "gpt-4.1-nano", "gpt-4-turbo", "gpt-5-mini", "gpt-5-nano", "o3-mini",
        ]
        return exact.sorted() + sized + ["gpt-oss-120b", "gpt-oss-20b"] + ModelFamily.exampleModels
    }
}
