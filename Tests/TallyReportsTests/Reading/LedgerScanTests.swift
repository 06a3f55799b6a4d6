import Foundation
import TallyFileExport
import TallyMetering
import TallyPricing
import Testing

@testable import TallyReports

@Suite struct LedgerScanTests {
    /// What a scan can tell of records: ids in their order, sums.
    struct Trace: LedgerFold, Equatable {
        var ids: [RecordID] = []
        var cost = Money.zero
        var tokens = RowTokens()
        var outcomes = 0

        mutating func add(_ row: borrowing UsageRow) {
            self.ids.append(row.id)
            self.cost += row.cost
            self.tokens.add(row.tokens)
        }

        mutating func add(_ outcome: OutcomeRow) { self.outcomes += 1 }

        mutating func merge(_ later: Trace) {
            self.ids += later.ids
            self.cost += later.cost
            self.tokens.add(later.tokens)
            self.outcomes += later.outcomes
        }
    }

    /// A ledger with lines of all kinds: valid ones, damaged ones, the same ones again, newer ones, one without an end.
    static func write(_ seed: UInt64, to folder: String) throws {
        var lines = LedgerLines(seed: seed)
        for day in 0..<5 {
            let start = 1_798_761_600_000 + Int64(day) * 86_400_000
            let path = "\(folder)/dt=\(LedgerDay(Timestamp(millisecondsSince1970: start)))"
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            for file in 0..<3 {
                var bytes: [UInt8] = []
                for _ in 0..<400 {
                    let line = LedgerLines.line(.usage(lines.call(at: start)))
                    bytes += line + [UInt8(ascii: "\n")]
                    if lines.chance(5) { bytes += line + [UInt8(ascii: "\n")] }
                    if lines.chance(10) { bytes += lines.mutated(line) + [UInt8(ascii: "\n")] }
                    if lines.chance(1) {
                        let outcome = OutcomeRecord(
                            id: RecordID(high: 7, low: lines.generator.next()),
                            time: Timestamp(millisecondsSince1970: start),
                            subject: .session("s"),
                            outcome: .accepted
                        )
                        bytes += LedgerLines.line(.outcome(outcome)) + [UInt8(ascii: "\n")]
                    }
                }
                if file == 2 { bytes += Array(#"{"schema":9}"#.utf8) + Array("\n\n{\"schema\":1,".utf8) }
                try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(file).jsonl"))
            }
        }
    }

    static func withLedger(_ seed: UInt64, _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tally-scan-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Self.write(seed, to: folder)
        try body(folder)
    }

    @Test func aScanFindsWhatAReaderFinds() throws {
        let seed = UInt64.random(in: 0...1_000_000)
        try Self.withLedger(seed) { folder in
            var reader = LedgerReader(folder: folder)
            (reader.unreadable, reader.newerSchema) = (.skip, .skip)
            let cursor = reader.read()
            var expected = Trace()
            var (ids, duplicates): (Set<RecordID>, Int) = ([], 0)
            var day = ""
            while let entry = try cursor.next() {
                // A record that comes again on another day can not be one of ours.
                if entry.file.prefix(13) != day { (ids, day) = ([], String(entry.file.prefix(13))) }
                guard ids.insert(entry.record.id).inserted else {
                    duplicates += 1
                    continue
                }
                switch entry.record {
                case .usage(let record): expected.add(UsageRow(record, needs: RowNeeds(), symbols: SymbolTable()))
                case .outcome: expected.outcomes += 1
                case .drop: break
                }
            }
            for threads in [1, 2, 7] {
                var scan = LedgerScan(.folder(folder))
                scan.threads = threads
                let (trace, findings) = try scan.fold(RowNeeds(), into: Trace())
                #expect(trace == expected, "seed \(seed)")
                #expect(findings.calls == expected.ids.count)
                #expect(findings.duplicates == duplicates && duplicates > 0)
                #expect(findings.unreadableLines == cursor.skipped.unreadableLines && findings.unreadableLines > 100)
                #expect(findings.newerLines == cursor.skipped.newerLines && findings.newerLines >= 5)
                #expect(findings.unfinishedLines == cursor.skipped.unfinishedLines)
                #expect(findings.badLines.count == ScanFindings.maximumBadLines)
            }
        }
    }

    @Test func filesAreOneUnit() throws {
        try Self.withLedger(3) { folder in
            let files = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".jsonl") }
            let paths = files.sorted().map { "\(folder)/\($0)" }
            let (whole, _) = try LedgerScan(.folder(folder)).fold(RowNeeds(), into: Trace())
            let (trace, findings) = try LedgerScan(.files(paths)).fold(RowNeeds(), into: Trace())
            #expect(trace == whole)
            #expect(findings.badLines.first.map { paths.contains($0.file) } == true)
            let (twice, again) = try LedgerScan(.files(paths + paths)).fold(RowNeeds(), into: Trace())
            #expect(twice == whole)
            #expect(again.duplicates == findings.duplicates * 2 + findings.records)
        }
    }

    @Test func whatIsNotThereIsAnError() {
        #expect(throws: LedgerError.self) {
            _ = try LedgerScan(.folder("/nowhere/at/all")).fold(RowNeeds(), into: Trace())
        }
        #expect(throws: LedgerError.self) { _ = try LedgerScan(.files(["/nowhere"])).fold(RowNeeds(), into: Trace()) }
    }
}
