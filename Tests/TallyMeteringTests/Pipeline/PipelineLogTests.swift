import Logging
import TallyTesting
import TallyTokenizer
import Testing

@testable import TallyMetering

@Suite struct PipelineLogTests {
    /// Keeps the level, the text and the metadata of each line.
    private final class Lines: Sendable {
        struct Line: Sendable {
            var level: Logger.Level
            var text: String
            var metadata: Logger.Metadata
        }

        private let lines = Locked<[Line]>([])

        var all: [Line] { self.lines.withLock { $0 } }

        func append(_ line: Line) {
            self.lines.withLock { $0.append(line) }
        }
    }

    private struct Handler: LogHandler {
        let lines: Lines
        var logLevel = Logger.Level.trace
        var metadata = Logger.Metadata()

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { self.metadata[key] }
            set { self.metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let text = "\(event.message)"
            self.lines.append(Lines.Line(level: event.level, text: text, metadata: event.metadata ?? [:]))
        }
    }

    @Test func dropsAreWarnedAboutOncePerReasonAndNothingIsLoggedPerRecord() async {
        let lines = Lines()
        var configuration = UsagePipeline.Configuration()
        configuration.queueCapacity = 64
        configuration.batchSize = 8
        configuration.logger = Logger(label: "test", factory: { _ in Handler(lines: lines) })
        let memory = InMemoryExporter()
        memory.fail { batch in
            SampleRecords.numbers(batch).contains { $0 < 8 } ? ExportError(.misconfigured, "no") : nil
        }
        let pipeline = UsagePipeline(
            exporters: [memory],
            configuration: configuration,
            clock: ManualClock().clock,
            pricing: { SampleRecords.price(&$0) }
        )
        for number in 0..<1_000 { pipeline.record(SampleRecords.call(number)) }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await pipeline.run() }
            await pipeline.shutdown(deadline: .seconds(10))
        }
        let warnings = lines.all.filter { $0.level == .warning }
        // The queue's first drop, the exporter's first refusal, and the sum at the end.
        #expect(warnings.compactMap { $0.metadata["tally.drop.reason"] } == ["queue_full", "rejected"])
        #expect(warnings.count == 3)
        #expect(warnings.last?.metadata["tally.records.recorded"] == "1000")
        #expect(lines.all.allSatisfy { $0.level == .warning || $0.level == .debug })
        #expect(lines.all.count < 60)
        #expect(lines.all.allSatisfy { line in line.metadata.keys.allSatisfy { $0.hasPrefix("tally.") } })
        // Texts are always the same; what differs is metadata.
        #expect(lines.all.allSatisfy { !$0.text.contains { $0.isNumber } })
    }
}
