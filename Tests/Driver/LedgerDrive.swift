import TallyFileExport
import TallyMetering
import TallyTesting

/// Writes a ledger until it has written all, or is killed.
///
/// `ledger FOLDER FIRST COUNT BATCH SYNC [ROTATION [COMPRESSION]]`: records with the numbers from FIRST on, in batches; SYNC is
/// `each`, `never` or milliseconds; ROTATION is the age of a file in milliseconds. After each flush that returns, it prints
/// `durable N`: all records below N are on the medium. A batch that fails is tried again, and a line says why.
enum LedgerDrive {
    static func run(_ arguments: [String]) async throws {
        guard arguments.count >= 5, let first = Int(arguments[1]), let count = Int(arguments[2]),
            let batch = Int(arguments[3])
        else { fatalError("usage: ledger FOLDER FIRST COUNT BATCH SYNC [ROTATION [COMPRESSION]]") }
        var configuration = FileExporter.Configuration()
        configuration.sync = Self.policy(arguments[4])
        if arguments.count > 5, let age = Int(arguments[5]), age > 0 {
            configuration.maximumFileAge = .milliseconds(age)
        }
        if arguments.count > 6 { configuration.compression = LedgerCompression(rawValue: arguments[6]) }
        let exporter = FileExporter(folder: arguments[0], configuration: configuration)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await exporter.run() }
            await Self.write(exporter, first..<first + count, batch)
            await exporter.shutdown()
        }
        let accounts = exporter.accounts
        print("taken \(accounts.taken.records) lost \(accounts.lost.records) failures \(accounts.failures)")
    }

    static func policy(_ text: String) -> SyncPolicy {
        switch text {
        case "each": .eachBatch
        case "never": .never
        default: .interval(.milliseconds(Int(text) ?? 1_000))
        }
    }

    private static func write(_ exporter: FileExporter, _ numbers: Range<Int>, _ size: Int) async {
        for start in stride(from: numbers.lowerBound, to: numbers.upperBound, by: size) {
            let end = min(numbers.upperBound, start + size)
            await Self.retrying("export \(start)") { () async throws(ExportError) in
                try await exporter.export(DriveRecords.calls(start..<end))
            }
            await Self.retrying("flush \(end)") { () async throws(ExportError) in try await exporter.flush() }
            Output.line("durable \(end)")
        }
    }

    /// Tries until it works, since what made it fail ends.
    private static func retrying(_ what: String, _ body: () async throws(ExportError) -> Void) async {
        while true {
            do throws(ExportError) {
                return try await body()
            } catch {
                Output.line("failed \(what) \(error)")
                guard error.isRetryable else { return }
                try? await Task.sleep(for: .milliseconds(5))
            }
        }
    }
}
