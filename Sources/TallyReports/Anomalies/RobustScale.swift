/// Spread that a few wild values do not move.
enum RobustScale {
    /// What makes the median of absolute deviations the standard deviation of a normal distribution.
    static let factor = 1.482602218505602

    /// The median and the scaled median of the absolute deviations from it; nil for no numbers.
    ///
    /// - Complexity: O(*n* log *n*).
    static func of(_ numbers: [Double]) -> (median: Double, deviation: Double)? {
        guard let median = Median.of(numbers) else { return nil }
        let deviation = Median.of(numbers.map { abs($0 - median) }) ?? 0
        return (median, deviation * Self.factor)
    }
}
