/// What one exporter gets next, and when: batching, trying again and giving up, without a clock, a task or I/O.
///
/// Events come in by the mutating functions, with the time; what is to be done comes out of ``next(at:)``. Each record that
/// comes in leaves once: delivered, or in a drop. Reports leave too, but are not counted.
struct BatchState: Sendable {
    /// What to do now.
    enum Action: Sendable {
        /// Export these, then call ``exported(_:at:using:)``.
        case export([MeteringRecord])
        /// Flush the exporter, then call ``flushed()``.
        case flush
        /// Nothing before that time; nothing before an event if it is nil.
        case wait(until: Duration?)
        /// Nothing any more.
        case finished
    }

    /// What is given up.
    struct Drop: Sendable {
        var reason: DropReason
        var piece: BatchPiece
    }

    /// What became of an export.
    struct Settlement: Sendable {
        var delivered: BatchPiece?
        var drop: Drop?
    }

    let limits: BatchLimits

    private var pending = PieceQueue()
    // Parts of refused batches, and the batch to be tried again; the last is the next. All are older than `pending`.
    private var next: [BatchPiece] = []
    private var inFlight: BatchPiece?
    private var lastSequence = 0
    // The sequences that flushes wait for, ascending.
    private var flushTargets: [Int] = []
    private var isClosed = false
    private var isExpired = false
    private var isFinallyFlushed = false

    /// All flushes for pieces up to this one are done.
    private(set) var flushedThrough = 0

    init(limits: BatchLimits) {
        self.limits = limits
    }

    /// What has neither been delivered nor dropped.
    ///
    /// - Complexity: O(*n*) for *n* pieces.
    var queued: RecordAmount {
        var amount = self.pending.amount
        for piece in self.next { amount.add(piece.amount) }
        if let inFlight { amount.add(inFlight.amount) }
        return amount
    }

    /// Whether nothing is left of what came in.
    var isEmpty: Bool { self.inFlight == nil && self.next.isEmpty && self.pending.isEmpty }

    // MARK: - Coming in

    /// Takes records of one piece, at most a batch; what is beyond the backlog's capacity is dropped by policy.
    mutating func add(_ piece: BatchPiece) -> [Drop] {
        if self.isExpired { return [Drop(reason: .shutdown, piece: piece)] }
        self.lastSequence += 1
        var piece = piece
        piece.sequence = self.lastSequence
        var drops: [Drop] = []
        if !piece.isReport, self.limits.overflow == .newest {
            let room = max(0, self.limits.backlogCapacity - self.pending.count)
            if room < piece.records.count { drops.append(Drop(reason: .queueFull, piece: piece.cut(after: room))) }
        }
        if !piece.records.isEmpty { self.pending.append(piece) }
        while self.pending.count > self.limits.backlogCapacity, self.limits.overflow == .oldest {
            guard let oldest = self.pending.removeFirstRecords() else { break }
            drops.append(Drop(reason: .queueFull, piece: oldest))
        }
        return drops
    }

    /// Asks to deliver all that is here without waiting for more, and then to flush.
    ///
    /// - Returns: What ``flushedThrough`` has to reach.
    mutating func requestFlush() -> Int {
        if self.flushTargets.last != self.lastSequence, self.flushedThrough < self.lastSequence {
            self.flushTargets.append(self.lastSequence)
        }
        return self.lastSequence
    }

    /// No more records come; those that are here are delivered without waiting for more.
    mutating func close() {
        self.isClosed = true
    }

    /// The time is over: drops what is not in flight.
    mutating func expire() -> [Drop] {
        self.isClosed = true
        self.isExpired = true
        var drops = self.next.reversed().map { Drop(reason: .shutdown, piece: $0) }
        self.next = []
        while let piece = self.pending.removeFirst() { drops.append(Drop(reason: .shutdown, piece: piece)) }
        self.flushTargets = []
        return drops
    }

    // MARK: - Going out

    /// What to do at `now`.
    mutating func next(at now: Duration) -> Action {
        if self.inFlight != nil { return .wait(until: nil) }
        if self.isExpired { return .finished }
        if let piece = self.next.last {
            if let notBefore = piece.notBefore, notBefore > now { return .wait(until: notBefore) }
            self.next.removeLast()
            return self.send(piece, at: now)
        }
        if let target = self.flushTargets.first, self.pending.first.map({ $0.sequence > target }) ?? true {
            return .flush
        }
        guard let first = self.pending.first else {
            guard self.isClosed else { return .wait(until: nil) }
            return self.isFinallyFlushed ? .finished : .flush
        }
        let due = first.arrival + self.limits.delay
        let isHurried = self.isClosed || !self.flushTargets.isEmpty
        if isHurried || self.pending.count >= self.limits.batchSize || due <= now {
            if let piece = self.gather() { return self.send(piece, at: now) }
        }
        return .wait(until: due)
    }

    /// What `export` said of the batch in flight.
    mutating func exported(
        _ result: Result<Void, ExportError>,
        at now: Duration,
        using random: inout some RandomNumberGenerator
    ) -> Settlement {
        guard var piece = self.inFlight else { return Settlement() }
        self.inFlight = nil
        guard case .failure(let error) = result else { return Settlement(delivered: piece) }
        if self.isExpired { return Settlement(drop: Drop(reason: .shutdown, piece: piece)) }

        if error.isRetryable {
            piece.notBefore = self.limits.retry.nextTry(
                attempts: piece.attempts,
                firstTried: piece.firstTried ?? now,
                now: now,
                retryAfter: error.retryAfter,
                using: &random
            )
            guard piece.notBefore != nil else { return Settlement(drop: Drop(reason: .retriesExhausted, piece: piece)) }
            self.next.append(piece)
            return Settlement()
        }
        // A part of the batch may be what is refused; nobody can deliver a part for an exporter that is set up wrongly.
        guard error.code == .rejected || error.code == .tooLarge, piece.records.count > 1 else {
            return Settlement(drop: Drop(reason: .rejected, piece: piece))
        }
        let half = piece.cut(after: piece.records.count / 2)
        self.next.append(half)
        self.next.append(piece)
        return Settlement()
    }

    /// The exporter has been flushed.
    mutating func flushed() {
        if self.isClosed, self.isEmpty {
            self.isFinallyFlushed = true
            self.flushedThrough = self.lastSequence
            self.flushTargets = []
        } else if let target = self.flushTargets.first {
            self.flushedThrough = target
            self.flushTargets.removeFirst()
        }
    }

    private mutating func send(_ piece: BatchPiece, at now: Duration) -> Action {
        var piece = piece
        piece.attempts += 1
        piece.firstTried = piece.firstTried ?? now
        self.inFlight = piece
        return .export(Array(piece.records))
    }

    /// Whole pieces of one kind, as many as go into a batch.
    private mutating func gather() -> BatchPiece? {
        guard var batch = self.pending.removeFirst() else { return nil }
        while let piece = self.pending.first, piece.isReport == batch.isReport,
            batch.records.count + piece.records.count <= self.limits.batchSize
        {
            batch.append(piece)
            _ = self.pending.removeFirst()
        }
        return batch
    }
}
