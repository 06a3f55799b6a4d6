/// How sure a share is that was found in a sample: Wilson's score interval.
///
/// With *k* of *n* and *z* = 1.959964 (95%) it is
/// (*p* + *z*²/2*n* ± *z*·√(*p*(1−*p*)/*n* + *z*²/4*n*²)) / (1 + *z*²/*n*), *p* = *k*/*n*
/// (Wilson, "Probable Inference", 1927). Unlike the usual one it is right for few cases and for shares near 0 and 1.
struct ProportionInterval: Hashable, Sendable {
    /// The quantile of the normal distribution that leaves 2.5% above it.
    private static let quantile = 1.959963984540054

    let lower: Double
    let upper: Double

    /// The interval of a share; nil for none of none.
    init?(_ count: Int, of total: Int) {
        guard total > 0, 0...total ~= count else { return nil }
        let number = Double(total)
        let share = Double(count) / number
        let square = Self.quantile * Self.quantile
        let middle = share + square / (2 * number)
        let spread = share * (1 - share) / number + square / (4 * number * number)
        let half = Self.quantile * spread.squareRoot()
        let scale = 1 + square / number
        // The ends are exactly 0 and 1 there, but for what is lost in rounding.
        self.lower = count == 0 ? 0 : max(0, (middle - half) / scale)
        self.upper = count == total ? 1 : min(1, (middle + half) / scale)
    }
}
