internal import TallyMetering

/// When an exporter gets how many of the records that wait for it: batching, trying again and splitting, without a clock,
/// a task or I/O.
///
/// Events come in by the mutating functions, with the time; what is to be done comes out of ``next(at:backlog:)``.
struct DeliveryState: Sendable {
    /// What waits.
    struct Backlog: Hashable, Sendable {
        /// How many records.
        var records = 0
        /// Whether some have waited since before this process.
        var isOld = false
        /// Whether there is a drop record for the exporter.
        var hasReport = false
    }

    /// What to do now.
    enum Action: Hashable, Sendable {
        /// Export at most that many of the next records, then call ``exported(_:count:at:using:)``.
        case deliver(atMost: Int)
        /// Export the next drop record, then call ``reported(_:at:using:)``.
        case report
        /// Nothing before that time; nothing before an event if it is nil.
        case wait(until: Duration?)
        /// Nothing any more.
        case finished
    }

    /// What became of a batch.
    enum Verdict: Hashable, Sendable {
        /// The exporter has it.
        case delivered
        /// It is tried again.
        case kept
        /// It is the one record that the exporter refuses.
        case refused
    }

    let batching: SpoolBatching

    // How many records the next batches have that were tried before; the last is the next.
    private var pieces: [Int] = []
    private var attempts = 0
    private var notBefore: Duration?
    // Whether the exporter itself asked for the delay.
    private var isAsked = false
    // When the first came of those that wait.
    private var since: Duration?
    private var isBusy = false
    private var isClosed = false
    private var isOver = false

    init(batching: SpoolBatching) {
        self.batching = batching
    }

    /// Records have come.
    mutating func added(at now: Duration) {
        self.since = self.since ?? now
    }

    /// So many of the next records are gone without a batch of theirs, for another reason.
    mutating func lost(_ count: Int) {
        self.consume(count)
    }

    /// The records that were tried before are not the next any more.
    mutating func moved() {
        self.pieces = []
    }

    /// No more records come: what is left is tried until something fails.
    mutating func close() {
        guard !self.isClosed else { return }
        self.isClosed = true
        guard self.notBefore != nil else { return }
        // A receiver that says when to come back is not asked before.
        if self.isAsked { self.isOver = true } else { self.notBefore = nil }
    }

    /// What to do at `now`.
    mutating func next(at now: Duration, backlog: Backlog) -> Action {
        if self.isBusy { return .wait(until: nil) }
        if self.isOver { return .finished }
        if let notBefore = self.notBefore {
            if notBefore > now { return .wait(until: notBefore) }
            self.notBefore = nil
        }
        if backlog.hasReport {
            self.isBusy = true
            return .report
        }
        guard backlog.records > 0 else {
            self.since = nil
            self.pieces = []
            return self.isClosed ? .finished : .wait(until: nil)
        }
        let due = (self.since ?? now) + self.batching.delay
        let size = self.pieces.last ?? self.batching.records
        guard !self.pieces.isEmpty || self.isClosed || backlog.isOld || backlog.records >= size || due <= now else {
            self.since = self.since ?? now
            return .wait(until: due)
        }
        self.isBusy = true
        // What is left has waited as long; what comes meanwhile has not.
        if backlog.records <= size { self.since = nil }
        return .deliver(atMost: size)
    }

    /// There was no batch to export.
    mutating func skipped() {
        self.isBusy = false
    }

    /// What `export` said of a batch of `count` records.
    mutating func exported(
        _ result: Result<Void, ExportError>,
        count: Int,
        at now: Duration,
        using random: inout some RandomNumberGenerator
    ) -> Verdict {
        self.isBusy = false
        switch result {
        case .success:
            self.attempts = 0
            self.consume(count)
            return .delivered
        case .failure(let error) where error.code == .rejected || error.code == .tooLarge:
            self.attempts = 0
            self.consume(count)
            if count <= 1 { return .refused }
            self.pieces.append(count - count / 2)
            self.pieces.append(count / 2)
            return .kept
        case .failure(let error):
            self.consume(count)
            self.pieces.append(count)
            self.failed(error, at: now, using: &random)
            return .kept
        }
    }

    /// What `export` said of a drop record.
    mutating func reported(
        _ result: Result<Void, ExportError>,
        at now: Duration,
        using random: inout some RandomNumberGenerator
    ) -> Verdict {
        self.isBusy = false
        switch result {
        case .success:
            self.attempts = 0
            return .delivered
        case .failure(let error) where error.code == .rejected || error.code == .tooLarge:
            self.attempts = 0
            return .refused
        case .failure(let error):
            self.failed(error, at: now, using: &random)
            return .kept
        }
    }

    /// What is kept can not be read or written at the moment.
    mutating func failed(
        _ error: ExportError,
        at now: Duration,
        using random: inout some RandomNumberGenerator
    ) {
        self.isBusy = false
        self.attempts += 1
        self.isAsked = error.retryAfter != nil
        // What an operator has to repair is not repaired in a moment.
        let delay =
            error.isRetryable
            ? self.batching.retry.delay(attempts: self.attempts, retryAfter: error.retryAfter, using: &random)
            : max(self.batching.retry.maximumDelay, error.retryAfter ?? .zero)
        self.notBefore = now + delay
        if self.isClosed { self.isOver = true }
    }

    private mutating func consume(_ count: Int) {
        var count = count
        while count > 0, let piece = self.pieces.popLast() {
            if piece > count { self.pieces.append(piece - count) }
            count -= min(count, piece)
        }
    }
}
