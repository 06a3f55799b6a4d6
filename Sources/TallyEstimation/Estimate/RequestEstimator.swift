public import TallyTokenizer
public import TallyVocabularies

/// Says how many tokens requests are for one model, and what they cost.
///
/// ```swift
/// let estimator = try RequestEstimator(model: "gpt-4o")
/// let estimate = estimator.estimate(Request(messages: [.user("Hello, world!")]))
/// estimate.inputTokens                                     // 11
/// estimate.costs(in: .bundled).input.total                 // $0.0000275
/// ```
public struct RequestEstimator: Sendable {
    /// The model's name as it was given.
    public let model: String
    /// What is known about it.
    public let facts: ModelFacts
    /// How far the counter can be trusted for this model.
    public let accuracy: Accuracy
    /// How many per cent the counter may be off, if it is not the model's own.
    public let spread: ClosedRange<Int>
    private let counter: any TokenCounter

    /// What another tokenizer may be off by where nobody has said: the widest that a family's own was found from
    /// o200k_base on sample texts (`Tests/TallyVocabulariesTests/Fixtures/golden-counts.tsv`), and a little below.
    public static let widestSpread = -10...85

    /// What a tokenizer may be off by that stands in for another one, from what was found on sample texts: texts differ,
    /// so ten per cent more on both sides; ``widestSpread`` where nothing was found.
    public static func spread(of found: ClosedRange<Int>?) -> ClosedRange<Int> {
        found.map { $0.lowerBound - 10...$0.upperBound + 10 } ?? Self.widestSpread
    }

    /// Creates an estimator for a model of the catalogue with the counter that this build has for it.
    ///
    /// - Throws: As `ModelCounter.init(model:)`.
    public init(model: String) throws(VocabularyError) {
        let counter = try ModelCounter(model: model)
        self.init(
            model: model,
            facts: counter.facts,
            counter: counter,
            accuracy: counter.accuracy,
            spread: Self.spread(of: counter.spread)
        )
    }

    /// Creates an estimator for a model of the catalogue.
    ///
    /// - Parameters:
    ///   - model: The model's name.
    ///   - counter: What counts the model's texts: without frames, the content alone.
    ///   - accuracy: How far it can be trusted for this model.
    ///   - spread: How many per cent the model's own tokenizer may give less and more; taken only if `accuracy` is
    ///     approximate.
    /// - Throws: `VocabularyError` of the code `unknownModel`.
    public init(
        model: String,
        counter: any TokenCounter,
        accuracy: Accuracy,
        spread: ClosedRange<Int> = RequestEstimator.widestSpread
    ) throws(VocabularyError) {
        guard let facts = ModelCatalogue.facts(of: model) else { throw .unknownModel(model) }
        self.init(model: model, facts: facts, counter: counter, accuracy: accuracy, spread: spread)
    }

    /// Creates an estimator for a model of which the caller knows the facts.
    public init(
        model: String,
        facts: ModelFacts,
        counter: any TokenCounter,
        accuracy: Accuracy,
        spread: ClosedRange<Int> = RequestEstimator.widestSpread
    ) {
        self.model = model
        self.facts = facts
        self.counter = counter
        self.accuracy = accuracy
        self.spread = accuracy == .approximate ? spread : 0...0
    }

    /// Returns how many tokens `request` is.
    ///
    /// - Complexity: O(*n*) in the size of the request.
    public func estimate(_ request: Request) -> RequestEstimate {
        var uncounted = request.uncounted
        let texts = self.facts.framing.framing.items(of: request, model: self.facts, with: self.counter)
        var items = texts.map { $0.widened(by: self.spread) }
        if let schema = self.item(request.answerSchema, &uncounted) { items.append(schema.widened(by: self.spread)) }
        let media = MediaItems(model: self.formulaName, counter: self.counter)
        for (index, message) in request.messages.enumerated() {
            items += media.items(of: message, index, &uncounted)
        }
        let input = items.reduce(0) { $0 + $1.tokens }
        let most = [request.maximumOutputTokens, self.facts.maximumOutput].compactMap { $0 }.min()
        return RequestEstimate(
            model: self.model,
            facts: self.facts,
            items: items,
            accuracy: self.accuracy,
            expectedOutputTokens: request.expectedOutput.typical(input: input).map { min($0, most ?? .max) },
            highOutputTokens: request.expectedOutput.high(input: input).map { min($0, most ?? .max) },
            maximumOutputTokens: most,
            uncounted: uncounted
        )
    }

    /// The schema of the answer: gpt-oss's form is published (openai/harmony, "Structured output"), the hosted models'
    /// isn't, others' neither.
    private func item(_ answer: Request.AnswerSchema?, _ uncounted: inout [String]) -> EstimateItem? {
        guard let answer else { return nil }
        guard [.openAIChat, .openAIReasoning, .harmony].contains(self.facts.framing) else {
            uncounted.append("the schema of the answer: how this model reads it is not known")
            return nil
        }
        let tokens = self.counter.count(ToolText.answerSchema(answer))
        return EstimateItem(
            .answerSchema,
            tokens,
            under: tokens / 2,
            over: tokens / 4,
            source: "gpt-oss's published form; the hosted models' is not published"
        )
    }

    /// The name by which pictures are counted: the model's own, which is more particular than a rule's.
    private var formulaName: String {
        self.facts.isRule ? self.model.split(separator: "/").last.map(String.init) ?? self.model : self.facts.name
    }
}
