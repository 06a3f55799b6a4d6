import TallyMetering
import TallyPricing
import TallyTestSupport
import Testing

@testable import TallyReports

@Suite struct MeasuringTests {
    @Test(arguments: [
        (TimeBucket.hour, "2026-11-22T18:14:31.042Z", "2026-11-22T18:00:00.000Z", "2026-11-22 18:00"),
        (.day, "2026-11-22T18:14:31.042Z", "2026-11-22T00:00:00.000Z", "2026-11-22"),
        // A Sunday, and the first days of years.
        (.week, "2026-11-22T18:14:31.042Z", "2026-11-16T00:00:00.000Z", "2026-11-16"),
        (.week, "2021-01-01T00:00:00.000Z", "2020-12-28T00:00:00.000Z", "2020-12-28"),
        (.week, "1969-12-31T23:59:59.999Z", "1969-12-29T00:00:00.000Z", "1969-12-29"),
        (.month, "2024-02-29T23:59:59.999Z", "2024-02-01T00:00:00.000Z", "2024-02"),
        (.month, "1969-12-31T23:59:59.999Z", "1969-12-01T00:00:00.000Z", "1969-12"),
    ])
    func stretchesBeginInUTC(_ bucket: TimeBucket, _ time: String, _ start: String, _ label: String) throws {
        let time = try #require(Timestamp(time))
        #expect(bucket.start(of: time).description == start)
        #expect(bucket.label(of: bucket.start(of: time)) == label)
    }

    @Test func endsOfTimeDoNotTrap() {
        for bucket in TimeBucket.allCases {
            _ = bucket.start(of: Timestamp(millisecondsSince1970: .min))
            _ = bucket.start(of: Timestamp(millisecondsSince1970: .max))
        }
    }

    @Test func percentilesAreWithinAThousandth() throws {
        let seed = UInt64.random(in: 0...1_000_000)
        var generator = SeededGenerator(seed: seed)
        guard Percentiles.areAvailable else { return }
        for count in [1, 2, 100, 1_000, 8_192, 8_193, 30_000] {
            let values = (0..<count).map { _ in
                Int.random(in: 0...(1 << Int.random(in: 1...40, using: &generator)), using: &generator)
            }
            var (whole, first, second) = (Percentiles(), Percentiles(), Percentiles())
            for value in values { whole.add(value) }
            for value in values.prefix(count / 3) { first.add(value) }
            for value in values.dropFirst(count / 3) { second.add(value) }
            first.add(second)
            let sorted = values.sorted()
            for percent in [0.1, 50, 95, 99.9, 100] {
                let exact = sorted[max(0, Int((percent.nextDown * Double(count) / 100).rounded(.up)) - 1)]
                for percentiles in [whole, first] {
                    let value = try #require(percentiles.value(at: percent))
                    #expect(value >= exact && Double(value) <= Double(exact) * 1.001 + 1, "seed \(seed): \(percent)")
                }
            }
            #expect(whole.maximum == sorted.last && first.count == count)
        }
        #expect(Percentiles().value(at: 50) == nil)
    }

    @Test func sumsOfHugeNumbersStayAtTheirEnds() {
        var record = UsageRecord(
            id: RecordID(high: 1, low: 1),
            time: Timestamp(millisecondsSince1970: 0),
            model: "m",
            usage: TokenUsage(inputUncached: .max, cacheRead: .max, outputText: .max)
        )
        record.providerCost = .max
        let row = UsageRow(record, needs: RowNeeds(), symbols: SymbolTable())
        var sums = UsageSums()
        sums.add(row)
        sums.add(row)
        sums.add(sums)
        #expect(sums.tokens.total == .max && sums.cost == .max)
    }
}
