import TallyMetering
import TallyPricing
import Testing

@testable import TallyReports

@Suite struct SampleAnomalyTests {
    private static let made: (calls: [UsageRecord], summary: SampleSummary) = {
        var sample = SampleLedger()
        sample.records = 40_000
        var calls: [UsageRecord] = []
        let summary = sample.forEach { if case .usage(let call) = $0 { calls.append(call) } }
        return (calls, summary)
    }()

    @Test func eachIsThereAndCounted() throws {
        let (calls, summary) = Self.made
        #expect(Set(summary.anomalies.map(\.kind)) == Set(SampleAnomaly.Kind.allCases))
        for anomaly in summary.anomalies {
            let members = calls.filter { anomaly.has($0) }
            #expect(members.count == anomaly.calls && anomaly.calls > 15, "\(anomaly)")
            #expect(members.reduce(0) { $0 + ($1.totalTokens ?? 0) } == anomaly.tokens)
            #expect(members.reduce(Money.zero) { $0 + $1.knownCost } == anomaly.cost)
        }
    }

    @Test func eachIsOutOfTheOrdinary() throws {
        let (calls, summary) = Self.made
        for anomaly in summary.anomalies {
            let inside = calls.filter { anomaly.has($0) }
            let outside = calls.filter { call in
                (anomaly.feature == nil || call.tags.feature == anomaly.feature)
                    && (anomaly.provider == nil || call.provider == anomaly.provider) && !anomaly.has(call)
            }
            func mean(_ calls: [UsageRecord], _ value: (UsageRecord) -> Int) -> Double {
                Double(calls.reduce(0) { $0 + value($1) }) / Double(max(calls.count, 1))
            }
            func ratio(_ value: (UsageRecord) -> Int) -> Double { mean(inside, value) / mean(outside, value) }
            switch anomaly.kind {
            case .callSpike:
                // The same hours of other working days.
                let hours =
                    Int(anomaly.start.secondsSince1970 / 3_600 % 24)..<Int(anomaly.end.secondsSince1970 / 3_600 % 24)
                let usual = outside.count { hours.contains(Int($0.time.secondsSince1970 / 3_600 % 24)) }
                #expect(Double(inside.count) > 3 * Double(usual) / 29)
            case .outputSpike: #expect(ratio { $0.usage.outputText ?? 0 } > 3)
            case .outage: #expect(ratio { $0.errorKind == nil ? 0 : 1 } > 8)
            case .runawayAgent:
                #expect(mean(inside) { $0.inputTokens ?? 0 } > 2 * mean(outside) { $0.inputTokens ?? 0 })
            case .cacheLoss: #expect(inside.allSatisfy { $0.usage.cacheRead ?? 0 == 0 })
            case .modelSwitch: #expect(inside.allSatisfy { $0.requestedModel == "claude-opus-5" })
            }
        }
    }

    @Test func spikesAreOnWorkingDaysWhateverTheFirstDay() {
        for first in 0..<7 {
            for days in [7, 8, 30, 91] {
                let start = Timestamp(millisecondsSince1970: 1_790_812_800_000 + Int64(first) * 86_400_000)
                let anomalies = SampleAnomaly.planted(from: start, days: days)
                #expect(anomalies.count == SampleAnomaly.Kind.allCases.count)
                for anomaly in anomalies {
                    #expect((anomaly.start.secondsSince1970 / 86_400 + 3) % 7 < 5)
                    #expect(start <= anomaly.start && anomaly.start < anomaly.end)
                    #expect(anomaly.end.secondsSince1970 <= start.secondsSince1970 + Int64(days) * 86_400)
                }
            }
        }
        #expect(SampleAnomaly.planted(from: Timestamp(millisecondsSince1970: 0), days: 6).isEmpty)
    }
}
