/// An exact amount of US dollars, in whole pico-dollars (10⁻¹² dollars).
///
/// Token prices need more than nano-dollars: $0.0125 per million tokens is 12.5 nano-dollars a token. The range is about
/// ±1.7 · 10²⁶ dollars; sums beyond it stay at the end of the range and never trap.
public struct Money: Hashable, Sendable {
    /// The number of pico-dollars.
    public let picodollars: Int128

    /// The pico-dollars of one dollar.
    static let picodollarsPerDollar: Int128 = 1_000_000_000_000
    /// How many decimals a pico-dollar needs.
    static let decimals = 12

    /// Creates an amount of pico-dollars.
    public init(picodollars: Int128) {
        self.picodollars = picodollars
    }

    /// Returns a whole number of dollars.
    public static func dollars(_ dollars: Int) -> Money {
        Money(picodollars: Int128(dollars) * Self.picodollarsPerDollar)
    }

    /// No money.
    ///
    /// A price that is *known* to be nothing; what is unknown is never zero.
    public static let zero = Money(picodollars: 0)
    /// The largest amount.
    public static let max = Money(picodollars: .max)
    /// The smallest amount.
    public static let min = Money(picodollars: .min)
}

extension Money: Comparable {
    /// Returns whether the first amount is smaller.
    public static func < (left: Money, right: Money) -> Bool {
        left.picodollars < right.picodollars
    }
}

extension Money: AdditiveArithmetic {
    /// Returns the sum, at most ``max`` and at least ``min``.
    public static func + (left: Money, right: Money) -> Money {
        let (sum, overflow) = left.picodollars.addingReportingOverflow(right.picodollars)
        return overflow ? (right.picodollars > 0 ? .max : .min) : Money(picodollars: sum)
    }

    /// Returns the difference, at most ``max`` and at least ``min``.
    public static func - (left: Money, right: Money) -> Money {
        let (difference, overflow) = left.picodollars.subtractingReportingOverflow(right.picodollars)
        return overflow ? (right.picodollars < 0 ? .max : .min) : Money(picodollars: difference)
    }
}
