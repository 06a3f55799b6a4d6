internal import TallyPricing

extension Money {
    /// Returns the amount times `numerator` over `denominator`, rounded half to even to a pico-dollar, at most ``max``.
    ///
    /// The product has up to 256 bits, so that nothing is lost before the division.
    /// - Precondition: `denominator` is positive.
    func times(_ numerator: Int, over denominator: Int) -> Money {
        precondition(denominator > 0, "an amount is divided by a positive number")
        let isNegative = (self.picodollars < 0) != (numerator < 0)
        let product = self.picodollars.magnitude.multipliedFullWidth(by: UInt128(numerator.magnitude))
        let divisor = UInt128(denominator)
        guard product.high < divisor else { return isNegative ? .min : .max }
        var (quotient, remainder) = divisor.dividingFullWidth((product.high, product.low))
        let missing = divisor - remainder
        if remainder > missing || (remainder == missing && quotient % 2 == 1) {
            let (next, overflow) = quotient.addingReportingOverflow(1)
            quotient = overflow ? .max : next
        }
        guard let picodollars = Int128(exactly: quotient) else { return isNegative ? .min : .max }
        return Money(picodollars: isNegative ? -picodollars : picodollars)
    }

    /// Returns the amount for each of `count`; nil for none.
    func each(of count: Int) -> Money? {
        count > 0 ? self.times(1, over: count) : nil
    }
}
