import TallyMetering
import TallyTesting
import TallyTokenizer
import Testing

@testable import TallyOTLPExport

/// What ``OTLPExporter`` is but for the connection: one delivery, and a receiver that keeps what it is sent.
private struct DirectExporter: UsageExporter {
    let name = "otlp"
    let delivery: SignalDelivery
    let requests: Requests

    final class Requests: Sendable {
        let bodies = Locked<[[UInt8]]>([])
    }

    init() {
        let requests = Requests()
        self.requests = requests
        self.delivery = SignalDelivery(
            signals: Set(OTLPSignal.allCases),
            content: OTLPContent(),
            resource: SpanTests.resource,
            clock: ManualClock().clock
        ) { (signal, body) async throws(ExportError) in
            if signal == .logs { requests.bodies.withLock { $0.append(body) } }
            return nil
        }
    }

    func export(_ batch: [MeteringRecord]) async throws(ExportError) { try await self.delivery.export(batch) }
    func flush() async throws(ExportError) {}
    func shutdown() async { self.delivery.shutdown() }
}

@Suite struct OTLPConformanceTests {
    @Test func keepsThePromisesOfAnExporter() async {
        let violations = await ExporterConformance.check(
            makeExporter: { DirectExporter() },
            readBack: { exporter in
                try exporter.requests.bodies.withLock { $0 }.flatMap { body in
                    try JSONTree.objects(try JSONTree.read(body), "resourceLogs", "scopeLogs", "logRecords")
                        .map(LogTests.record)
                }
            }
        )
        #expect(violations.isEmpty, "\(violations)")
    }

    @Test func doesNothingWhereNothingIsWanted() async throws {
        let delivery = SignalDelivery(
            signals: [],
            content: OTLPContent(),
            resource: SpanTests.resource,
            clock: ManualClock().clock
        ) { (_, _) async throws(ExportError) in
            Issue.record("something was sent")
            return nil
        }
        try await delivery.export(ConformanceRecords.calls(3))
    }
}
