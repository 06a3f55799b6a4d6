/// Medians of numbers that are all there, exactly.
enum Median {
    /// Twice the median, so that it is a whole number: the middle one twice, or the sum of the two in the middle.
    ///
    /// - Returns: nil for no numbers.
    /// - Complexity: O(*n* log *n*).
    static func doubled(_ numbers: [Int128]) -> Int128? {
        guard !numbers.isEmpty else { return nil }
        let sorted = numbers.sorted()
        let lower = sorted[(sorted.count - 1) / 2]
        let (sum, overflow) = lower.addingReportingOverflow(sorted[sorted.count / 2])
        return overflow ? (lower < 0 ? .min : .max) : sum
    }

    /// The median of numbers.
    static func of(_ numbers: [Double]) -> Double? {
        guard !numbers.isEmpty else { return nil }
        let sorted = numbers.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}
