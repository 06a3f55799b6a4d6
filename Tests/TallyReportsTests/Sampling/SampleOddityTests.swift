import TallyFileExport
import TallyMetering
import TallyPricing
import Testing

@testable import TallyReports

/// Sums up all calls.
private struct Sums: LedgerFold {
    var calls = 0
    var tokens = 0
    var cost = Money.zero

    mutating func add(_ row: borrowing UsageRow) {
        self.calls += 1
        self.tokens += row.tokens.total
        self.cost += row.cost
    }

    mutating func merge(_ later: Sums) {
        self.calls += later.calls
        self.tokens += later.tokens
        self.cost += later.cost
    }
}

@Suite struct SampleOddityTests {
    @Test func eachIsThereAndAScanComesToTheSameSums() throws {
        let folder = SampleFolder()
        var sample = SampleLedger()
        sample.records = 7_000
        sample.oddities = .all
        let summary = try sample.write(to: folder.path)
        #expect(Set(summary.oddities.keys) == Set(SampleOddity.allCases))
        #expect(summary.oddities[.outlier] == 1)
        #expect(summary.oddities[.markup] ?? 0 >= SampleOddLines.awkward.count)
        // 2026-11-22T00:00:00Z
        let scan = LedgerScan(.folder(folder.path), now: Timestamp(millisecondsSince1970: 1_795_305_600_000))
        let (sums, findings) = try scan.fold(RowNeeds(), into: Sums())
        #expect(sums.calls == summary.calls)
        #expect(sums.tokens == summary.tokens)
        #expect(sums.cost == summary.cost)
        #expect(findings.records == summary.records)
        #expect(findings.duplicates == summary.oddities[.duplicate])
        #expect(findings.newerLines == summary.oddities[.newerSchema])
        #expect(findings.futureRecords == summary.oddities[.future])
        // One of the torn lines is the last, which has no end.
        let unreadable = [SampleOddity.tornLine, .noRecord].reduce(0) { $0 + (summary.oddities[$1] ?? 0) }
        #expect(findings.unreadableLines + findings.unfinishedLines == unreadable)
        #expect(findings.unfinishedLines == 1)
    }

    @Test func recordsWithMarkupAreReadBack() throws {
        let folder = SampleFolder()
        var sample = SampleLedger()
        sample.records = 7_000
        sample.oddities = SampleOddities([.markup, .outlier])
        let summary = try sample.write(to: folder.path)
        var teams: Set<String> = []
        var largest = 0
        for line in try folder.lines() {
            guard case .usage(let call) = try RecordJSON.read(line.span) else { continue }
            if let team = call.tags.team { teams.insert(team) }
            largest = max(largest, call.totalTokens ?? 0)
        }
        let awkward = Set(SampleOddLines.awkward.map { UsageTags(team: $0).team ?? "" })
        #expect(awkward.count == SampleOddLines.awkward.count)
        #expect(teams.isSuperset(of: awkward))
        #expect(largest == 1_000_001_000)
        #expect(try folder.lines().count == summary.records)
    }

    @Test func aSetHasWhatItWasMadeOf() {
        for oddity in SampleOddity.allCases {
            #expect(SampleOddities([oddity]).members == [oddity])
            #expect(SampleOddities.all.contains(oddity))
        }
        #expect(SampleOddities([]).members.isEmpty)
    }
}
