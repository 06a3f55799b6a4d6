public import TallyPricing

/// Quotients of exact amounts.
public enum Rates {
    /// Returns what a million tokens cost, rounded half to even to twelve decimals; nil for no tokens.
    ///
    /// In SQL it is `cost * 1000000 / tokens`.
    public static func perMillion(_ cost: Money, _ tokens: Int) -> Money? {
        let (scaled, overflow) = cost.picodollars.multipliedReportingOverflow(by: 1_000_000)
        guard !overflow else { return tokens > 0 ? (cost.picodollars < 0 ? .min : .max) : nil }
        return Self.quotient(Money(picodollars: scaled), tokens)
    }

    /// Returns an amount divided by a number, rounded half to even to twelve decimals; nil if the number is not positive.
    public static func quotient(_ amount: Money, _ count: Int) -> Money? {
        guard count > 0 else { return nil }
        let divisor = UInt128(count)
        let (quotient, rest) = amount.picodollars.magnitude.quotientAndRemainder(dividingBy: divisor)
        let isUp = rest > divisor - rest || (rest == divisor - rest && quotient % 2 == 1)
        let rounded = quotient + (isUp ? 1 : 0)
        guard let magnitude = Int128(exactly: rounded) else { return amount.picodollars < 0 ? .min : .max }
        return Money(picodollars: amount.picodollars < 0 ? -magnitude : magnitude)
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
