internal import TallyPricing

extension Money {
    /// Returns the amount times `numerator` over `denominator`, rounded half to even to a pico-dollar, at most ``max``.
    ///
    /// The product has up to 256 bits, so that nothing is lost before the division.
    /// - Precondition: `denominator` is positive.
    func times(_ numerator: Int, over denominator: Int) -> Money {
        precondition(denominator > 0, "an amount is divided by a positive number")
        return self.scaled(by: Int128(numerator), over: Int128(denominator))
    }

    /// Returns the amount for each of `count`; nil for none.
    func each(of count: Int) -> Money? {
        count > 0 ? self.times(1, over: count) : nil
    }
}
