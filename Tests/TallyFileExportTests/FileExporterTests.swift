import Foundation
import TallyMetering
import TallyTesting
import Testing

@testable import TallyFileExport

@Suite struct FileExporterTests {
    let ledger = TemporaryLedger()
    let time = ManualClock()

    private func exporter(_ change: (inout FileExporter.Configuration) -> Void = { _ in }) -> FileExporter {
        FileExporter(folder: self.ledger.path, configuration: .init(change), clock: self.time.clock)
    }

    @Test(arguments: [SyncPolicy.eachBatch, .interval(.zero), .interval(.seconds(1)), .never])
    func keepsThePromises(sync: SyncPolicy) async {
        let ledgers = Ledgers()
        let violations = await ExporterConformance.check(
            makeExporter: { ledgers.makeExporter(.init { $0.sync = sync }) },
            readBack: { try TemporaryLedgerReader(folder: $0.folder).records() }
        )
        #expect(violations.isEmpty, "\(violations)")
    }

    @Test func putsRecordsIntoTheFolderOfTheirDay() async throws {
        let exporter = self.exporter()
        // 2027-01-01T00:00:00Z, and a millisecond before
        let midnight: Int64 = 1_798_761_600_000
        let times = [midnight - 1, midnight, midnight - 86_400_000, -1, midnight + 86_399_999]
        let records = ConformanceRecords.calls(times.count).enumerated().map { index, record -> MeteringRecord in
            guard case .usage(var usage) = record else { return record }
            usage.time = Timestamp(millisecondsSince1970: times[index])
            return .usage(usage)
        }
        try await exporter.export(records)
        let folders = Set(self.ledger.files().map { $0.prefix { $0 != "/" } })
        #expect(folders == ["dt=2026-12-31", "dt=2027-01-01", "dt=1969-12-31"])
        #expect(Set(try self.ledger.records()) == Set(records))
        let verification = try LedgerVerification(of: self.ledger.reader)
        #expect(verification.isSound, "\(verification.problems)")
        #expect(verification.days.count == 3)
    }

    @Test func keepsFewDaysOpen() async throws {
        let exporter = self.exporter { $0.maximumOpenDays = 2 }
        for day in 0..<5 {
            let record = ConformanceRecords.calls(1, offset: day * 86_400_000)
            try await exporter.export(record)
            self.time.advance(by: .seconds(1))
        }
        #expect(self.ledger.files().count == 5)
        // The first day was closed: its file is not written to again.
        try await exporter.export(ConformanceRecords.calls(1, offset: 1))
        #expect(self.ledger.files().count == 6)
        // The last is still open.
        try await exporter.export(ConformanceRecords.calls(1, offset: 4 * 86_400_000 + 1))
        #expect(self.ledger.files().count == 6)
        #expect(try self.ledger.records().count == 7)
    }

    @Test func refusesABatchOfTooManyDays() async throws {
        let exporter = self.exporter()
        let batch = (0..<65).flatMap { ConformanceRecords.calls(1, offset: $0 * 86_400_000) }
        let error = await #expect(throws: ExportError.self) { try await exporter.export(batch) }
        #expect(error?.code == .tooLarge)
        #expect(try self.ledger.records().isEmpty)
        try await exporter.export(Array(batch.prefix(64)))
        #expect(try self.ledger.records().count == 64)
    }

    @Test func letsNobodyElseReadAlong() async throws {
        let exporter = self.exporter()
        try await exporter.export(ConformanceRecords.calls(1))
        let file = try #require(self.ledger.files().first)
        #expect(try self.ledger.mode(file) == 0o600)
        #expect(try self.ledger.mode("") == 0o700)
        #expect(try self.ledger.mode("dt=2027-01-01") == 0o700)
    }

    @Test func closesFilesBySize() async throws {
        let exporter = self.exporter { $0.maximumFileSize = 10_000 }
        for batch in 0..<20 { try await exporter.export(ConformanceRecords.calls(20, offset: batch * 20)) }
        let sizes = try self.ledger.files().map { try self.ledger.bytes($0).count }
        #expect(sizes.count > 5)
        #expect(sizes.dropLast().allSatisfy { $0 >= 10_000 })
        #expect(try self.ledger.records() == ConformanceRecords.calls(400))
    }

    @Test func closesFilesByAge() async throws {
        let exporter = self.exporter { $0.maximumFileAge = .seconds(60) }
        try await exporter.export(ConformanceRecords.calls(1))
        self.time.advance(by: .seconds(59))
        try await exporter.export(ConformanceRecords.calls(1, offset: 1))
        #expect(self.ledger.files().count == 1)
        self.time.advance(by: .seconds(1))
        try await exporter.export(ConformanceRecords.calls(1, offset: 2))
        try await exporter.export(ConformanceRecords.calls(1, offset: 3))
        #expect(self.ledger.files().count == 2)
        #expect(try self.ledger.records() == ConformanceRecords.calls(4))
    }

    @Test func syncsAndClosesByTheClockWhenNothingIsWritten() async throws {
        let exporter = self.exporter {
            $0.maximumFileAge = .seconds(60)
            $0.sync = .interval(.seconds(1))
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await exporter.run() }
            // One looks at the clock, the other after closed files.
            await self.time.waitForSleepers(2)
            try? await exporter.export(ConformanceRecords.calls(1))
            #expect(exporter.accounts.unsynced.records == 1)
            // Whoever slept for a minute was woken by the batch; how soon, others decide.
            #expect(await self.advance(atMost: 50) { exporter.accounts.unsynced.records == 0 })
            #expect(self.ledger.files().count == 1)
            #expect(await self.advance(atMost: 60) { exporter.accounts.filesClosed == 1 })
            try? await exporter.export(ConformanceRecords.calls(1, offset: 1))
            #expect(self.ledger.files().count == 2)
            await exporter.shutdown()
        }
    }

    /// Moves the time by seconds until something is so, with much time for others in between.
    private func advance(atMost seconds: Int, until isSo: () -> Bool) async -> Bool {
        for _ in 0..<seconds {
            self.time.advance(by: .seconds(1))
            for _ in 0..<2_000 where !isSo() { await Task.yield() }
            if isSo() { return true }
        }
        return false
    }

    @Test func namesSortAsFilesAreBegunAlsoWhenTheClockGoesBack() async throws {
        let jumps: [Duration] = [.zero, .seconds(3_600), .seconds(-7_200), .seconds(3_600)]
        let clock = self.time
        let shift = ClockShift()
        var moved = clock.clock
        moved.now = { clock.now + shift.value }
        let exporter = FileExporter(
            folder: self.ledger.path,
            configuration: .init { $0.maximumFileSize = 1 },
            clock: moved
        )
        var ids: [RecordID] = []
        let maker = RecordIDMaker()
        for jump in jumps {
            shift.value += jump
            for _ in 0..<10 {
                let time = moved.now()
                let id = maker.makeID(at: time)
                ids.append(id)
                try await exporter.export([.usage(UsageRecord(id: id, time: time, model: "m", usage: TokenUsage()))])
                clock.advance(by: .milliseconds(1))
            }
        }
        #expect(Set(ids).count == 40)
        let entries = try self.ledger.entries()
        #expect(Set(entries.map(\.record.id)) == Set(ids))
        #expect(entries.allSatisfy { $0.file.hasPrefix("dt=\(LedgerDay($0.record.time))/") })
        // Within a day, the order of the files is that of the batches.
        for day in Dictionary(grouping: entries, by: { LedgerDay($0.record.time) }).values {
            let order = day.compactMap { ids.firstIndex(of: $0.record.id) }
            #expect(order == order.sorted())
        }
        #expect(try LedgerVerification(of: self.ledger.reader).isSound)
    }

    @Test func saysWhenItMayNotWrite() async throws {
        try self.ledger.write(Data(), "file")
        let exporter = FileExporter(folder: self.ledger.path + "/file", clock: self.time.clock)
        let error = await #expect(throws: ExportError.self) {
            try await exporter.export(ConformanceRecords.calls(1))
        }
        #expect(error?.code == .misconfigured)
    }

    @Test func severalWriteSideBySide() async throws {
        let exporters = (0..<4).map { _ in self.exporter { $0.maximumFileSize = 5_000 } }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, exporter) in exporters.enumerated() {
                group.addTask {
                    for batch in 0..<20 {
                        try await exporter.export(ConformanceRecords.calls(10, offset: index * 1_000 + batch * 10))
                    }
                    await exporter.shutdown()
                }
            }
            try await group.waitForAll()
        }
        let verification = try LedgerVerification(of: self.ledger.reader)
        #expect(verification.isSound, "\(verification.problems)")
        #expect(verification.amount.records == 800)
    }
}

/// Ledgers that are there as long as the test.
final class Ledgers: @unchecked Sendable {
    // Safe: one test makes them one after the other.
    private var all: [TemporaryLedger] = []

    func makeExporter(_ configuration: FileExporter.Configuration) -> FileExporter {
        let ledger = TemporaryLedger()
        self.all.append(ledger)
        return FileExporter(folder: ledger.path, configuration: configuration)
    }
}

struct TemporaryLedgerReader {
    let folder: String

    func records() throws -> [MeteringRecord] { try LedgerReader(folder: self.folder).read().rest().map(\.record) }
}

/// How far a clock is wrong.
final class ClockShift: @unchecked Sendable {
    // Safe: one test moves it between calls.
    var value = Duration.zero
}
