import Foundation
import TallyFileExport
import TallyMetering
import TallyTesting
import Testing

/// A ledger that a service wrote, beside a configuration and room for another one.
final class LedgerFixture {
    let folder: TemporaryFolder
    /// The ledger's folder.
    let ledger: String

    init() throws {
        self.folder = try TemporaryFolder()
        self.ledger = self.folder.url.appending(path: "ledger").path
    }

    /// Writes records in files of their own.
    func write(_ records: [MeteringRecord], to name: String = "ledger") async throws {
        var configuration = FileExporter.Configuration()
        configuration.sync = .never
        let exporter = FileExporter(folder: self.path(name), configuration: configuration)
        for start in stride(from: 0, to: records.count, by: 1_000) {
            try await exporter.export(Array(records[start..<min(records.count, start + 1_000)]))
        }
        try await exporter.flush()
        await exporter.shutdown()
    }

    func path(_ name: String) -> String { self.folder.url.appending(path: name).path }

    /// What a ledger of that name holds.
    func verification(_ name: String) throws -> LedgerVerification {
        try LedgerVerification(of: LedgerReader(folder: self.path(name)))
    }

    /// The first file of the ledger.
    func firstFile() throws -> URL {
        let days = try FileManager.default.contentsOfDirectory(atPath: self.ledger).filter { $0.hasPrefix("dt=") }
        let day = URL(filePath: self.ledger).appending(path: try #require(days.sorted().first))
        let files = try FileManager.default.contentsOfDirectory(atPath: day.path).filter { $0.hasSuffix(".jsonl") }
        return day.appending(path: try #require(files.sorted().first))
    }

    /// Appends text to the first file, as nobody should.
    func damage(_ text: String) throws {
        let handle = try FileHandle(forWritingTo: try self.firstFile())
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }

    /// Runs the command in the fixture's folder.
    func run(_ arguments: [String], environment: [String: String] = [:]) throws -> TallyBinary.Result {
        try TallyBinary.run(arguments, in: self.folder.url, environment: environment)
    }

    /// An answer of JSON.
    static func object(_ result: TallyBinary.Result) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(result.outputBytes))
        return try #require(value as? [String: Any])
    }
}
