internal import TallyPricing

/// What a portfolio of uses of models is expected to cost, before there is a ledger.
///
/// The spend of a month is the sum over the use cases of *a* · *V* · (*Tin* · *pin* + *Tout* · *pout*): the overhead of
/// retries, growing contexts and configuration, the number of calls, and what one call costs by the price book, with its
/// share of cached input and of calls in batches.
public struct SpendPlan: Hashable, Sendable {
    /// One use of a model.
    public struct UseCase: Hashable, Sendable {
        /// What it is called.
        public var name: String
        /// The model.
        public var model: String
        /// The provider, where the model's name does not tell it.
        public var provider: String?
        /// Calls in the first month.
        public var calls: Double
        /// Input tokens of a call, cached ones included.
        public var inputTokens: Int
        /// Output tokens of a call.
        public var outputTokens: Int
        /// How much more calls cost than each once; nil where it is unknown, for the scenario's own.
        public var overhead: Double?
        /// The growth of the number of calls from month to month, 0.05 for 5%.
        public var growth = 0.0
        /// The part of the input tokens that a cache serves.
        public var cacheShare = 0.0
        /// The part of the calls that are made in batches.
        public var batchShare = 0.0

        /// Creates a use case.
        public init(_ name: String, model: String, calls: Double, inputTokens: Int, outputTokens: Int) {
            self.name = name
            self.model = model
            self.calls = calls
            self.inputTokens = inputTokens
            self.outputTokens = outputTokens
        }
    }

    /// What a scenario makes of the plan.
    public struct Scenario: Hashable, Sendable {
        /// What the number of calls is multiplied with.
        public var volume: Double
        /// The overhead of use cases of which none is known.
        public var overhead: Double

        /// Creates a scenario.
        public init(volume: Double, overhead: Double) {
            self.volume = volume
            self.overhead = overhead
        }
    }

    /// The use cases.
    public var useCases: [UseCase]
    /// How many months are worked out.
    public var months = 12
    /// What a contract makes of a month's spend.
    public var terms = ContractTerms()
    /// Fewer calls than planned.
    public var conservative = Scenario(volume: 0.8, overhead: 1.7)
    /// The plan as it is.
    public var expected = Scenario(volume: 1, overhead: 1.85)
    /// More calls than planned.
    public var peak = Scenario(volume: 1.3, overhead: 2)

    /// Creates a plan.
    public init(_ useCases: [UseCase]) { self.useCases = useCases }

    /// Returns what a call of a use case costs on average; nil if a part of it has no known price.
    ///
    /// The cached part of the input is rounded to a token. What a batch costs is what the book says under that condition.
    static func cost(of useCase: UseCase, by book: PriceBook, at instant: Int64?) -> Money? {
        let cached = Int((Double(useCase.inputTokens) * useCase.cacheShare).rounded(.toNearestOrEven))
        var usage = TokenUsage(inputUncached: useCase.inputTokens - cached, outputText: useCase.outputTokens)
        if cached > 0 { usage.cacheRead = cached }
        func cost(_ processing: PricingConditions.Processing) -> Money? {
            let conditions = PricingConditions(at: instant, processing: processing)
            return book.cost(of: usage, model: useCase.model, provider: useCase.provider, conditions: conditions).total
        }
        guard let ordinary = cost(.standard) else { return nil }
        guard useCase.batchShare > 0 else { return ordinary }
        guard let batched = cost(.batch) else { return nil }
        return ordinary.scaled(by: 1 - useCase.batchShare) + batched.scaled(by: useCase.batchShare)
    }

    /// Returns what a use case spends in a month, counted from 0: *a* · *V* · the cost of a call.
    static func spend(_ useCase: UseCase, _ callCost: Money, month: Int, _ scenario: Scenario) -> Money {
        let growth = TrendMath.exponential(TrendMath.logarithm(1 + useCase.growth) * Double(month))
        let overhead = useCase.overhead ?? scenario.overhead
        return callCost.scaled(by: overhead * useCase.calls * scenario.volume * (useCase.growth == 0 ? 1 : growth))
    }
}
