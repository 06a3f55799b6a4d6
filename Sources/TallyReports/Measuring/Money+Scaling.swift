internal import TallyPricing

extension Money {
    /// Returns this amount times a number that is a result of statistics.
    ///
    /// The number is rounded to nine decimals first; from there the product is exact, and rounded once, half to even, to a
    /// pico-dollar. What is not finite or too large gives the end of the range.
    func scaled(by factor: Double) -> Money {
        let billionths = (factor * 1e9).rounded(.toNearestOrEven)
        guard billionths.isFinite, abs(billionths) < 1e37 else {
            return self == .zero || factor.isNaN ? .zero : (factor < 0) == (self < .zero) ? .max : .min
        }
        return self.scaled(by: Int128(billionths), over: 1_000_000_000)
    }

    /// Returns this amount times `numerator / denominator`, rounded half to even, within the range of money.
    ///
    /// - Precondition: `denominator` is positive.
    func scaled(by numerator: Int128, over denominator: Int128) -> Money {
        let isNegative = (self.picodollars < 0) != (numerator < 0)
        let product = self.picodollars.magnitude.multipliedFullWidth(by: numerator.magnitude)
        let divisor = denominator.magnitude
        guard product.high < divisor else { return isNegative ? .min : .max }
        var (quotient, remainder) = divisor.dividingFullWidth((product.high, product.low))
        let missing = divisor - remainder
        if remainder > missing || (remainder == missing && quotient % 2 == 1) {
            quotient = Swift.max(quotient, quotient &+ 1)
        }
        guard let magnitude = Int128(exactly: quotient) else { return isNegative ? .min : .max }
        return Money(picodollars: isNegative ? -magnitude : magnitude)
    }

    /// The amount as a number of dollars, for statistics only.
    var dollars: Double { Double(self.picodollars) / 1e12 }

    /// The amount of dollars that a result of statistics is, rounded half to even to a pico-dollar.
    init(estimate dollars: Double) {
        let picodollars = (dollars * 1e12).rounded(.toNearestOrEven)
        if picodollars.isNaN {
            self = .zero
        } else if abs(picodollars) < 1e38 {
            self.init(picodollars: Int128(picodollars))
        } else {
            self = picodollars < 0 ? .min : .max
        }
    }
}
