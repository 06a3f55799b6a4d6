internal import TallyPricing

/// How much more a day's calls with a known price cost than if each had come to its end at the first attempt: the *a* of the spend model.
///
/// The ratio of two sums over days, with the deviation of a ratio estimator (Cochran, "Sampling Techniques", 1977,
/// chapter 6) and Student's quantile for its interval.
struct OverheadRatio: Hashable, Sendable {
    /// The ratio.
    let value: Double
    /// The ends of the interval that has it in four of five cases; equal to it where there are fewer than two days.
    let low: Double
    /// The upper end.
    let high: Double

    /// The ratio of these days; nil if no call of them came to its end at the first attempt.
    init?(_ days: some Collection<DayUse>) {
        let pairs: [(cost: Double, base: Double)] = days.map { day in
            let plain = day.plainCalls > 0 ? day.plainCost.dollars / Double(day.plainCalls) : 0
            return (day.cost.dollars, plain * Double(day.pricedCalls))
        }
        let base = pairs.reduce(0) { $0 + $1.base }
        guard base > 0 else { return nil }
        let value = pairs.reduce(0) { $0 + $1.cost } / base
        let count = Double(pairs.count)
        let squares = pairs.reduce(0) { $0 + ($1.cost - value * $1.base) * ($1.cost - value * $1.base) }
        var reach = 0.0
        if pairs.count > 1 {
            let deviation = (squares * count / (count - 1)).squareRoot() / base
            reach = deviation * TrendMath.studentQuantile90(degreesOfFreedom: pairs.count - 1)
        }
        (self.value, self.low, self.high) = (value, max(value - reach, 0), value + reach)
    }
}
