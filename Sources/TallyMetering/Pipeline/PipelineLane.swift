/// The way to one exporter: its backlog, its accounts, and what it has been told about drops.
struct PipelineLane: Sendable {
    let name: String
    var batches: BatchState
    /// Whether the last flush came to its end.
    var isFlushed = true
    private(set) var delivered = RecordAmount()
    private(set) var dropped: [DropReason: RecordAmount] = [:]
    private var ledger = DropLedger()
    // When the next drop records may be made.
    private var nextReport = Duration.zero
    // A report that came to nothing while closing is not tried again.
    private var hasGivenUpReporting = false

    init(name: String, limits: BatchLimits) {
        self.name = name
        self.batches = BatchState(limits: limits)
    }

    /// Takes records, and returns what had to be dropped.
    mutating func add(_ piece: BatchPiece) -> [BatchState.Drop] {
        let drops = self.batches.add(piece)
        for drop in drops { self.account(drop) }
        return drops
    }

    mutating func exported(
        _ result: Result<Void, ExportError>,
        at now: Duration,
        using random: inout some RandomNumberGenerator
    ) -> BatchState.Settlement {
        let settlement = self.batches.exported(result, at: now, using: &random)
        if let piece = settlement.delivered {
            self.delivered.add(piece.amount)
            if piece.isReport { self.ledger.delivered(piece.records) }
        }
        if let drop = settlement.drop { self.account(drop) }
        return settlement
    }

    mutating func expire() -> [BatchState.Drop] {
        let drops = self.batches.expire()
        for drop in drops { self.account(drop) }
        return drops
    }

    private mutating func account(_ drop: BatchState.Drop) {
        if drop.piece.isReport {
            self.ledger.giveBack(drop.piece.records)
            self.hasGivenUpReporting = true
        } else {
            self.dropped[drop.reason, default: .nothing].add(drop.piece.amount)
        }
    }

    // MARK: - Reports

    /// Puts drop records into the backlog, if something was dropped that the exporter has not been told and it is time.
    ///
    /// - Parameter common: What the queue before all exporters has dropped.
    mutating func report(
        common: RecordAmount,
        at now: Duration,
        time: Timestamp,
        interval: Duration,
        isClosing: Bool,
        makeID: (Timestamp) -> RecordID
    ) {
        guard isClosing ? !self.hasGivenUpReporting : now >= self.nextReport, self.ledger.outstanding == 0 else {
            return
        }
        let reports = self.ledger.reports(
            of: self.name,
            own: self.dropped,
            common: common,
            at: time,
            makeID: makeID
        )
        guard !reports.isEmpty else { return }
        self.nextReport = now + interval
        _ = self.add(BatchPiece(reports: reports, at: now))
    }

    /// From now on the exporter is told once more what it did not get.
    mutating func close() {
        self.hasGivenUpReporting = false
        self.batches.close()
    }

    /// When the exporter has to be told something; nil if there is nothing, or it is being told.
    func reportTime(common: RecordAmount) -> Duration? {
        let isBehind = self.ledger.isBehind(exporter: self.name, own: self.dropped, common: common)
        return isBehind && self.ledger.outstanding == 0 ? self.nextReport : nil
    }

    func accounts(recorded: RecordAmount, waiting: RecordAmount, queue: QueueShard.Accounts) -> ExporterAccounts {
        var dropped = self.dropped
        dropped[.queueFull, default: .nothing].add(queue.droppedFull)
        dropped[.afterShutdown, default: .nothing].add(queue.droppedLate)
        return ExporterAccounts(
            name: self.name,
            recorded: recorded,
            delivered: self.delivered,
            queued: waiting.adding(self.batches.queued),
            dropped: dropped.filter { $0.value != .nothing }
        )
    }
}
