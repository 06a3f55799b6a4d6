import Foundation
import Logging
import TallyMetering
import TallyTesting
import TallyTokenizer

@testable import TallyStorage

/// A folder of its own for a test, removed when it goes.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "tally-spool-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        self.path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: self.path) }

    /// The paths of all files within, from the folder on.
    var files: [String] {
        ((try? FileManager.default.subpathsOfDirectory(atPath: self.path)) ?? []).sorted()
    }

    func bytes(_ name: String) -> [UInt8] {
        FileManager.default.contents(atPath: "\(self.path)/\(name)").map(Array.init) ?? []
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(filePath: "\(self.path)/\(name)"))
    }
}

/// Calls with different ids, tokens and prices, of which some are not known.
enum SpoolRecords {
    static func make(_ count: Int, from first: Int = 0) -> [MeteringRecord] {
        (first..<first + count).map { number in
            var record = UsageRecord(
                id: RecordID(high: 0x01A2_D3C4_E5F6_7000, low: 1 << 63 | UInt64(number)),
                time: Timestamp(millisecondsSince1970: 1_798_761_600_000 + Int64(number)),
                model: "model-\(number % 3)",
                usage: TokenUsage(inputUncached: 100 + number % 1_000, outputText: number % 7)
            )
            if number % 5 != 0 { record.providerCost = Money(picodollars: Int128(number) * 1_000_003) }
            return .usage(record)
        }
    }

    static func number(_ record: MeteringRecord) -> Int { Int(record.id.low & ~(1 << 63)) }
}

extension SpoolingExporter.Configuration {
    /// A configuration that says nothing, with small files.
    static func quiet(_ change: (inout Self) -> Void = { _ in }) -> Self {
        var configuration = Self()
        configuration.logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        configuration.durability = .never
        change(&configuration)
        return configuration
    }
}

extension InMemoryExporter {
    /// The records that are no drop records.
    var payload: [MeteringRecord] {
        self.records.filter { if case .drop = $0 { false } else { true } }
    }
}

/// Runs a spool while `body` works, and shuts it down.
func running(_ spool: SpoolingExporter, _ body: () async throws -> Void) async rethrows {
    let task = Task { await spool.run() }
    await until { spool.state.withLock(\.hasRun) }
    do {
        try await body()
    } catch {
        task.cancel()
        await task.value
        throw error
    }
    await spool.shutdown()
    await task.value
}

/// Waits until something is so, which other tasks see to.
func until(_ condition: () -> Bool) async {
    while !condition() { await Task.yield() }
}
