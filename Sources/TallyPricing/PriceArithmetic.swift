/// The one place where a quantity becomes money.
enum PriceArithmetic {
    /// Returns `quantity` times `rate` divided by `per`, times `factor`, rounded half to even to a pico-dollar.
    ///
    /// - Returns: Nil where the amount is outside the range of ``Money``; nothing traps, whatever the arguments.
    static func amount(of quantity: Int, at rate: Money, per: Int, times factor: PriceFactor) -> Money? {
        guard quantity >= 0, per > 0 else { return nil }
        let (count, tooMuch) = rate.picodollars.magnitude.multipliedReportingOverflow(by: UInt128(quantity))
        let (divisor, tooFine) = UInt128(per).multipliedReportingOverflow(by: factor.denominator)
        guard !tooMuch, !tooFine, let magnitude = Self.rounded(count, times: factor.numerator, over: divisor) else {
            return nil
        }
        guard let picodollars = Int128(exactly: magnitude) else { return nil }
        return Money(picodollars: rate.picodollars < 0 ? -picodollars : picodollars)
    }

    /// Returns `first * second / divisor`, rounded half to even, or nil if that needs more than 128 bits.
    private static func rounded(_ first: UInt128, times second: UInt128, over divisor: UInt128) -> UInt128? {
        let product = first.multipliedFullWidth(by: second)
        guard product.high < divisor else { return nil }
        let (quotient, remainder) =
            product.high == 0
            ? product.low.quotientAndRemainder(dividingBy: divisor)
            : divisor.dividingFullWidth((product.high, product.low))
        let missing = divisor - remainder
        let roundsUp = remainder > missing || (remainder == missing && quotient % 2 == 1)
        guard roundsUp else { return quotient }
        let (next, overflow) = quotient.addingReportingOverflow(1)
        return overflow ? nil : next
    }
}
