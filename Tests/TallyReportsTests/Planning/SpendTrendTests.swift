import Foundation
import TallyTestSupport
import Testing

@testable import TallyReports

/// Daily spend with known growth and weekdays, and noise of mean 1.
struct SyntheticSpend {
    var level = 100.0
    var monthlyGrowth = 0.04
    var weekdays = [1.1, 1.15, 1.2, 1.1, 0.95, 0.3, 0.25]
    var deviation = 0.25
    var correlation = 0.0

    func mean(_ day: Int) -> Double {
        self.level * pow(1 + self.monthlyGrowth, Double(day) / 30.4375) * self.weekdays[SpendTrend.weekday(Int64(day))]
    }

    func draw(_ days: Int, using generator: inout SeededGenerator) -> [Double] {
        var previous = 0.0
        return (0..<days).map { day in
            let step = Self.normal(using: &generator) * (1 - self.correlation * self.correlation).squareRoot()
            previous = self.correlation * previous + step
            return self.mean(day) * exp(self.deviation * previous - self.deviation * self.deviation / 2)
        }
    }

    /// Box and Muller's transformation.
    static func normal(using generator: inout SeededGenerator) -> Double {
        let first = Double.random(in: Double.leastNonzeroMagnitude..<1, using: &generator)
        let second = Double.random(in: 0..<1, using: &generator)
        return (-2 * log(first)).squareRoot() * cos(2 * .pi * second)
    }
}

@Suite struct SpendTrendTests {
    @Test(arguments: [(0.0, 11), (0.3, 12)] as [(Double, UInt64)])
    func theIntervalHoldsInFourOfFiveSeries(correlation: Double, seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var inside = 0
        for number in 0..<200 {
            var spend = SyntheticSpend()
            spend.correlation = correlation
            spend.monthlyGrowth = Double.random(in: -0.05...0.1, using: &generator)
            spend.deviation = Double.random(in: 0.1...0.5, using: &generator)
            let history = [60, 90, 180, 365][number % 4]
            let days = spend.draw(history + 30, using: &generator)
            let trend = try #require(SpendTrend(Array(days.prefix(history)), firstDay: 0))
            let prediction = trend.prediction(of: Int64(history)..<Int64(history + 30))
            let actual = days.suffix(30).reduce(0, +)
            if prediction.low...prediction.high ~= actual { inside += 1 }
        }
        #expect(150...170 ~= inside, "\(inside) of 200 inside, seed \(seed)")
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func afterTwoYearsTheExpectedSpendIsWithinFivePercent(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let spend = SyntheticSpend()
        let trend = try #require(SpendTrend(spend.draw(730, using: &generator), firstDay: 0))
        let known = (730..<820).reduce(0) { $0 + spend.mean($1) }
        let expected = trend.prediction(of: 730..<820).expected
        #expect(abs(expected / known - 1) < 0.05, "\(expected) for \(known), seed \(seed)")
        let growth = try #require(trend.dailyGrowth)
        #expect(abs(pow(1 + growth, 30.4375) - 1.04) < 0.005, "seed \(seed)")
    }

    @Test func exactGrowthIsFoundExactly() throws {
        var spend = SyntheticSpend()
        spend.deviation = 0
        var generator = SeededGenerator(seed: 1)
        let trend = try #require(SpendTrend(spend.draw(90, using: &generator), firstDay: 0))
        let known = (90..<120).reduce(0) { $0 + spend.mean($1) }
        #expect(abs(trend.prediction(of: 90..<120).expected - known) < known * 1e-9)
        #expect(trend.spread < 1e-6)
    }

    @Test func daysOfTheWeekWithoutSpendStayWithout() throws {
        let days = (0..<84).map { SpendTrend.weekday(Int64($0)) < 5 ? 10.0 : 0 }
        let trend = try #require(SpendTrend(days, firstDay: 0))
        #expect(abs(trend.prediction(of: 84..<91).expected - 50) < 1e-6)
        // Day 86 is a Saturday: 1970-01-01 was a Thursday.
        #expect(trend.prediction(of: 86..<88).expected == 0)
    }

    @Test func fewDaysGiveALevelOnly() throws {
        let trend = try #require(SpendTrend([1, 2, 3, 4, 5, 6, 7], firstDay: 0))
        #expect(trend.dailyGrowth == nil)
        #expect(abs(trend.prediction(of: 7..<17).expected - 40) < 1e-6)
        #expect(trend.prediction(of: 7..<17).low < 40)
        let two = try #require(SpendTrend([1, 2], firstDay: 0))
        #expect(two.prediction(of: 2..<3).low == two.prediction(of: 2..<3).expected)
        #expect(SpendTrend([], firstDay: 0) == nil)
        #expect(SpendTrend([0, 0], firstDay: 0) == nil)
    }

    @Test func oneEnormousDayDoesNotBreakTheFit() throws {
        var days = [Double](repeating: 10, count: 60)
        days[30] = 1e12
        let trend = try #require(SpendTrend(days, firstDay: 0))
        #expect(trend.prediction(of: 60..<90).expected.isFinite)
    }

    @Test(arguments: [(4, 1.533), (10, 1.372), (30, 1.310), (1_000, 1.282)])
    func quantilesAreThoseOfTheTables(freedom: Int, quantile: Double) {
        #expect(abs(TrendMath.studentQuantile90(degreesOfFreedom: freedom) - quantile) < 0.001)
    }
}
