/// What a usage costs, line by line, and what of it has no known price.
///
/// A cost with unpriced quantities has no ``total``: an unknown price is never zero.
public struct Cost: Hashable, Codable, Sendable {
    /// The priced lines.
    public let lines: [PriceLine]
    /// The quantities without a known price.
    public let unpriced: [Unpriced]
    /// The id of the model that was priced; nil for a model that the book does not know.
    public let model: String?
    /// The id of the provider whose price it is.
    public let provider: String?
    /// The hash of the book, so that the figure can be derived again.
    public let bookHash: String
    /// Conditions of the request, as `key=value`, that no price of the model knows.
    ///
    /// The lines are then priced as if nothing had been said: a batch request of a model without a batch price costs
    /// what any request does. Sorted.
    public let disregarded: [String]

    package init(
        lines: [PriceLine],
        unpriced: [Unpriced],
        model: String?,
        provider: String?,
        bookHash: String,
        disregarded: [String]
    ) {
        self.lines = lines
        self.unpriced = unpriced
        self.model = model
        self.provider = provider
        self.bookHash = bookHash
        self.disregarded = disregarded
    }

    /// The sum of the priced lines, which is the cost only if ``isComplete``.
    public var pricedTotal: Money {
        self.lines.reduce(.zero) { $0 + $1.amount }
    }

    /// Whether everything that was used has a price.
    public var isComplete: Bool {
        self.unpriced.isEmpty
    }

    /// The cost; nil if a part of it has no known price.
    public var total: Money? {
        self.isComplete ? self.pricedTotal : nil
    }
}

/// A quantity that was used and has no known price.
public struct Unpriced: Hashable, Codable, Sendable {
    /// What was used.
    public let counter: UsageCounter
    /// How many of it.
    public let quantity: Int
    /// Why there is no price.
    public let reason: UnpricedReason

    package init(
        counter: UsageCounter,
        quantity: Int,
        reason: UnpricedReason
    ) {
        self.counter = counter
        self.quantity = quantity
        self.reason = reason
    }
}

/// Why a quantity has no price.
///
/// The raw values are stable and a bounded set, safe as metric labels.
public enum UnpricedReason: String, Hashable, Codable, Sendable {
    /// No price list knows the model. ``PriceBook/nearest(to:provider:limit:)`` proposes names for a message.
    case unknownModel = "unknown_model"
    /// No price list knows the provider.
    case unknownProvider = "unknown_provider"
    /// The model's list has no rate for this counter, nor for one that it could be charged as.
    case noRate = "no_rate"
    /// The model is known, but none of its prices was in force at the time.
    case notInForce = "not_in_force"
    /// Two rates could apply, and none is the more specific.
    case ambiguousRate = "ambiguous_rate"
    /// The usage contradicts itself: a negative quantity, or parts larger than their whole.
    case inconsistentUsage = "inconsistent_usage"
    /// The provider said nothing about what the request used.
    case unknownUsage = "unknown_usage"
    /// The amount is outside the range of ``Money``.
    case amountTooLarge = "amount_too_large"
}
