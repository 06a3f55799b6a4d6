public import TallyPricing

/// What a contract makes of the price of a month's usage.
///
/// The discount comes first, then the effective price of prepaid units, then what was committed to: of that and the rest
/// the larger is paid.
public struct ContractTerms: Hashable, Sendable {
    /// The part of the list price that is left, at most 1; 0.85 for a discount of 15%.
    public var priceFactor = 1.0
    /// How much of units that are paid beforehand is used, from 0 to 1; nil for usage that is paid as it comes.
    ///
    /// Unused units make the used ones dearer: at utilisation *u* the effective price is *r* · (2 − *u*).
    public var utilisation: Double?
    /// What is paid in a month at least.
    public var commitment: Money?

    /// Creates terms that change nothing.
    public init() {}

    /// Whether they change nothing.
    public var isEmpty: Bool { self == ContractTerms() }

    /// Returns what is paid for a month's usage that costs `amount` by the list.
    public func applied(to amount: Money) -> Money {
        var amount = self.priceFactor == 1 ? amount : amount.scaled(by: self.priceFactor)
        if let utilisation { amount = amount.scaled(by: 2 - utilisation) }
        return max(amount, self.commitment ?? amount)
    }

    /// The terms in words; empty if they change nothing.
    var text: String {
        var parts: [String] = []
        if self.priceFactor != 1 { parts.append("a discount to \(self.priceFactor) of the list price") }
        if let utilisation {
            parts.append("prepaid units at a utilisation of \(utilisation), so \(2 - utilisation) of the price")
        }
        if let commitment { parts.append("at least $\(commitment) a month") }
        return parts.joined(separator: "; ")
    }
}
