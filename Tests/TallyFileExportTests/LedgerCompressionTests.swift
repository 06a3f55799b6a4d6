#if Compression
import Foundation
import TallyMetering
import TallyTesting
import Testing

@testable import TallyFileExport
@testable import TallyStorage

@Suite struct LedgerCompressionTests {
    let ledger = TemporaryLedger()
    let time = ManualClock()

    private func exporter(_ form: LedgerCompression?) -> FileExporter {
        let configuration = FileExporter.Configuration {
            $0.compression = form
            $0.maximumFileSize = 20_000
        }
        return FileExporter(folder: self.ledger.path, configuration: configuration, clock: self.time.clock)
    }

    @Test(arguments: LedgerCompression.allCases)
    func keepsThePromises(form: LedgerCompression) async {
        let ledgers = Ledgers()
        let violations = await ExporterConformance.check(
            makeExporter: {
                ledgers.makeExporter(
                    .init {
                        $0.compression = form
                        $0.maximumFileSize = 5_000
                    }
                )
            },
            readBack: { exporter in
                // All that was closed is compressed before it is read.
                var keeper = LedgerKeeper(
                    root: Folder(exporter.folder),
                    configuration: .init { $0.compression = form },
                    clock: .system
                )
                _ = await keeper.keep()
                return try TemporaryLedgerReader(folder: exporter.folder).records()
            }
        )
        #expect(violations.isEmpty, "\(violations)")
    }

    @Test(arguments: LedgerCompression.allCases)
    func compressesWhatWasClosed(form: LedgerCompression) async throws {
        let exporter = self.exporter(form)
        let cursor = self.ledger.reader
        for batch in 0..<20 { try await exporter.export(ConformanceRecords.calls(20, offset: batch * 20)) }
        let halfway = cursor.read()
        for _ in 0..<150 { _ = try halfway.next() }
        await exporter.shutdown()
        await exporter.run()
        let ending = form == .gzip ? ".jsonl.gz" : ".jsonl.zst"
        #expect(self.ledger.files().allSatisfy { $0.hasSuffix(ending) }, "\(self.ledger.files())")
        #expect(exporter.accounts.filesCompressed == self.ledger.files().count)
        #expect(try self.ledger.records() == ConformanceRecords.calls(400))
        // Who was in the middle goes on there, and who had read all has nothing more to read.
        let rest = try cursor.read(since: halfway.progress).rest().map(\.record)
        #expect(rest == ConformanceRecords.calls(250, offset: 150))
        #expect(try halfway.rest().map(\.record) == ConformanceRecords.calls(250, offset: 150))
        #expect(try cursor.read(since: halfway.progress).rest().isEmpty)
        #expect(try LedgerVerification(of: self.ledger.reader).isSound)
    }

    @Test(arguments: LedgerCompression.allCases)
    func recoversFromAStopAtEveryStep(form: LedgerCompression) async throws {
        let writer = self.exporter(nil)
        try await writer.export(ConformanceRecords.calls(30))
        await writer.shutdown()
        let name = try #require(self.ledger.files().first)
        let plain = try self.ledger.bytes(name)
        let small: Compression = form == .gzip ? .gzip : .zstd
        let compressed = Data(try small.compress(Array(plain).span))
        let final = name + small.fileExtension
        let hidden = final.replacing("/", with: "/.").replacing(".jsonl", with: "") + ".part"
        let steps: [[String: Data]] = [
            [name: plain, hidden: Data()], [name: plain, hidden: compressed.prefix(50)],
            [name: plain, hidden: compressed], [name: plain, final: compressed], [final: compressed],
            // No order of the steps leaves this one, but a medium may.
            [name: plain, final: compressed.prefix(60)],
        ]
        for (number, step) in steps.enumerated() {
            for file in self.ledger.files() {
                try FileManager.default.removeItem(atPath: "\(self.ledger.path)/\(file)")
            }
            for (file, bytes) in step { try self.ledger.write(bytes, file) }
            if number < 5 { #expect(try self.ledger.records() == ConformanceRecords.calls(30), "step \(number)") }
            let exporter = self.exporter(form)
            await exporter.shutdown()
            await exporter.run()
            #expect(self.ledger.files() == [final], "step \(number)")
            #expect(try self.ledger.records() == ConformanceRecords.calls(30), "step \(number)")
        }
    }

    @Test func tellsADamagedFile() async throws {
        let exporter = self.exporter(.zstd)
        for batch in 0..<5 { try await exporter.export(ConformanceRecords.calls(60, offset: batch * 60)) }
        await exporter.shutdown()
        await exporter.run()
        let files = self.ledger.files()
        var bytes = try self.ledger.bytes(files[1])
        bytes[bytes.count / 2] ^= 4
        try self.ledger.write(bytes, files[1])
        let verification = try LedgerVerification(of: self.ledger.reader)
        #expect(verification.counts[.damagedFile] == 1)
        #expect(verification.files >= files.count - 1)
        let error = #expect(throws: LedgerError.self) { try self.ledger.records() }
        #expect(error?.code == .damaged && error?.file == files[1])
    }
}
#endif
