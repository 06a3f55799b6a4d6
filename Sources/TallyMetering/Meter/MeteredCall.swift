internal import Instrumentation
internal import TallyTokenizer

/// A call that is being metered: told what comes in, it records one usage record an attempt.
///
/// It is closed by whoever opened it, or else when nobody holds it any more; what comes in afterwards is ignored.
public final class MeteredCall: Sendable {
    /// The id of the call, which all its attempts share.
    public let id: RecordID
    /// The model that was asked for.
    public let requestedModel: String

    private let meter: UsageMeter
    private let permit: CallPermit?
    // Where the call began: it may end in another task.
    private let context: InstrumentationContext?
    private let state: Locked<CallState>

    init(_ meter: UsageMeter, template: UsageRecord, format: WireFormat?, permit: CallPermit?) {
        self.id = template.callID
        self.requestedModel = template.model
        self.meter = meter
        self.permit = permit
        self.context = meter.spans == nil ? nil : .current
        let reader = ResponseReader(
            format: format,
            provider: template.provider,
            model: template.model,
            counter: meter.outputCounter
        )
        self.state = Locked(CallState(template, reader, startedAt: meter.clock.elapsed()))
    }

    deinit {
        self.close(.abandoned)
    }

    /// Takes a piece of the response's body, cut anywhere; nothing of it is kept but numbers, names and ids.
    ///
    /// - Complexity: O(*n*).
    public func received(_ bytes: Span<UInt8>) {
        let elapsed = self.meter.clock.elapsed()
        self.state.withLock { $0.receive(bytes, at: elapsed) }
    }

    /// Takes a piece of the response's body, cut anywhere; nothing of it is kept but numbers, names and ids.
    ///
    /// - Complexity: O(*n*).
    public func received(_ bytes: some Sequence<UInt8>) {
        if bytes.withContiguousStorageIfAvailable({ unsafe self.received($0.span) }) == nil {
            self.received(ContiguousArray(bytes))
        }
    }

    /// Says that output has begun, where the response itself is not given to ``received(_:)-(Span<UInt8>)``.
    public func outputBegan() {
        let elapsed = self.meter.clock.elapsed()
        self.state.withLock { $0.outputBegan(at: elapsed) }
    }

    /// Says what the attempt used, where the response itself is not given to ``received(_:)-(Span<UInt8>)``.
    public func report(_ usage: TokenUsage, model: String? = nil) {
        self.report(ReportedUsage(usage, model: model))
    }

    /// Says what the attempt used, where the response itself is not given to ``received(_:)-(Span<UInt8>)``.
    public func report(_ report: ReportedUsage) {
        self.state.withLock { $0.report = report }
    }

    /// Changes what the record of the attempt will say: its region, origin, prefix blocks.
    public func update(_ change: @Sendable (inout UsageRecord) -> Void) {
        self.state.withLock { change(&$0.template) }
    }

    /// Says that this attempt is over and another one begins.
    ///
    /// - Parameter errorKind: Why the attempt failed: a status, the name of an error's type. Never a message.
    public func beginNextAttempt(after errorKind: String) {
        let now = self.meter.clock.now()
        let elapsed = self.meter.clock.elapsed()
        let id = self.meter.ids.makeID(at: now)
        let ended = self.state.withLock { $0.beginNextAttempt(id: id, now: now, elapsed, errorKind) }
        if let ended { self.record(ended) }
    }

    /// Closes the call and records its last attempt; doing it again does nothing.
    ///
    /// - Parameter errorKind: Why it failed; nil if it did not. Never a message.
    public func close(errorKind: String? = nil) {
        self.close(errorKind.map(CallEnd.failed) ?? .returned)
    }

    /// Closes the call and records its last attempt as failed, by the type of `error`; its message is not recorded.
    public func close(failedWith error: any Error) {
        self.close(.failed(ErrorKind.of(error)))
    }

    private func close(_ end: CallEnd) {
        let elapsed = self.meter.clock.elapsed()
        guard let ended = self.state.withLock({ $0.close(elapsed, end) }) else { return }
        self.record(ended)
        self.permit?.close(at: self.meter.clock.now())
    }

    private func record(_ record: UsageRecord) {
        self.meter.deliver(self.permit?.charge(record) ?? record, in: self.context)
    }
}

/// How errors are called in records: by their types, since their messages may have text in them.
enum ErrorKind {
    static func of(_ error: any Error) -> String {
        if error is CancellationError { return "cancelled" }
        return String(String(describing: type(of: error)).prefix(64))
    }
}
