/// What one counter of a usage costs, at which rate and why.
public struct PriceLine: Hashable, Codable, Sendable {
    /// What is charged for.
    public let counter: UsageCounter
    /// How many of it, as used.
    ///
    /// Parts are not in their class's line, and in a marginal price each tier has a line.
    public let quantity: Int
    /// How many of it are charged: more than ``quantity`` where the price has a minimum.
    public let chargedQuantity: Int
    /// What ``per`` units cost, before modifiers.
    public let rate: Money
    /// The number of units that ``rate`` is for.
    public let per: Int
    /// The charge: rate times quantity times modifiers, rounded once, half to even, to a pico-dollar.
    public let amount: Money
    /// Why this rate.
    public let reason: PriceReason

    package init(
        counter: UsageCounter,
        quantity: Int,
        chargedQuantity: Int,
        rate: Money,
        per: Int,
        amount: Money,
        reason: PriceReason
    ) {
        self.counter = counter
        self.quantity = quantity
        self.chargedQuantity = chargedQuantity
        self.rate = rate
        self.per = per
        self.amount = amount
        self.reason = reason
    }
}

/// Why a rate applies.
public struct PriceReason: Hashable, Codable, Sendable {
    /// A factor that was applied.
    public struct AppliedFactor: Hashable, Codable, Sendable {
        /// What it is called.
        public let name: String
        /// The factor as decimal text.
        public let factor: String

        package init(
            name: String,
            factor: String
        ) {
            self.name = name
            self.factor = factor
        }
    }

    /// The price list: the bundled source, or the name of a layer.
    public let list: String
    /// The counter whose price it is, if this counter takes it from a parent.
    public let inheritedFrom: UsageCounter?
    /// The name of the rule by which it is known to cost nothing, if there is one.
    public let freeBecause: String?
    /// The second, since 1970-01-01 UTC, from which the price is in force, if the list says.
    public let from: Int64?
    /// The hours in which the price holds, if it is for certain hours.
    public let hours: DailyWindow?
    /// The conditions of the request that chose the price.
    public let selectors: [String: String]
    /// The threshold that was reached, if a tier applies.
    public let tier: PriceThreshold?
    /// The factors applied, in their order.
    public let factors: [AppliedFactor]

    package init(
        list: String,
        inheritedFrom: UsageCounter?,
        freeBecause: String?,
        from: Int64?,
        hours: DailyWindow?,
        selectors: [String: String],
        tier: PriceThreshold?,
        factors: [AppliedFactor]
    ) {
        self.list = list
        self.inheritedFrom = inheritedFrom
        self.freeBecause = freeBecause
        self.from = from
        self.hours = hours
        self.selectors = selectors
        self.tier = tier
        self.factors = factors
    }

    /// The same reason with a threshold that was reached.
    func with(tier: PriceThreshold) -> PriceReason {
        PriceReason(
            list: self.list,
            inheritedFrom: self.inheritedFrom,
            freeBecause: self.freeBecause,
            from: self.from,
            hours: self.hours,
            selectors: self.selectors,
            tier: tier,
            factors: self.factors
        )
    }
}

extension PriceReason: CustomStringConvertible {
    /// The reason in one line: `genai-prices 0.2.3, from 2026-10-01, processing=batch, priced as input_uncached`.
    public var description: String {
        var parts = [self.list]
        if let freeBecause { parts.append("free: \(freeBecause)") }
        if let from { parts.append("from \(CivilDate(secondsSince1970: from))") }
        if let hours { parts.append(hours.description) }
        parts += self.selectors.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        if let tier { parts.append(tier.description) }
        if let inheritedFrom { parts.append("priced as \(inheritedFrom.rawValue)") }
        parts += self.factors.map { "\($0.name) ×\($0.factor)" }
        return parts.joined(separator: ", ")
    }
}

extension PriceLine: CustomStringConvertible {
    /// The line for people: `input_uncached: 1200 at $3 / 1000000 = $0.0036 (…)`.
    public var description: String {
        let rate = self.per == 1 ? "$\(self.rate)" : "$\(self.rate) / \(self.per)"
        return "\(self.counter.rawValue): \(self.chargedQuantity) at \(rate) = $\(self.amount) (\(self.reason))"
    }
}
