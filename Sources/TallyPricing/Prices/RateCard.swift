/// Prices of a model that hold under one condition.
public struct RateCard: Hashable, Sendable {
    /// When the prices hold.
    public var condition: PriceCondition
    /// The prices, by what is counted.
    public var prices: [UsageCounter: Price]

    /// Creates a card.
    public init(_ prices: [UsageCounter: Price], condition: PriceCondition = .always) {
        self.condition = condition
        self.prices = prices
    }
}
