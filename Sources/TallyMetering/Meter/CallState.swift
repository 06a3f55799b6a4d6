/// What is known of a call that is not over: pure, the times are handed in.
struct CallState: Sendable {
    /// The record of the attempt as far as the caller knows it.
    var template: UsageRecord
    /// What the caller says was used; it wins over what was read.
    var report: ReportedUsage?

    private let freshReader: ResponseReader
    private var reader: ResponseReader
    private var hasReceived = false
    private var startedAt: Duration
    private var outputBeganAt: Duration?
    private var isClosed = false

    init(_ template: UsageRecord, _ reader: ResponseReader, startedAt: Duration) {
        self.template = template
        self.freshReader = reader
        self.reader = reader
        self.startedAt = startedAt
    }

    mutating func receive(_ bytes: Span<UInt8>, at elapsed: Duration) {
        guard !self.isClosed, !bytes.isEmpty else { return }
        self.hasReceived = true
        self.reader.append(bytes)
        if self.reader.hasOutput { self.outputBegan(at: elapsed) }
    }

    mutating func outputBegan(at elapsed: Duration) {
        if self.outputBeganAt == nil { self.outputBeganAt = elapsed }
    }

    /// Ends the attempt and begins the next; nil if the call is over.
    mutating func beginNextAttempt(
        id: RecordID,
        now: Timestamp,
        _ elapsed: Duration,
        _ errorKind: String
    ) -> UsageRecord? {
        guard !self.isClosed else { return nil }
        let ended = self.end(elapsed, .failed(errorKind))
        self.template = UsageRecord(attempt: self.template, id: id, time: now)
        self.reader = self.freshReader
        self.hasReceived = false
        self.report = nil
        self.startedAt = elapsed
        self.outputBeganAt = nil
        return ended
    }

    /// Ends the last attempt; nil if that has been done.
    mutating func close(_ elapsed: Duration, _ end: CallEnd) -> UsageRecord? {
        guard !self.isClosed else { return nil }
        self.isClosed = true
        return self.end(elapsed, end)
    }

    private mutating func end(_ elapsed: Duration, _ end: CallEnd) -> UsageRecord {
        var record = self.template
        if let report {
            record.take(report)
        } else if self.hasReceived {
            record.take(self.reader.finish(isInterrupted: end != .returned))
        } else {
            record.source = .unknown
            record.isComplete = end == .returned
        }
        switch end {
        case .returned: break
        case .failed(let errorKind): record.errorKind = errorKind
        case .abandoned: if !record.isComplete { record.errorKind = "abandoned" }
        }
        record.duration = elapsed - self.startedAt
        record.timeToFirstToken = self.outputBeganAt.map { $0 - self.startedAt }
        return record
    }
}

/// How a call came to its end.
enum CallEnd: Equatable {
    /// As it should.
    case returned
    /// By an error, of this kind.
    case failed(String)
    /// Nobody held it any more.
    case abandoned
}

extension UsageRecord {
    /// The record of the attempt after `earlier`, of which nothing is known yet.
    fileprivate init(attempt earlier: UsageRecord, id: RecordID, time: Timestamp) {
        self.init(
            id: id,
            time: time,
            model: earlier.requestedModel ?? earlier.model,
            usage: TokenUsage(),
            provider: earlier.provider,
            tags: earlier.tags
        )
        self.callID = earlier.callID
        self.attempt = earlier.attempt + 1
        self.interactionID = earlier.interactionID
        self.sessionID = earlier.sessionID
        self.origin = earlier.origin
        self.requestedModel = earlier.requestedModel
        self.route = earlier.route
        self.region = earlier.region
        self.isBatch = earlier.isBatch
        self.estimate = earlier.estimate
        self.requestedMaxOutput = earlier.requestedMaxOutput
        self.prefixBlocks = earlier.prefixBlocks
    }
}
