public import TallyPricing

/// Quotients of exact amounts.
public enum Rates {
    /// Returns what a million tokens cost, rounded half to even to twelve decimals; nil for no tokens.
    ///
    /// In SQL it is `cost * 1000000 / tokens`.
    public static func perMillion(_ cost: Money, _ tokens: Int) -> Money? {
        tokens > 0 ? cost.times(1_000_000, over: tokens) : nil
    }

    /// Returns a part of a whole; nil if the whole is nothing.
    public static func share(_ part: Int, of whole: Int) -> Double? {
        whole > 0 ? Double(part) / Double(whole) : nil
    }

    /// Returns a part of an amount; nil if the amount is nothing.
    public static func share(_ part: Money, of whole: Money) -> Double? {
        whole.picodollars > 0 ? Double(part.picodollars) / Double(whole.picodollars) : nil
    }
}
