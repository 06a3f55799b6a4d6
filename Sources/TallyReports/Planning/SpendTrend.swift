/// A log-linear trend of daily spend with a level for each day of the week, and how far it can be trusted.
///
/// The mean of a day is `exp(level + growth · day + weekday)`; how far days lie from their mean is taken to be proportional
/// to the mean. That is a generalized linear model with a logarithmic link and the variance of the gamma distribution,
/// fitted by quasi-likelihood (Wedderburn 1974; McCullagh and Nelder, "Generalized Linear Models", 1989, chapter 8). Unlike
/// a straight line through logarithms it forecasts the mean itself, and a day without spend is a day like others.
///
/// An interval has two parts, both with the spread of the days that were seen: how well the trend is known, and how days
/// lie around it. Days that follow one another alike count for less, by their correlation *r* as (1 + *r*) / (1 − *r*)
/// (Bayley and Hammersley 1946). It is taken on the logarithm of the sum, with Student's quantile.
struct SpendTrend: Hashable, Sendable {
    /// A sum that is expected, and the ends of the interval that has it in four of five cases.
    struct Prediction: Hashable, Sendable {
        var expected: Double
        var low: Double
        var high: Double
    }

    /// From how many days on a trend is fitted; of fewer only the level is known.
    static let daysForTrend = 28
    /// A day counts as at most six times its mean, so that one mistake does not carry the forecast away.
    static let largestDistance = 5.0
    /// How many days it is fitted to at most.
    static let maximumDays = 1_096
    /// From how many days on there is an interval.
    static let daysForInterval = 7

    /// How many days it was fitted to.
    let days: Int
    /// The growth of the mean in a day, as a part of it; nil where there were too few days.
    let dailyGrowth: Double?
    /// How far days lie from their mean, as a part of it: the coefficient of variation.
    let spread: Double
    /// How many days had more than six times their mean, and count as if they had six times.
    let outliers: Int
    /// The correlation of a day's distance from its mean with that of the day before, at least 0.
    let correlation: Double

    private let coefficients: [Double]
    private let covariance: [[Double]]
    /// The place of each day of the week among the coefficients: -1 for the first, nil for one without any spend.
    private let weekdays: [Int?]
    private let middle: Double
    private let scale: Double

    /// Fits the spend of days that follow one another, the first of them `firstDay` days after 1970-01-01.
    ///
    /// - Returns: Nil if there is no day, or none with spend.
    /// - Complexity: O(*n*) in the number of days.
    init?(_ spend: [Double], firstDay: Int64) {
        let mean = spend.reduce(0, +) / Double(max(spend.count, 1))
        guard mean > 0, mean.isFinite else { return nil }
        self.days = spend.count
        self.scale = mean
        let middle = Double(spend.count - 1) / 2
        self.middle = middle
        let hasTrend = spend.count >= Self.daysForTrend
        var weekdays = [Int?](repeating: hasTrend ? nil : -1, count: 7)
        if hasTrend {
            // The day of the week with the most spend is what the others are compared with.
            var sums = [Double](repeating: 0, count: 7)
            for (index, value) in spend.enumerated() { sums[Self.weekday(firstDay + Int64(index))] += value }
            let largest = sums.indices.max { sums[$0] < sums[$1] } ?? 0
            weekdays[largest] = -1
            var next = 2
            for day in sums.indices where day != largest && sums[day] > 0 { (weekdays[day], next) = (next, next + 1) }
        }
        let places = weekdays
        self.weekdays = places
        let count = hasTrend ? 2 + weekdays.compactMap { $0 }.count - 1 : 1
        let rows: [(x: [Double], y: Double)] = spend.enumerated().compactMap { index, value in
            Self.row(index, firstDay, places, middle, count).map { ($0, value / mean) }
        }
        guard let fit = Self.fit(rows, count) else { return nil }
        self.coefficients = fit.coefficients
        let residuals = rows.map { Self.distance($0, fit.coefficients) }
        self.outliers = residuals.count { $0 >= Self.largestDistance }
        let freedom = max(rows.count - count, 1)
        let variance = residuals.reduce(0) { $0 + $1 * $1 } / Double(freedom)
        self.spread = variance.squareRoot()
        let correlation = Self.correlation(residuals)
        self.correlation = correlation
        let inflated = variance * (1 + correlation) / (1 - correlation)
        self.covariance = fit.inverse.map { row in row.map { $0 * inflated } }
        self.dailyGrowth = hasTrend ? TrendMath.exponential(fit.coefficients[1] / Self.unit) - 1 : nil
        self.inflatedVariance = inflated
        self.degreesOfFreedom = freedom
        self.firstDay = firstDay
    }

    private let inflatedVariance: Double
    private let degreesOfFreedom: Int
    private let firstDay: Int64

    /// What days are counted in, so that all coefficients are of one size.
    private static let unit = 100.0

    /// Returns what is expected of all of `days` together, in days since 1970-01-01.
    ///
    /// - Returns: Ends that are equal to what is expected where there were too few days for an interval.
    func prediction(of days: Range<Int64>) -> Prediction {
        var (sum, squares) = (0.0, 0.0)
        var gradient = [Double](repeating: 0, count: self.coefficients.count)
        for day in days {
            let offset = Int(clamping: day - self.firstDay)
            guard let x = Self.row(offset, self.firstDay, self.weekdays, self.middle, gradient.count) else { continue }
            let mean = TrendMath.exponential(Self.dot(x, self.coefficients))
            sum += mean
            squares += mean * mean
            for index in gradient.indices { gradient[index] += mean * x[index] }
        }
        guard sum > 0 else { return Prediction(expected: 0, low: 0, high: 0) }
        guard self.days >= Self.daysForInterval else {
            return Prediction(expected: sum * self.scale, low: sum * self.scale, high: sum * self.scale)
        }
        let known = zip(gradient, self.covariance).reduce(0) { $0 + $1.0 * Self.dot($1.1, gradient) }
        let deviation = (known + self.inflatedVariance * squares).squareRoot() / sum
        let reach = TrendMath.studentQuantile90(degreesOfFreedom: self.degreesOfFreedom) * deviation
        return Prediction(
            expected: sum * self.scale,
            low: sum * self.scale * TrendMath.exponential(-reach),
            high: sum * self.scale * TrendMath.exponential(reach)
        )
    }

    /// The day of the week, 0 for Monday.
    static func weekday(_ day: Int64) -> Int { Int(((day + 3) % 7 + 7) % 7) }

    private static func row(
        _ index: Int,
        _ firstDay: Int64,
        _ weekdays: [Int?],
        _ middle: Double,
        _ count: Int
    ) -> [Double]? {
        guard let place = weekdays[Self.weekday(firstDay + Int64(index))] else { return nil }
        var x = [Double](repeating: 0, count: count)
        x[0] = 1
        if count > 1 { x[1] = (Double(index) - middle) / Self.unit }
        if place > 0 { x[place] = 1 }
        return x
    }

    /// Iteratively reweighted least squares, in which with this variance all weights are 1.
    private static func fit(
        _ rows: [(x: [Double], y: Double)],
        _ count: Int
    ) -> (coefficients: [Double], inverse: [[Double]])? {
        var products = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
        for row in rows {
            for i in 0..<count { for j in 0..<count { products[i][j] += row.x[i] * row.x[j] } }
        }
        guard let inverse = TrendMath.inverse(products) else { return nil }
        var coefficients = [Double](repeating: 0, count: count)
        for _ in 0..<200 {
            var right = [Double](repeating: 0, count: count)
            for row in rows {
                let working = Self.distance(row, coefficients)
                for i in 0..<count { right[i] += row.x[i] * working }
            }
            let step = inverse.map { Self.dot($0, right) }
            for i in 0..<count { coefficients[i] += step[i] }
            if step.allSatisfy({ abs($0) < 1e-10 }) { break }
        }
        return coefficients.allSatisfy(\.isFinite) ? (coefficients, inverse) : nil
    }

    /// How far a day lies from its mean, as a part of it.
    private static func distance(_ row: (x: [Double], y: Double), _ coefficients: [Double]) -> Double {
        min(row.y / TrendMath.exponential(Self.dot(row.x, coefficients)) - 1, Self.largestDistance)
    }

    private static func correlation(_ residuals: [Double]) -> Double {
        let squares = residuals.reduce(0) { $0 + $1 * $1 }
        guard squares > 0, residuals.count > 2 else { return 0 }
        let products = zip(residuals, residuals.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
        return min(max(products / squares, 0), 0.9)
    }

    private static func dot(_ left: [Double], _ right: [Double]) -> Double {
        zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
    }
}
