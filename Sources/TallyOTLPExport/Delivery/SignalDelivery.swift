internal import TallyMetering
internal import TallyTokenizer

/// Turns batches into requests, one for each signal, and remembers what of a failed batch has been taken.
///
/// A batch that comes again is sent only to where it has not been taken yet: a receiver adds differences up, and would count
/// twice what it is sent twice. What it took without saying so (a timeout) it is sent again, with the same bytes.
final class SignalDelivery: Sendable {
    /// Sends a request and returns what was refused of it.
    typealias Send = @Sendable (OTLPSignal, [UInt8]) async throws(ExportError) -> PartialSuccess?

    /// The most bytes of a request before compression (OTLP 1.11, "OTLP/HTTP Request").
    static let maximumRequestSize = 64 << 20

    private struct State: Sendable {
        var progress = SignalProgress()
        var windows: MetricWindows
        var sets: MetricAttributeSets
        var accounts: [OTLPSignal: OTLPAccounts] = [:]
        var isShutDown = false
    }

    private let signals: [OTLPSignal]
    private let content: OTLPContent
    private let resource: OTLPResource
    private let clock: MeterClock
    private let maximumSize: Int
    private let send: Send
    private let state: Locked<State>

    init(
        signals: Set<OTLPSignal>,
        content: OTLPContent,
        resource: OTLPResource,
        clock: MeterClock,
        maximumSize: Int = SignalDelivery.maximumRequestSize,
        send: @escaping Send
    ) {
        self.signals = OTLPSignal.allCases.filter(signals.contains)
        self.content = content
        self.resource = resource
        self.clock = clock
        self.maximumSize = maximumSize
        self.send = send
        self.state = Locked(
            State(
                windows: MetricWindows(start: clock.now()),
                sets: MetricAttributeSets(limit: content.cardinalityLimit)
            )
        )
    }

    /// What became of everything so far, by signal.
    func accounts(of signal: OTLPSignal) -> OTLPAccounts {
        self.state.withLock { $0.accounts[signal] ?? OTLPAccounts() }
    }

    /// Sends `batch` to each signal that has not taken it, also if another one fails.
    ///
    /// - Throws: The failure that helps most: one that splits the batch, then one that asks to try again.
    func export(_ batch: [MeteringRecord]) async throws(ExportError) {
        guard !self.state.withLock({ $0.isShutDown }) else {
            throw ExportError(.misconfigured, "the OpenTelemetry exporter was shut down before this batch came")
        }
        var failures: [ExportError] = []
        var delivered: [(signal: OTLPSignal, records: [MeteringRecord])] = []
        for signal in self.signals {
            let due = self.state.withLock { $0.progress.due(batch, signal) }
            guard !due.isEmpty else { continue }
            do throws(ExportError) {
                try await self.deliver(due, signal)
                delivered.append((signal, due))
            } catch {
                failures.append(error)
            }
        }
        let failure = ExportError.mostHelpful(failures, isSplittable: batch.count > 1)
        self.settle(batch, delivered, failure)
        if let failure { throw failure }
    }

    private func settle(
        _ batch: [MeteringRecord],
        _ delivered: [(signal: OTLPSignal, records: [MeteringRecord])],
        _ failure: ExportError?
    ) {
        self.state.withLock { state in
            // A single record that is refused does not come again.
            let isDone = failure.map { batch.count == 1 && !$0.isRetryable && $0.code != .misconfigured } ?? true
            if isDone {
                state.progress.forget(batch)
            } else {
                for (signal, records) in delivered { state.progress.taken(records, signal) }
            }
        }
    }

    /// Takes no more batches.
    func shutdown() {
        self.state.withLock { $0.isShutDown = true }
    }

    private func deliver(_ records: [MeteringRecord], _ signal: OTLPSignal) async throws(ExportError) {
        let request = self.request(records, signal)
        if let body = request.body {
            guard body.count <= self.maximumSize else {
                throw ExportError(
                    .tooLarge,
                    "\(records.count) records are \(body.count) bytes of \(signal.rawValue), and OTLP allows "
                        + "\(self.maximumSize) in a request: smaller batches fit"
                )
            }
            let partial = try await self.send(signal, body)
            self.state.withLock { state in
                state.accounts[signal, default: OTLPAccounts()].add(items: request.items, partial)
            }
        }
        if signal == .metrics { self.state.withLock { $0.windows.close(records) } }
    }

    /// The request for `records`; no body if they have nothing to say to the signal.
    private func request(_ records: [MeteringRecord], _ signal: OTLPSignal) -> (body: [UInt8]?, items: Int) {
        var writer = OTLPWriter()
        var items: Int
        switch signal {
        case .metrics:
            // The sets of attributes come and go under the lock; the bytes are made outside.
            let batch = self.state.withLock { MetricBatch(records, self.content, &$0.sets) }
            items = batch.pointCount
            guard items > 0 else { break }
            let window = self.state.withLock { $0.windows.window(of: records, now: self.clock.now()) }
            writer.metrics(batch, window, self.content, self.resource)
        case .traces:
            items = writer.traces(records, self.content, self.resource)
        case .logs:
            items = records.count
            writer.logs(records, self.content, self.resource)
        }
        return (items > 0 ? writer.bytes : nil, items)
    }
}

extension ExportError {
    /// Which of several failures a caller is told.
    ///
    /// A part of a batch that is refused is found by splitting, and its other parts are then delivered; what is to be tried
    /// again is so with the parts. A single record is rather tried again than given up.
    fileprivate static func mostHelpful(_ failures: [ExportError], isSplittable: Bool) -> ExportError? {
        let splitting = failures.first { $0.code == .tooLarge } ?? failures.first { $0.code == .rejected }
        let retryable = failures.first(where: \.isRetryable)
        return (isSplittable ? splitting ?? retryable : retryable ?? splitting) ?? failures.first
    }
}
