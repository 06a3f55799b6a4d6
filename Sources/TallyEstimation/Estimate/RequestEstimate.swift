public import TallyPricing
public import TallyVocabularies

/// How many tokens a request is for one model, part by part, before it is sent.
public struct RequestEstimate: Sendable, Hashable {
    /// The model.
    public let model: String
    /// What is known about it.
    public let facts: ModelFacts
    /// The parts of the input.
    public let items: [EstimateItem]
    /// How far the count of the texts can be trusted.
    public let accuracy: Accuracy
    /// The output tokens to expect; nil if nothing is known.
    public let expectedOutputTokens: Int?
    /// The output tokens that 19 of 20 answers stay within; nil if nothing is known.
    public let highOutputTokens: Int?
    /// The most output tokens possible; nil if that is not known.
    public let maximumOutputTokens: Int?
    /// What is in the request and not in the figures, in words for a person.
    public let uncounted: [String]

    /// The input tokens.
    public var inputTokens: Int {
        self.items.reduce(0) { $0 + $1.tokens }
    }

    /// What the input tokens may be, from the evidence of each part; what is ``uncounted`` comes on top.
    public var inputBand: ClosedRange<Int> {
        self.items.reduce(0) { $0 + $1.band.lowerBound }...self.items.reduce(0) { $0 + $1.band.upperBound }
    }

    /// Input tokens of pictures.
    public var imageTokens: Int {
        self.items.reduce(0) { sum, item in
            if case .image = item.kind { sum + item.tokens } else { sum }
        }
    }

    /// Whether the input is more than the model takes; nil if its limit is not known.
    public var exceedsInput: Bool? {
        (self.facts.maximumInput ?? self.facts.contextWindow).map { self.inputTokens > $0 }
    }
}

extension RequestEstimate {
    /// What a request would cost.
    public struct Costs: Sendable, Hashable {
        /// The input alone.
        public let input: Cost
        /// With the output that is expected; nil if nothing is known about it.
        public let expected: Cost?
        /// With the output that 19 of 20 answers stay within; nil if nothing is known about it.
        public let high: Cost?
        /// With the most output possible and the most input of the band; nil if that is not known.
        public let maximum: Cost?
    }

    /// Returns what the request would cost by `book`.
    ///
    /// - Parameters:
    ///   - book: Where the prices are.
    ///   - conditions: When, and how the request is processed.
    ///   - cachedTokens: How many of the input tokens a cache serves; at most all of them do.
    public func costs(
        in book: PriceBook,
        conditions: PricingConditions = PricingConditions(),
        cachedTokens: Int = 0
    ) -> Costs {
        let priced = book.model(self.model)
        func cost(input: Int, output: Int?) -> Cost {
            let cached = min(max(0, cachedTokens), input)
            var usage = TokenUsage(inputUncached: input - cached, outputText: output)
            if cached > 0 { usage.cacheRead = cached }
            if self.imageTokens > 0 { usage[.inputImage] = min(self.imageTokens, input - cached) }
            return priced.map { book.cost(of: usage, model: $0, conditions: conditions) }
                ?? book.cost(of: usage, model: self.model, conditions: conditions)
        }
        return Costs(
            input: cost(input: self.inputTokens, output: nil),
            expected: self.expectedOutputTokens.map { cost(input: self.inputTokens, output: $0) },
            high: self.highOutputTokens.map { cost(input: self.inputTokens, output: $0) },
            maximum: self.maximumOutputTokens.map { cost(input: self.inputBand.upperBound, output: $0) }
        )
    }
}
