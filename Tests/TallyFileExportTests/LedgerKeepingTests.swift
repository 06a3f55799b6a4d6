import Foundation
import TallyMetering
import TallyTesting
import Testing

@testable import TallyFileExport
@testable import TallyStorage

@Suite struct LedgerKeepingTests {
    let ledger = TemporaryLedger()
    let time = ManualClock()

    private func exporter(_ change: (inout FileExporter.Configuration) -> Void = { _ in }) -> FileExporter {
        FileExporter(folder: self.ledger.path, configuration: .init(change), clock: self.time.clock)
    }

    private func keeper(_ change: (inout FileExporter.Configuration) -> Void = { _ in }) -> LedgerKeeper {
        LedgerKeeper(root: Folder(self.ledger.path), configuration: .init(change), clock: self.time.clock)
    }

    /// Writes records, and returns the file's name and bytes.
    private func write(_ count: Int) async throws -> (name: String, bytes: Data) {
        let exporter = self.exporter()
        try await exporter.export(ConformanceRecords.calls(count))
        await exporter.shutdown()
        let name = try #require(self.ledger.files().first)
        return (name, try self.ledger.bytes(name))
    }

    @Test func repairsAFileCutOffAtAnyByteOfItsLastLine() async throws {
        let (name, bytes) = try await self.write(3)
        let lineStart = try #require(bytes.dropLast().lastIndex(of: UInt8(ascii: "\n"))) + 1
        for end in lineStart...bytes.count {
            try self.ledger.write(bytes.prefix(end), name)
            var keeper = self.keeper()
            let result = keeper.repairAll()
            #expect(result.failures.isEmpty)
            // Without its line's end alone the record is whole.
            let isWhole = end >= bytes.count - 1
            #expect(try self.ledger.records() == ConformanceRecords.calls(isWhole ? 3 : 2), "cut at \(end)")
            let torn = self.ledger.files().filter { $0.hasSuffix(".torn") }
            if isWhole || end == lineStart {
                #expect(torn.isEmpty)
            } else {
                #expect(try self.ledger.bytes(try #require(torn.first)) == bytes[lineStart..<end])
                #expect(result.quarantinedBytes == end - lineStart)
                try FileManager.default.removeItem(atPath: "\(self.ledger.path)/\(torn[0])")
            }
            #expect(keeper.repairAll().repaired.isEmpty)
        }
    }

    @Test(arguments: ["\0\0\0\0", "\0\0\n\0\0", "{\"schema\":1,\"ki\n", "\n\n\n"])
    func cutsOffWhatWasNeverWritten(tail: String) async throws {
        let (name, bytes) = try await self.write(3)
        try self.ledger.write(bytes + Data(tail.utf8), name)
        self.time.advance(by: .seconds(1))
        let exporter = self.exporter()
        try await exporter.export(ConformanceRecords.calls(1, offset: 3))
        #expect(try self.ledger.records() == ConformanceRecords.calls(4))
        #expect(exporter.accounts.filesRepaired == 1)
        #expect(exporter.accounts.quarantinedBytes == tail.utf8.count)
        let verification = try LedgerVerification(of: self.ledger.reader)
        #expect(verification.quarantinedBytes == tail.utf8.count)
        #expect(verification.isSound)
    }

    @Test func removesAFileWithoutRecords() async throws {
        let (name, bytes) = try await self.write(1)
        try self.ledger.write(bytes.prefix(20), name)
        var keeper = self.keeper()
        _ = keeper.repairAll()
        #expect(self.ledger.files().allSatisfy { $0.hasSuffix(".torn") })
    }

    @Test func leavesFilesOfLivingProcessesAlone() async throws {
        let writer = self.exporter()
        try await writer.export(ConformanceRecords.calls(2))
        var keeper = self.keeper { $0.retentionBytes = 0 }
        let result = await keeper.keep()
        #expect(result.removed.isEmpty && result.repaired.isEmpty)
        #expect(try self.ledger.records().count == 2)
        await writer.shutdown()
        #expect(await keeper.keep().removed.count == 1)
        #expect(try self.ledger.records().isEmpty)
    }

    @Test func removesTheOldestFilesFirst() async throws {
        let exporter = self.exporter {
            $0.maximumFileSize = 1
            $0.retentionBytes = 3_000
        }
        for number in 0..<10 {
            try await exporter.export(ConformanceRecords.calls(2, offset: number * 2))
            self.time.advance(by: .seconds(1))
        }
        await exporter.shutdown()
        await exporter.run()
        let left = try self.ledger.records()
        #expect(!left.isEmpty && left.count < 20)
        #expect(left == ConformanceRecords.calls(left.count, offset: 20 - left.count))
        let accounts = exporter.accounts
        #expect(accounts.removed.records == 20 - left.count)
        #expect(accounts.removed + left.reduce(.zero) { $0 + RecordAmount(of: $1) } == accounts.taken)
    }

    @Test func removesFilesByAge() async throws {
        let exporter = self.exporter {
            $0.maximumFileAge = .seconds(10)
            $0.retentionAge = .seconds(100)
        }
        try await exporter.export(ConformanceRecords.calls(1))
        self.time.advance(by: .seconds(60))
        try await exporter.export(ConformanceRecords.calls(1, offset: 1))
        self.time.advance(by: .seconds(51))
        await exporter.shutdown()
        await exporter.run()
        #expect(try self.ledger.records() == ConformanceRecords.calls(1, offset: 1))
    }
}
