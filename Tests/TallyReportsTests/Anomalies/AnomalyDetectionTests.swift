import Foundation
import TallyPricing
import TallyTestSupport
import Testing

@testable import TallyReports

/// The claim: at least 95% of threefold spikes are found, and there is at most one false alarm for a unit and 30 days.
@Suite struct AnomalyDetectionTests {
    private static let loud: [SyntheticUsage.Kind] = [.steady, .office, .growing, .gaps, .factors, .new]

    @Test(arguments: loud) func threefoldSpikesAreFound(kind: SyntheticUsage.Kind) {
        var (planted, tokens, cost, falseAlarms, unitDays) = (0, 0, 0, 0, 0)
        let seeds = UInt64(1)...3
        for seed in seeds {
            let usage = SyntheticUsage(kind, days: 70, spikes: 12, seed: seed)
            planted += usage.planted.count
            let found = UsageSeries(usage.series).anomalies(.hour, AnomalyRules())
            tokens += found[0].1.count { usage.planted.contains($0.step) }
            cost += found[1].1.count { usage.planted.contains($0.step) }
            falseAlarms += found.reduce(0) { $0 + $1.1.count { !usage.planted.contains($0.step) } }
            unitDays += kind == .new ? 35 : 70
        }
        let message =
            "\(kind), seeds \(seeds): \(tokens) and \(cost) of \(planted), \(falseAlarms) false in \(unitDays) days"
        #expect(Double(tokens) >= 0.95 * Double(planted), "\(message)")
        #expect(Double(cost) >= 0.95 * Double(planted), "\(message)")
        #expect(falseAlarms * 30 <= unitDays, "\(message)")
    }

    @Test(arguments: SyntheticUsage.Kind.allCases) func ordinaryUsageGivesFewAlarms(kind: SyntheticUsage.Kind) {
        let seeds = UInt64(101)...102
        let alarms = seeds.reduce(0) { sum, seed in
            let usage = SyntheticUsage(kind, days: 70, spikes: 0, seed: seed)
            return sum + UsageSeries(usage.series).anomalies(.hour, AnomalyRules()).reduce(0) { $0 + $1.1.count }
        }
        #expect(alarms * 30 <= 70 * seeds.count, "\(kind), seeds \(seeds): \(alarms) alarms")
    }

    @Test(arguments: [AnomalyMeasure.tokensPerCall, .errorRate, .retryRate])
    func eachOtherMeasureIsWatched(measure: AnomalyMeasure) {
        var (planted, found) = (0, 0)
        for seed in UInt64(1)...3 {
            let usage = SyntheticUsage(.steady, days: 60, spikes: 12, seed: seed)
            // As many calls as usual, but three times the tokens, and enough failures and retries to be told.
            var series = usage.series
            for step in usage.planted {
                guard var bucket = series[step] else { continue }
                let calls = bucket.calls / 3
                bucket.calls = calls
                bucket.tokens = measure == .tokensPerCall ? bucket.tokens : bucket.tokens / 3
                bucket.errors = measure == .errorRate ? calls / 3 : 0
                bucket.retries = measure == .retryRate ? calls / 3 : 0
                series[step] = bucket
            }
            planted += usage.planted.count
            found += SyntheticUsage.found(series, measure).intersection(usage.planted).count
        }
        #expect(Double(found) >= 0.95 * Double(planted), "\(found) of \(planted)")
    }

    @Test func aThreefoldErrorRateIsFoundWhereThereAreCallsEnough() {
        var random = SeededGenerator(seed: 7)
        var (planted, found, alarms) = (0, 0, 0)
        for _ in 0..<8 {
            var observations: [RateWatch.Observation] = []
            for hour in 0..<60 * 24 {
                let isPlanted = hour >= 15 * 24 && hour % 97 == 0
                let events = (0..<800).count { _ in Double.random(in: 0..<1, using: &random) < (isPlanted ? 0.15 : 0.05)
                }
                observations.append(RateWatch.Observation(step: Int64(hour), calls: 800, events: events))
                if isPlanted { planted += 1 }
            }
            for spike in RateWatch(rules: AnomalyRules(), perDay: 24).spikes(in: observations) {
                if spike.step % 97 == 0 { found += 1 } else { alarms += 1 }
            }
        }
        #expect(
            Double(found) >= 0.95 * Double(planted) && alarms * 30 <= 8 * 60,
            "\(found) of \(planted), \(alarms) false"
        )
    }

    @Test(arguments: UInt64(1)...4) func onlyThePastCounts(seed: UInt64) {
        let usage = SyntheticUsage(.office, days: 70, spikes: 20, seed: seed)
        let all = SyntheticUsage.found(usage.series, .tokens)
        for day in [20, 33, 51] as [Int64] {
            let end = SyntheticUsage.start + day * 24 + 13
            let known = usage.series.filter { $0.key < end }
            #expect(SyntheticUsage.found(known, .tokens) == all.filter { $0 < end }, "seed \(seed)")
        }
    }

    @Test func aHolidayIsNoSpikeAfterwards() {
        var usage = SyntheticUsage(.office, days: 90, spikes: 0, seed: 5).series
        for (step, bucket) in usage where (50 * 24..<58 * 24).contains(Int(step - SyntheticUsage.start)) {
            usage[step]?.tokens = bucket.tokens / 10
        }
        let found = SyntheticUsage.found(usage, .tokens)
        #expect(found.isEmpty, "\(found)")
    }

    @Test(arguments: UInt64(1)...4) func daysAreWatchedToo(seed: UInt64) {
        let usage = SyntheticUsage(.office, days: 180, spikes: 0, seed: seed)
        var days: [Int64: UsageBucket] = [:]
        for (step, bucket) in usage.series { days[step / 24, default: UsageBucket()].merge(bucket) }
        #expect(SyntheticUsage.found(days, .tokens, .day).isEmpty, "seed \(seed)")
        for day in [60, 95, 140] as [Int64] {
            let step = SyntheticUsage.start / 24 + day
            var spiked = days
            spiked[step]?.tokens *= 3
            #expect(SyntheticUsage.found(spiked, .tokens, .day) == [step], "seed \(seed)")
        }
    }

    @Test func timesFarAwayAndHugeNumbersDoNoHarm() {
        var series = SyntheticUsage(.steady, days: 30, spikes: 0, seed: 1).series
        var huge = UsageBucket()
        huge.calls = 10
        huge.tokens = .max
        huge.cost = .max
        series[70_000_000] = huge
        series[SyntheticUsage.start + 29 * 24 + 5] = huge
        series[-500_000] = huge
        #expect(SyntheticUsage.found(series, .tokens).contains(SyntheticUsage.start + 29 * 24 + 5))
    }
}
