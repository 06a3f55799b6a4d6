/// What one counter costs: an amount for a number of units, with tiers and a minimum where the list has them.
///
/// ```swift
/// Price(.dollars(3), per: 1_000_000)
/// Price(.dollars(3), per: 1_000_000, tiers: [PriceTier(.above(200_000), .dollars(6))])
/// ```
public struct Price: Hashable, Sendable {
    /// What ``per`` units cost below the first tier.
    public var amount: Money
    /// The number of units that ``amount`` is for, at least 1.
    public let per: Int
    /// The tiers, in the order of their thresholds: of those that are reached, the last applies.
    public var tiers: [PriceTier]
    /// What reaching a tier means.
    public var tierEffect: TierEffect
    /// The least quantity that is charged, if any is: ten seconds of audio, for example.
    public var minimumQuantity: Int

    /// Creates a price of `amount` for `per` units.
    ///
    /// - Precondition: `per` is at least 1.
    public init(
        _ amount: Money,
        per: Int,
        tiers: [PriceTier] = [],
        tierEffect: TierEffect = .cliff,
        minimumQuantity: Int = 0
    ) {
        precondition(per >= 1, "a price is for at least one unit, not for \(per)")
        self.amount = amount
        self.per = per
        self.tiers = tiers
        self.tierEffect = tierEffect
        self.minimumQuantity = minimumQuantity
    }

    /// Creates a price from decimal text in dollars.
    ///
    /// - Returns: Nil if `amount` is no exact amount of ``Money``, or `per` is below 1.
    public init?(_ amount: String, per: Int) {
        guard let money = Money(amount), per >= 1 else { return nil }
        self.init(money, per: per)
    }

    /// Known to cost nothing.
    public static let free = Price(.zero, per: 1)
}

/// What reaching a tier of a price means.
public enum TierEffect: String, Hashable, Codable, Sendable {
    /// The whole quantity costs what the tier says. The usual meaning in token prices.
    case cliff
    /// Only the units past the threshold cost what the tier says, as in tax brackets. The threshold is then a number of
    /// the priced counter's own units.
    case marginal
}

/// The amount that applies once a threshold is reached.
public struct PriceTier: Hashable, Sendable {
    /// When the tier is reached.
    public var threshold: PriceThreshold
    /// What the price's ``Price/per`` units cost then.
    public var amount: Money

    /// Creates a tier.
    public init(_ threshold: PriceThreshold, _ amount: Money) {
        self.threshold = threshold
        self.amount = amount
    }
}

/// A limit on what one request used.
public struct PriceThreshold: Hashable, Codable, Sendable {
    /// What is compared.
    public enum Metric: String, Hashable, Codable, Sendable {
        /// All input tokens of the request, cached ones included.
        case inputTotal = "input_total"
        /// All output tokens of the request.
        case outputTotal = "output_total"
        /// The quantity of the priced counter itself.
        case quantity
    }

    /// How it is compared.
    public enum Comparison: String, Hashable, Codable, Sendable {
        /// The limit itself is still below the threshold.
        case above = ">"
        /// The limit itself has reached the threshold.
        case from = ">="
    }

    /// What is compared.
    public var metric: Metric
    /// Whether the limit itself counts as reached.
    public var comparison: Comparison
    /// The limit.
    public var value: Int

    /// Creates a threshold that is reached beyond `value`.
    public static func above(_ value: Int, _ metric: Metric = .inputTotal) -> PriceThreshold {
        PriceThreshold(metric: metric, comparison: .above, value: value)
    }

    /// Creates a threshold that is reached at `value`.
    public static func from(_ value: Int, _ metric: Metric = .inputTotal) -> PriceThreshold {
        PriceThreshold(metric: metric, comparison: .from, value: value)
    }

    /// Returns whether `measured` has reached the threshold.
    public func isReached(by measured: Int) -> Bool {
        switch self.comparison {
        case .above: measured > self.value
        case .from: measured >= self.value
        }
    }
}

extension PriceThreshold: CustomStringConvertible {
    /// The comparison in a few characters: `input_total > 200000`.
    public var description: String {
        "\(self.metric.rawValue) \(self.comparison.rawValue) \(self.value)"
    }
}

extension Price: CustomStringConvertible {
    /// The price for people: `$3 / 1000000, $6 if input_total > 200000`.
    public var description: String {
        var text = self.per == 1 ? "$\(self.amount)" : "$\(self.amount) / \(self.per)"
        for tier in self.tiers {
            text += ", $\(tier.amount) \(self.tierEffect == .cliff ? "if" : "past") \(tier.threshold)"
        }
        return self.minimumQuantity > 0 ? text + ", at least \(self.minimumQuantity)" : text
    }
}
