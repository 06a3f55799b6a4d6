import Foundation
import TallyMetering
import TallyTesting
import Testing

@testable import TallyFileExport

@Suite struct LedgerReaderTests {
    let ledger = TemporaryLedger()
    let time = ManualClock()

    private func exporter(_ change: (inout FileExporter.Configuration) -> Void = { _ in }) -> FileExporter {
        FileExporter(folder: self.ledger.path, configuration: .init(change), clock: self.time.clock)
    }

    @Test func saysWhereEachRecordIs() async throws {
        let exporter = self.exporter { $0.maximumFileSize = 3_000 }
        for batch in 0..<10 { try await exporter.export(ConformanceRecords.calls(5, offset: batch * 5)) }
        for entry in try self.ledger.entries() {
            let bytes = try self.ledger.bytes(entry.file)
            let lines = bytes.split(separator: UInt8(ascii: "\n"))
            let line = Array(lines[entry.line - 1])
            #expect(lines[entry.line - 1].startIndex == entry.offset)
            #expect(try RecordJSON.read(line.span) == entry.record)
        }
    }

    @Test func goesOnFromEveryPlace() async throws {
        let exporter = self.exporter { $0.maximumFileSize = 3_000 }
        for batch in 0..<6 { try await exporter.export(ConformanceRecords.calls(5, offset: batch * 5)) }
        let all = try self.ledger.records()
        let cursor = self.ledger.reader.read()
        for passed in 0...all.count {
            let progress = cursor.progress
            #expect(try self.ledger.entries(since: progress).map(\.record) == Array(all.dropFirst(passed)))
            _ = try cursor.next()
        }
        // It outlives being written down.
        let written = try JSONEncoder().encode(cursor.progress)
        let progress = try JSONDecoder().decode(LedgerProgress.self, from: written)
        #expect(try self.ledger.entries(since: progress).isEmpty)
    }

    @Test func followsFilesThatGrowSideBySide() async throws {
        let writers = [self.exporter(), self.exporter { $0.maximumFileSize = 2_000 }]
        try await writers[0].export(ConformanceRecords.calls(3))
        var progress = try self.ledger.reader.end()
        var seen: [RecordID] = []
        for round in 1...10 {
            let batches = writers.indices.map { ConformanceRecords.calls(3, offset: $0 * 1_000 + round * 3) }
            for (writer, batch) in zip(writers, batches) { try await writer.export(batch) }
            let cursor = self.ledger.reader.read(since: progress)
            let new = try cursor.rest().map(\.record)
            #expect(Set(new) == Set(batches.joined()), "round \(round)")
            seen += new.map(\.id)
            progress = cursor.progress
        }
        #expect(Set(seen).count == 60 && seen.count == 60)
    }

    @Test func readsOnlyTheDaysItIsAskedFor() async throws {
        let exporter = self.exporter()
        for day in 0..<4 { try await exporter.export(ConformanceRecords.calls(2, offset: day * 86_400_000)) }
        let (first, last) = (try #require(LedgerDay("2027-01-02")), try #require(LedgerDay("2027-01-03")))
        let entries = try LedgerReader(folder: self.ledger.path, days: first...last).read().rest()
        #expect(Set(entries.map { LedgerDay($0.record.time) }) == [first, last])
        #expect(entries.count == 4)
    }

    @Test func leavesALineWithoutAnEndToItsWriter() async throws {
        let exporter = self.exporter()
        try await exporter.export(ConformanceRecords.calls(2))
        let name = try #require(self.ledger.files().first)
        let bytes = try self.ledger.bytes(name)
        try self.ledger.write(bytes.dropLast(5), "dt=2027-01-01/b.jsonl")
        let cursor = self.ledger.reader.read()
        #expect(try cursor.rest().count == 3)
        #expect(cursor.skipped.unfinishedLines == 1)
        try self.ledger.write(bytes, "dt=2027-01-01/b.jsonl")
        #expect(try self.ledger.entries(since: cursor.progress).map(\.record) == ConformanceRecords.calls(1, offset: 1))
    }

    @Test func namesTheLineThatIsNoRecord() async throws {
        let exporter = self.exporter()
        try await exporter.export(ConformanceRecords.calls(1))
        let name = try #require(self.ledger.files().first)
        let line = try self.ledger.bytes(name)
        let newer = Data(String(decoding: line, as: UTF8.self).replacing("\"schema\":1", with: "\"schema\":2").utf8)
        let long = Data(repeating: UInt8(ascii: "x"), count: 3 << 20) + Data("\n".utf8)
        try self.ledger.write(line + Data("secret\n".utf8) + line + newer + long + line, "dt=2027-01-01/b.jsonl")

        let cursor = self.ledger.reader.read()
        var found: [String] = []
        while true {
            do throws(LedgerError) {
                guard let entry = try cursor.next() else { break }
                found.append("\(entry.line)")
            } catch {
                #expect(error.file == "dt=2027-01-01/b.jsonl")
                #expect(error.message.contains("dt=2027-01-01/b.jsonl, line \(error.line ?? 0)"))
                #expect(!error.message.contains("secret"))
                found.append("\(error.code) \(error.line ?? 0)")
            }
        }
        #expect(found == ["1", "1", "unreadable_line 2", "3", "unsupported_schema 4", "unreadable_line 5", "6"])

        var reader = self.ledger.reader
        (reader.unreadable, reader.newerSchema) = (.skip, .skip)
        let skipping = reader.read()
        #expect(try skipping.rest().count == 4)
        #expect(skipping.skipped.unreadableLines == 2 && skipping.skipped.newerLines == 1)
    }

    @Test func tellsWhatIsWrong() async throws {
        let exporter = self.exporter()
        try await exporter.export(ConformanceRecords.calls(4))
        try await exporter.export(Array(ConformanceRecords.allKinds().dropFirst(2)))
        await exporter.shutdown()
        let sound = try LedgerVerification(of: self.ledger.reader)
        #expect(sound.isSound, "\(sound.problems)")
        #expect(sound.drops == DropReason.allCases.count && sound.outcomes == 3 && sound.calls == 4)
        #expect(sound.dropped.values.reduce(0) { $0 + $1.records } == 3 * DropReason.allCases.count)

        let name = try #require(self.ledger.files().first { $0.hasPrefix("dt=2027-01-01") })
        let bytes = try self.ledger.bytes(name)
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") } + Data("\n".utf8)
        try self.ledger.write(line + Data("{}\n".utf8) + line.dropLast(3), "dt=2027-01-02/x.jsonl")
        let found = try LedgerVerification(of: self.ledger.reader)
        #expect(!found.isSound)
        #expect(found.counts == [.wrongDay: 1, .duplicate: 1, .unreadable: 1, .torn: 1])
        #expect(found.amount - found.duplicates == sound.amount)
        #expect(found.problems.map(\.line) == [1, 1, 2, 3])
    }
}
