public import TallyTokenizer

/// Counts tokens for a model of any provider, and says how far the counts can be trusted.
///
/// ```swift
/// let claude = try ModelCounter(model: "claude-sonnet-4-5")
/// claude.count("Hello, world!")      // without what stands around a message
/// claude.accuracy                    // .reconstructed
/// claude.reason                      // "Claude's tokens are not published: …"
/// ```
///
/// The model's own encoding counts if it is known and part of this build, Claude's model of counts for Claude; else
/// o200k_base stands in, and ``reason`` says how far off that was found to be. See ``ModelCatalogue`` for what is known
/// about each model.
public struct ModelCounter: TokenCounter {
    /// The model's name as it was given.
    public let model: String
    /// What counts: the name of an encoding, or of a generation of Claude, as `claude-v3`.
    public let name: String
    /// The encoding that counts; nil for Claude, whose tokens are not published.
    public let encoding: TokenEncoding?
    /// How far the counts can be trusted.
    public let accuracy: Accuracy
    /// Why the counts are not exact; nil if they are.
    public let reason: String?
    /// How many per cent more tokens the model's own tokenizer gave on sample texts than the one that stands in for it;
    /// nil if none stands in, or nothing is known.
    public let spread: ClosedRange<Int>?

    private let counter: any TokenCounter

    /// Finds the counter for a model; a provider's prefix, as in `openai/gpt-4o`, and a date are passed over.
    ///
    /// - Complexity: O(*n*) in the size of the catalogue at the first call of a process for a model that isn't OpenAI's.
    /// - Throws: ``VocabularyError/Code/unknownModel``, proposing the nearest names, or
    ///   ``VocabularyError/Code/notEmbedded`` if not even o200k_base is part of this build.
    public init(model: String) throws(VocabularyError) {
        try self.init(model, CounterChoice(model: model))
    }

    /// Counts for a model with its encoding, which the caller has loaded: a ``VocabularyFile``'s, for example.
    ///
    /// The catalogue says how far the counts can be trusted; for a model that it does not know, they are exact.
    public init(model: String, encoding: TokenEncoding) {
        let known = KnownEncoding(model: model)
        self.init(
            model,
            encoding.name,
            encoding,
            Tokenizer(encoding),
            known?.accuracy ?? .exact,
            known?.reason
        )
    }

    /// Counts for a model that has no encoding of its own here with another one.
    ///
    /// - Parameters:
    ///   - model: The model's name.
    ///   - reason: Why, in words for a person.
    ///   - spread: How many per cent more tokens the model's own tokenizer gives, if that is known.
    /// - Throws: ``VocabularyError/Code/notEmbedded`` if o200k_base is not part of this build.
    public static func standIn(
        for model: String,
        because reason: String,
        spread: ClosedRange<Int>?
    ) throws(VocabularyError) -> ModelCounter {
        try ModelCounter(model, .standIn(because: reason, spread: spread))
    }

    private init(_ model: String, _ choice: CounterChoice) throws(VocabularyError) {
        if let claude = Self.claude(choice.name) {
            self.init(model, choice.name, nil, claude, choice.accuracy, choice.reason)
        } else {
            let encoding = try TokenEncoding.named(choice.name)
            let tokenizer = Tokenizer(encoding)
            self.init(model, choice.name, encoding, tokenizer, choice.accuracy, choice.reason, choice.spread)
        }
    }

    private init(
        _ model: String,
        _ name: String,
        _ encoding: TokenEncoding?,
        _ counter: any TokenCounter,
        _ accuracy: Accuracy,
        _ reason: String?,
        _ spread: ClosedRange<Int>? = nil
    ) {
        self.model = model
        self.name = name
        self.encoding = encoding
        self.counter = counter
        self.accuracy = accuracy
        self.reason = reason
        self.spread = spread
    }

    /// The counter of a generation of Claude, by the name that the catalogue has for it; nil for anything else.
    package static func claude(_ name: String) -> (any TokenCounter)? {
        #if Claude
        return ClaudeVersion(counterName: name).map(ClaudeCounter.init)
        #else
        return nil
        #endif
    }

    /// What is known about the model besides its prices.
    ///
    /// - Complexity: As ``ModelCatalogue/facts(of:)``.
    public var facts: ModelFacts { ModelCatalogue.facts(of: self.model) ?? .unknown(self.model) }

    /// Returns the number of tokens of `text`, as content: without what stands around a message.
    ///
    /// - Complexity: O(*n*).
    public func count(_ text: String) -> Int { self.counter.count(text) }

    /// Returns the number of tokens of `utf8`; what is not valid UTF-8 counts as the U+FFFD that replaces it.
    ///
    /// - Complexity: O(*n*).
    public func count(_ utf8: Span<UInt8>) -> Int { self.counter.count(utf8) }

    /// Names of models for a listing: those of OpenAI's reference and all of the catalogue, in order.
    ///
    /// Many more resolve by the beginning of their names.
    public static var knownModels: [String] {
        Set(ModelNames.exact.keys).union(ModelCatalogue.all.filter { !$0.isRule }.map(\.name)).sorted()
    }
}
