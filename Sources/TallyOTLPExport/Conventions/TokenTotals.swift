internal import TallyMetering
internal import TallyPricing

/// The tokens of a call as the conventions count them: totals, and parts that are in them.
struct TokenTotals: Hashable, Sendable {
    /// All input, what a cache served or kept included: for Anthropic the sum of its three numbers.
    var input: Int?
    /// All output, reasoning included.
    var output: Int?
    /// Of the input, what a cache served.
    var cacheRead: Int?
    /// Of the input, what a cache kept.
    var cacheWrite: Int?
    /// Of the output, what was spent on reasoning.
    var reasoning: Int?

    /// The totals of one sampling.
    init(_ usage: TokenUsage) {
        self.input = usage.inputTotal
        self.output = usage.outputTotal
        self.cacheRead = usage[.cacheRead]
        for counter in [.cacheWrite5m, .cacheWrite1h, .cacheWriteOther] as [UsageCounter] {
            self.cacheWrite = Self.sum(self.cacheWrite, usage[counter])
        }
        self.reasoning = usage[.reasoning]
    }

    /// The totals of a call, further samplings included.
    init(_ record: UsageRecord) {
        self.init(record.usage)
        for sampling in record.furtherSamplings { self.add(TokenTotals(sampling.usage)) }
    }

    private mutating func add(_ other: TokenTotals) {
        self.input = Self.sum(self.input, other.input)
        self.output = Self.sum(self.output, other.output)
        self.cacheRead = Self.sum(self.cacheRead, other.cacheRead)
        self.cacheWrite = Self.sum(self.cacheWrite, other.cacheWrite)
        self.reasoning = Self.sum(self.reasoning, other.reasoning)
    }

    /// The sum of what is known; nil if nothing is.
    private static func sum(_ left: Int?, _ right: Int?) -> Int? {
        guard let left, let right else { return left ?? right }
        return left.addingSaturated(right)
    }
}
