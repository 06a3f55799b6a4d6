#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The functions that fitting a trend needs.
enum TrendMath {
    /// e to the power of `exponent`, within the range in which sums stay finite.
    static func exponential(_ exponent: Double) -> Double { exp(min(max(exponent, -300), 300)) }

    /// The natural logarithm.
    static func logarithm(_ number: Double) -> Double { log(number) }

    /// The 90% quantile of Student's t distribution, of which 80% lie between it and its negative.
    ///
    /// The expansion of Cornish and Fisher around the normal quantile (Abramowitz and Stegun 26.7.5); its error is below
    /// 0.001 from four degrees of freedom on.
    static func studentQuantile90(degreesOfFreedom: Int) -> Double {
        let z = 1.281_551_565_544_600_4
        let n = Double(max(degreesOfFreedom, 1))
        let (z3, z5, z7) = (z * z * z, z * z * z * z * z, z * z * z * z * z * z * z)
        let first = (z3 + z) / (4 * n)
        let second = (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n)
        let third = (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * n * n * n)
        return z + first + second + third
    }

    /// Returns the inverse of a symmetric positive definite matrix by Cholesky's decomposition; nil if it is not definite.
    ///
    /// - Complexity: O(*n*³).
    static func inverse(_ matrix: [[Double]]) -> [[Double]]? {
        let n = matrix.count
        var lower = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
        for row in 0..<n {
            for column in 0...row {
                var sum = matrix[row][column]
                for k in 0..<column { sum -= lower[row][k] * lower[column][k] }
                if row == column {
                    guard sum > 1e-12 else { return nil }
                    lower[row][row] = sum.squareRoot()
                } else {
                    lower[row][column] = sum / lower[column][column]
                }
            }
        }
        var inverse = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
        for unit in 0..<n {
            var column = [Double](repeating: 0, count: n)
            column[unit] = 1
            for row in 0..<n {
                for k in 0..<row { column[row] -= lower[row][k] * column[k] }
                column[row] /= lower[row][row]
            }
            for row in stride(from: n - 1, through: 0, by: -1) {
                for k in stride(from: row + 1, to: n, by: 1) { column[row] -= lower[k][row] * column[k] }
                column[row] /= lower[row][row]
            }
            for row in 0..<n { inverse[row][unit] = column[row] }
        }
        return inverse
    }
}
