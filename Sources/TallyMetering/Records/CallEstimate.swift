/// What a call was expected to use, stated before it was made.
public struct CallEstimate: Hashable, Codable, Sendable {
    /// Input tokens.
    public var inputTokens: Int
    /// Output tokens that are expected; nil if nobody said.
    public var outputTokens: Int?
    /// The most output tokens that the request allows; nil if it has no limit.
    public var maximumOutputTokens: Int?
    /// What the expected usage costs; nil if a price is unknown.
    public var cost: Money?
    /// What the request costs at most: all input at the dearest class, all output that is allowed; nil if a price is unknown.
    public var maximumCost: Money?

    /// Creates an estimate.
    public init(
        inputTokens: Int,
        outputTokens: Int? = nil,
        maximumOutputTokens: Int? = nil,
        cost: Money? = nil,
        maximumCost: Money? = nil
    ) {
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.maximumOutputTokens = maximumOutputTokens
        self.cost = cost
        self.maximumCost = maximumCost
    }
}
