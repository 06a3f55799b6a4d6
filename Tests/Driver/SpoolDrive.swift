import Logging
import TallyMetering
import TallyStorage
import TallyTokenizer

/// A spool at work, and what tests want to know of it.
///
/// - `spool-load FOLDER OUTPUT FIRST`: records as fast as it goes from the number FIRST on, until it is killed. After each
///   durable flush the numbers go to OUTPUT.acked, and what the exporter `alive` takes to OUTPUT.alive; `dead` takes nothing.
/// - `spool-drain FOLDER OUTPUT`: delivers all that is there to both, into OUTPUT.alive and OUTPUT.dead.
/// - `spool-fill FOLDER COUNT`: COUNT records wait for a dead exporter, and then go to it.
/// - `spool-faults FOLDER COUNT`: exports COUNT records one batch after the other and says how each went.
enum SpoolDrive {
    static func run(_ name: String, _ arguments: [String]) async throws {
        guard arguments.count >= 2 else { fatalError("usage: \(name) FOLDER OUTPUT|COUNT [FIRST]") }
        switch name {
        case "spool-load": try await Self.load(arguments[0], arguments[1], first: Int(arguments[2]) ?? 0)
        case "spool-drain": try await Self.drain(arguments[0], arguments[1])
        case "spool-fill": try await SpoolFill.run(arguments[0], Int(arguments[1]) ?? 0)
        case "spool-faults": try await Self.faults(arguments[0], Int(arguments[1]) ?? 0)
        default: fatalError("there is no drive '\(name)'")
        }
    }

    static var configuration: SpoolingExporter.Configuration {
        var configuration = SpoolingExporter.Configuration()
        configuration.logger = Logger(label: "spool") { StreamLogHandler.standardError(label: $0) }
        configuration.logger.logLevel = .warning
        return configuration
    }

    static func record(_ number: Int) -> MeteringRecord {
        var record = UsageRecord(
            id: RecordID(high: 0x01A2_D3C4_E5F6_7000, low: 1 << 63 | UInt64(number)),
            time: Timestamp(millisecondsSince1970: 1_798_761_600_000 + Int64(number)),
            model: "claude-opus-5",
            usage: TokenUsage(inputUncached: 1_200 + number % 1_000, cacheRead: 30_000, outputText: number % 700),
            provider: "anthropic",
            tags: UsageTags(team: "search", feature: "answers")
        )
        record.callID = record.id
        record.responseID = "msg_\(number)"
        record.duration = .milliseconds(number % 5_000)
        record.isStream = true
        if number % 5 != 0 { record.providerCost = Money(picodollars: Int128(number % 1_000) * 1_000_003) }
        return .usage(record)
    }

    private static func load(_ folder: String, _ output: String, first: Int) async throws {
        var configuration = Self.configuration
        // Segments change many times a second.
        configuration.segmentBytes = 1 << 17
        configuration.batching.records = 100
        let exporters = [SinkExporter(name: "alive", try SinkFile(output + ".alive")), SinkExporter(name: "dead", nil)]
        let spool = SpoolingExporter(folder: folder, exporters: exporters, configuration: configuration)
        let acked = try DurableFile(output + ".acked", .appending)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await spool.run() }
            var next = first
            while true {
                let start = next
                for count in [1, 40, 7, 200] {
                    try? await spool.export((next..<next + count).map(Self.record))
                    next += count
                }
                guard (try? await spool.flush()) != nil else { fatalError("a flush has failed") }
                try? acked.append(Array("\(start) \(next)\n".utf8).span)
            }
        }
    }

    private static func drain(_ folder: String, _ output: String) async throws {
        let exporters = ["alive", "dead"].map { SinkExporter(name: $0, try? SinkFile("\(output).\($0)")) }
        let spool = SpoolingExporter(folder: folder, exporters: exporters, configuration: Self.configuration)
        try spool.open()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await spool.run() }
            while spool.accounts.exporters.contains(where: { $0.waiting.records > 0 }) {
                try? await Task.sleep(for: .milliseconds(5))
            }
            await spool.shutdown()
        }
        for exporter in spool.accounts.exporters {
            print(
                exporter.name,
                exporter.takenOver.records,
                exporter.delivered.records,
                exporter.droppedTotal.records,
                exporter.quarantined.records,
                exporter.isBalanced
            )
        }
    }

    /// Says of each batch `taken` or the code of the error, after the numbers in it; then `flushed` or the code.
    private static func faults(_ folder: String, _ count: Int) async throws {
        var configuration = Self.configuration
        configuration.segmentBytes = 1 << 16
        let spool = SpoolingExporter(
            folder: folder,
            exporters: [SinkExporter(name: "alive", nil), SinkExporter(name: "dead", nil)],
            configuration: configuration
        )
        for start in stride(from: 0, to: count, by: 50) {
            var result = "taken"
            do throws(ExportError) {
                try await spool.export((start..<start + 50).map(Self.record))
            } catch {
                result = "\(error.code)"
            }
            var flush = "flushed"
            do throws(ExportError) { try await spool.flush() } catch { flush = "\(error.code)" }
            let accounts = spool.accounts
            print(start, start + 50, result, flush, accounts.isBalanced, accounts.exporters[1].waiting.records)
        }
        await spool.shutdown()
    }
}

/// A file to which the numbers and times of records go, a batch in one call of the system.
final class SinkFile: Sendable {
    private let file: DurableFile

    init(_ path: String) throws(StorageError) {
        self.file = try DurableFile(path, .appending)
    }

    func add(_ batch: [MeteringRecord]) throws(StorageError) {
        var text: [UInt8] = []
        for record in batch {
            if case .drop(let drop) = record {
                text += "drop \(drop.reason.rawValue) \(drop.amount.records)\n".utf8
            } else {
                text += "\(record.id.low & ~(1 << 63)) \(record.time.millisecondsSince1970)\n".utf8
            }
        }
        try self.file.append(text.span)
    }
}

/// Takes records into a file; without one it is away.
struct SinkExporter: UsageExporter {
    let name: String
    private let file: SinkFile?

    init(name: String, _ file: SinkFile?) {
        self.name = name
        self.file = file
    }

    func export(_ batch: [MeteringRecord]) async throws(ExportError) {
        guard let file = self.file else { throw ExportError(.unavailable, "there is nobody") }
        do throws(StorageError) {
            try file.add(batch)
        } catch {
            throw ExportError(.unavailable, "\(error)")
        }
    }

    func flush() async throws(ExportError) {}
    func shutdown() async {}
}
