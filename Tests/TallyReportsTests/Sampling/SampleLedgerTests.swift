import TallyFileExport
import TallyMetering
import TallyPricing
import Testing

@testable import TallyReports

@Suite struct SampleLedgerTests {
    private static func sample(_ records: Int, seed: UInt64 = 7, days: Int = 14) -> SampleLedger {
        var sample = SampleLedger()
        sample.records = records
        sample.seed = seed
        sample.days = days
        return sample
    }

    private static func records(_ sample: SampleLedger) -> ([MeteringRecord], SampleSummary) {
        var records: [MeteringRecord] = []
        let summary = sample.forEach { records.append($0) }
        return (records, summary)
    }

    @Test func sameSettingsGiveTheSameBytes() throws {
        let (first, second) = (SampleFolder(), SampleFolder())
        let sample = Self.sample(3_000)
        #expect(try sample.write(to: first.path) == sample.write(to: second.path))
        let (left, right) = (try first.files(), try second.files())
        #expect(left.map(\.name) == right.map(\.name))
        #expect(left.map(\.bytes) == right.map(\.bytes))
        let other = SampleFolder()
        _ = try Self.sample(3_000, seed: 8).write(to: other.path)
        #expect(try other.files().map(\.bytes) != left.map(\.bytes))
    }

    @Test(arguments: [0, 1, 2, 99, 1_000, 4_321]) func thereAreAsManyRecordsAsAskedFor(records: Int) {
        for days in [1, 6, 9] {
            let (all, summary) = Self.records(Self.sample(records, days: days))
            #expect(all.count == records)
            #expect(summary.records == records)
            #expect(summary.calls + summary.outcomes + summary.drops == records)
            #expect(Set(all.map(\.id)).count == records)
            #expect(zip(all, all.dropFirst()).allSatisfy { $0.time <= $1.time })
        }
    }

    @Test func everyLineIsTheRecordThatWasMade() throws {
        let folder = SampleFolder()
        let sample = Self.sample(5_000)
        let (all, _) = Self.records(sample)
        let summary = try sample.write(to: folder.path)
        let lines = try folder.lines()
        #expect(lines.count == all.count)
        for (line, record) in zip(lines, all) {
            let read = try RecordJSON.read(line.span)
            #expect(read == record)
        }
        let files = try folder.files()
        #expect(files.count == summary.files)
        #expect(files.reduce(0) { $0 + $1.bytes.count } == summary.bytes)
    }

    @Test func isASoundLedgerWithTheSumsItTells() throws {
        let folder = SampleFolder()
        var sample = Self.sample(6_000)
        sample.maximumFileSize = 1 << 16
        let summary = try sample.write(to: folder.path)
        let verification = try LedgerVerification(of: LedgerReader(folder: folder.path))
        #expect(verification.isSound, "\(verification.problems)")
        #expect(verification.days.count == sample.days)
        #expect(verification.amount.records == summary.records)
        #expect(verification.amount.tokens == summary.tokens)
        #expect(verification.amount.cost == summary.cost)
        #expect(summary.files > sample.days)
    }

    @Test func pricesAreThoseOfTheBook() {
        let (all, _) = Self.records(Self.sample(3_000))
        for case .usage(let call) in all {
            #expect(call == call.priced(by: .bundled))
            #expect(call.tags.wasTruncated == false)
            let isKnown = call.model != SampleModel.own.name && call.errorKind.map { $0 == "abandoned" } ?? true
            #expect((call.totalCost != nil) == isKnown, "\(call.model) \(call.errorKind ?? "")")
        }
    }

    @Test func hasWhatLedgersHave() {
        let (all, summary) = Self.records(Self.sample(20_000))
        let calls = all.compactMap { if case .usage(let call) = $0 { call } else { nil } }
        func share(_ isOne: (UsageRecord) -> Bool) -> Double { Double(calls.count(where: isOne)) / Double(calls.count) }
        #expect(Set(calls.compactMap(\.tags.team)).isSuperset(of: SampleWorkload.company.map(\.team)))
        #expect(Set(calls.compactMap(\.tags.feature)) == Set(SampleWorkload.company.map(\.feature)))
        #expect(Set(calls.map(\.provider)).count == 6)
        #expect((0.02...0.08).contains(share { $0.tags.team == nil }))
        #expect(summary.untaggedCalls == calls.count { $0.tags.team == nil })
        #expect((0.002...0.03).contains(share { ["serach", "Support", "labs", "platfrom"].contains($0.tags.team) }))
        #expect((0.005...0.1).contains(share { $0.errorKind != nil }))
        #expect((0.005...0.1).contains(share { $0.attempt > 1 }))
        #expect((0.3...0.9).contains(share { $0.estimate != nil }))
        #expect((0.1...0.8).contains(share { $0.usage.cacheRead ?? 0 > 0 }))
        for isThere in [
            share { $0.isBatch }, share { $0.check.ambiguity != nil }, share { $0.source == .counted },
            share { $0.providerCost != nil }, share { $0.usage.reasoning ?? 0 > 0 },
            share { $0.usage.cacheWrite5m ?? 0 > 0 },
            share { $0.totalCost == nil }, share { $0.finishReason == "max_output_tokens" }, share { $0.attempt == 3 },
        ] {
            #expect(isThere > 0)
        }
        #expect(summary.outcomes > 1_000)
        #expect(summary.drops > 0)
    }

    @Test func dayAndWeekAreSeen() {
        let (all, _) = Self.records(Self.sample(20_000))
        // 2026-10-01 is a Thursday.
        var days: [Int: Int] = [:]
        var hours: [Int: Int] = [:]
        for record in all {
            let second = Int(record.time.secondsSince1970)
            days[(second / 86_400 + 3) % 7, default: 0] += 1
            hours[second / 3_600 % 24, default: 0] += 1
        }
        #expect(2 * (days[6] ?? 0) < days[1] ?? 0)
        #expect(2 * (hours[5] ?? 0) < hours[14] ?? 0)
    }
}
