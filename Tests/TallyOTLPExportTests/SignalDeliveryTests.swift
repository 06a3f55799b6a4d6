import TallyMetering
import TallyTesting
import TallyTokenizer
import Testing

@testable import TallyOTLPExport

/// A receiver that does what it is told, and remembers what it was sent.
private final class Receiver: Sendable {
    struct State: Sendable {
        var requests: [(signal: OTLPSignal, body: [UInt8])] = []
        var failures: [OTLPSignal: [ExportError?]] = [:]
        var partial: PartialSuccess?
    }

    let state = Locked(State())

    func fail(_ signal: OTLPSignal, _ failures: ExportError?...) {
        self.state.withLock { $0.failures[signal] = failures }
    }

    func bodies(_ signal: OTLPSignal) -> [[UInt8]] {
        self.state.withLock { state in state.requests.filter { $0.signal == signal }.map(\.body) }
    }

    func delivery(
        signals: Set<OTLPSignal> = Set(OTLPSignal.allCases),
        clock: ManualClock = ManualClock(),
        maximumSize: Int = SignalDelivery.maximumRequestSize
    ) -> SignalDelivery {
        SignalDelivery(
            signals: signals,
            content: OTLPContent(),
            resource: SpanTests.resource,
            clock: clock.clock,
            maximumSize: maximumSize
        ) { (signal, body) async throws(ExportError) in
            let failure = self.state.withLock { state -> ExportError? in
                state.requests.append((signal, body))
                guard state.failures[signal]?.isEmpty == false else { return nil }
                return state.failures[signal]?.removeFirst()
            }
            if let failure { throw failure }
            return self.state.withLock(\.partial)
        }
    }
}

@Suite struct SignalDeliveryTests {
    private let receiver = Receiver()

    private func code(_ delivery: SignalDelivery, _ batch: [MeteringRecord]) async -> ExportError.Code? {
        do throws(ExportError) {
            try await delivery.export(batch)
            return nil
        } catch {
            return error.code
        }
    }

    @Test func repeatsOnlyTheSignalThatFailed() async {
        let delivery = self.receiver.delivery()
        self.receiver.fail(.logs, ExportError(.unavailable, ""), ExportError(.throttled, ""))
        let batch = ConformanceRecords.calls(5)
        #expect(await self.code(delivery, batch) == .unavailable)
        #expect(await self.code(delivery, batch) == .throttled)
        #expect(await self.code(delivery, batch) == nil)
        #expect(self.receiver.bodies(.metrics).count == 1)
        #expect(self.receiver.bodies(.traces).count == 1)
        #expect(self.receiver.bodies(.logs).count == 3)
        // A batch that has been taken may come again, after a try whose answer was lost.
        #expect(await self.code(delivery, batch) == nil)
        #expect(self.receiver.bodies(.metrics).count == 2)
    }

    @Test func sendsTheSameBytesAgain() async {
        let clock = ManualClock()
        let delivery = self.receiver.delivery(clock: clock)
        let timeout = ExportError(.timeout, "")
        for signal in OTLPSignal.allCases { self.receiver.fail(signal, timeout) }
        let batch = ConformanceRecords.calls(5)
        #expect(await self.code(delivery, batch) == .timeout)
        clock.advance(by: .seconds(60))
        #expect(await self.code(delivery, batch) == nil)
        for signal in OTLPSignal.allCases {
            let bodies = self.receiver.bodies(signal)
            #expect(bodies.count == 2)
            #expect(bodies.first == bodies.last)
        }
    }

    @Test func repeatsNothingForThePartsOfABatch() async throws {
        let delivery = self.receiver.delivery()
        self.receiver.fail(.traces, ExportError(.tooLarge, ""))
        let batch = ConformanceRecords.calls(6)
        #expect(await self.code(delivery, batch) == .tooLarge)
        #expect(await self.code(delivery, Array(batch[..<3])) == nil)
        #expect(await self.code(delivery, Array(batch[3...])) == nil)
        #expect(self.receiver.bodies(.metrics).count == 1)
        #expect(self.receiver.bodies(.logs).count == 1)
        let spans = try self.receiver.bodies(.traces).map { body in
            JSONTree.objects(try JSONTree.read(body), "resourceSpans", "scopeSpans", "spans").count
        }
        #expect(spans == [6, 3, 3])
    }

    @Test func splitsBeforeItTriesAgain() async {
        let delivery = self.receiver.delivery()
        self.receiver.fail(.metrics, ExportError(.unavailable, ""), ExportError(.unavailable, ""))
        self.receiver.fail(.logs, ExportError(.rejected, ""), ExportError(.rejected, ""))
        #expect(await self.code(delivery, ConformanceRecords.calls(2)) == .rejected)
        // One record is rather tried again than given up.
        #expect(await self.code(delivery, ConformanceRecords.calls(1)) == .unavailable)
    }

    @Test func takesAPartialSuccessForOne() async {
        let delivery = self.receiver.delivery(signals: [.logs])
        let body = Array(#"{"partialSuccess":{"rejectedLogRecords":"2","errorMessage":"too old"}}"#.utf8)
        let partial = PartialSuccess(body, contentType: "application/json", signal: .logs)
        self.receiver.state.withLock { $0.partial = partial }
        #expect(await self.code(delivery, ConformanceRecords.calls(5)) == nil)
        let accounts = delivery.accounts(of: .logs)
        #expect(accounts.items == 5)
        #expect(accounts.rejectedItems == 2)
        #expect(accounts.requests == 1)
        #expect(accounts.warnings == 0)
    }

    @Test func refusesToSendMoreThanIsAllowed() async {
        let delivery = self.receiver.delivery(signals: [.logs], maximumSize: 4_000)
        #expect(await self.code(delivery, ConformanceRecords.calls(100)) == .tooLarge)
        #expect(self.receiver.bodies(.logs).isEmpty)
        #expect(await self.code(delivery, ConformanceRecords.calls(1)) == nil)
    }

    @Test func sendsNothingWithoutAnythingToSay() async {
        let delivery = self.receiver.delivery(signals: [.metrics, .traces])
        let drops = ConformanceRecords.allKinds().filter { if case .drop = $0 { true } else { false } }
        #expect(await self.code(delivery, drops) == nil)
        #expect(self.receiver.bodies(.metrics).isEmpty)
        #expect(self.receiver.bodies(.traces).isEmpty)
    }

    @Test func refusesWhatComesAfterShutdown() async {
        let delivery = self.receiver.delivery()
        delivery.shutdown()
        #expect(await self.code(delivery, ConformanceRecords.calls(1)) == .misconfigured)
    }

    @Test func forgetsTheEarliestOfTooMany() {
        var progress = SignalProgress(capacity: 1_024)
        let records = ConformanceRecords.calls(6 * 1_024)
        for start in stride(from: 0, to: records.count, by: 256) {
            progress.taken(Array(records[start..<start + 256]), .logs)
            #expect(progress.count <= 2 * 1_024 + 256)
        }
        let last = Array(records.suffix(100))
        #expect(progress.due(last, .logs).isEmpty)
        #expect(progress.due(last, .traces).count == 100)
        #expect(progress.due(Array(records.prefix(100)), .logs).count == 100)
        progress.forget(records)
        #expect(progress.count == 0)
    }
}
