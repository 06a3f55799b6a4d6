#if Metrics
import CoreMetrics
import Logging
import MetricsTestKit
import TallyTesting
import Testing

@testable import TallyMetering

@Suite struct MetricsTests {
    private let metrics = TestMetrics()

    @Test func aPipelineTellsHowItDoes() async throws {
        let memory = InMemoryExporter()
        memory.fail { batch in SampleRecords.numbers(batch).contains(3) ? ExportError(.rejected, "no three") : nil }
        var configuration = UsagePipeline.Configuration()
        configuration.queueCapacity = 8
        configuration.logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        await withMetricsFactory(self.metrics) {
            let pipeline = UsagePipeline(
                exporters: [memory],
                configuration: configuration,
                clock: ManualClock().clock,
                pricing: { SampleRecords.price(&$0) }
            )
            for number in 0..<10 { pipeline.record(SampleRecords.call(number)) }
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await pipeline.run() }
                await pipeline.shutdown(deadline: .seconds(10))
            }
        }
        func count(_ label: String, _ dimensions: [(String, String)]) throws -> Int64 {
            try self.metrics.expectCounter(label, dimensions).totalValue
        }
        #expect(try count("tally.pipeline.recorded", []) == 8)
        #expect(try count("tally.pipeline.delivered", [("exporter", "memory")]) == 7)
        #expect(try count("tally.pipeline.dropped", [("exporter", "memory"), ("reason", "rejected")]) == 1)
        #expect(try count("tally.pipeline.dropped", [("exporter", "queue"), ("reason", "queue_full")]) == 2)
        let timer = try self.metrics.expectTimer("tally.pipeline.export_duration", [("exporter", "memory")])
        #expect(timer.values.count == memory.batchSizes.count)
        #expect(try self.metrics.expectGauge("tally.pipeline.queue_depth").lastValue == 0)
    }

    @Test func tokensAndMoneyAreCountedByModelUpToALimit() async throws {
        try await withMetricsFactory(self.metrics) {
            let exporter = MetricsExporter(seriesLimit: 2)
            let records = (0..<10).map { number -> MeteringRecord in
                guard case .usage(var usage) = SampleRecords.call(number, model: "m\(number % 5)") else {
                    return SampleRecords.call(number)
                }
                SampleRecords.price(&usage)
                return .usage(usage)
            }
            try await exporter.export(records)
        }
        func count(_ label: String, _ model: String, _ more: [(String, String)] = []) throws -> Int64 {
            let provider = model == "other" ? "other" : "unknown"
            return try self.metrics.expectCounter(label, [("provider", provider), ("model", model)] + more).totalValue
        }
        #expect(try count("tally.calls", "m0") == 2)
        #expect(try count("tally.calls", "m1") == 2)
        #expect(try count("tally.calls", "other") == 6)
        #expect(try count("tally.tokens", "m1", [("direction", "input")]) == 1 + 6)
        #expect(try count("tally.tokens", "m1", [("direction", "output")]) == 14)
        #expect(try count("tally.cost_nanodollars", "m1") == 7 * 2_000 + 14 * 10_000)
        #expect(try count("tally.unpriced_calls", "m1") == 0)
    }
}
#endif
