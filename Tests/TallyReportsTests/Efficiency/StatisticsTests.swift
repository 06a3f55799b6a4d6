import TallyPricing
import Testing

@testable import TallyReports

@Suite struct StatisticsTests {
    /// 81 of 263 as in Newcombe, "Two-sided confidence intervals for the single proportion" (1998); ends are exactly 0 and 1.
    @Test(arguments: [
        (0, 10, 0.0, 0.2775328), (10, 10, 0.7224672, 1.0), (5, 10, 0.2365931, 0.7634069), (81, 263, 0.2553, 0.3662),
        (1, 30, 0.0059, 0.1667),
    ]) func wilsonIntervalsAreThoseOfOthers(count: Int, total: Int, lower: Double, upper: Double) throws {
        let interval = try #require(ProportionInterval(count, of: total))
        #expect(abs(interval.lower - lower) < 6e-5 && abs(interval.upper - upper) < 6e-5, "\(interval)")
    }

    @Test func anIntervalOfNothingIsNone() {
        #expect(ProportionInterval(0, of: 0) == nil)
        #expect(ProportionInterval(2, of: 1) == nil)
    }

    @Test func quotientsOfMoneyAreRoundedHalfToEven() {
        #expect(Money(picodollars: 5).times(1, over: 2) == Money(picodollars: 2))
        #expect(Money(picodollars: 7).times(1, over: 2) == Money(picodollars: 4))
        #expect(Money(picodollars: -7).times(1, over: 2) == Money(picodollars: -4))
        #expect(Money(picodollars: 7).times(-1, over: 2) == Money(picodollars: -4))
        #expect(Money(picodollars: 10).times(2, over: 3) == Money(picodollars: 7))
        #expect(Money.zero.times(5, over: 3) == .zero)
        #expect(Money.max.times(3, over: 2) == .max)
        #expect(Money.max.times(.max, over: .max) == .max)
        #expect(Money.max.times(-2, over: 1) == .min)
        #expect(Money.dollars(1).each(of: 0) == nil)
    }

    @Test func mediansAreWholeNumbersTwice() {
        #expect(Median.doubled([]) == nil)
        #expect(Median.doubled([3, 1, 2]) == 4)
        #expect(Median.doubled([4, 1, 2, 9]) == 6)
        #expect(Median.doubled([.max, .max]) == .max)
        #expect(Median.of([1, 2]) == 1.5)
    }
}
