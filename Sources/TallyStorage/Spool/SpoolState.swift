internal import TallyMetering

/// What a spool has: its slots, and the lanes to its exporters.
struct SpoolState: Sendable {
    enum Phase: Sendable {
        case unopened
        case open
        case closed
    }

    var phase = Phase.unopened
    /// Whether it takes no more.
    var isClosing = false
    var isRunning = false
    var hasRun = false
    /// The own slot first, then those that were taken over.
    var slots: [SpoolSlot] = []
    var lanes: [SpoolLane]
    var endWaiters: [Signal] = []
    var lastSync = Duration.zero

    /// What to do for an exporter.
    enum Step: Sendable {
        /// Export a batch from there.
        case deliver(SpoolReader.View, atMost: Int)
        /// Look there for what has expired.
        case expire(SpoolReader.View)
        /// Export a drop record of the slot of that number.
        case report(DropRecord, slot: Int)
        case wait(until: Duration?)
        case finished
    }

    /// The time, and what depends on it.
    struct Moment {
        var elapsed: Duration
        var time: Timestamp
        var reportInterval: Duration
        /// How often it is looked for what has expired; nil if nothing does.
        var expiryInterval: Duration?
    }

    /// Adds a slot, whose records are taken over.
    mutating func add(_ slot: SpoolSlot, at now: Duration) {
        for index in self.lanes.indices {
            let waiting = slot.waiting(index)
            self.lanes[index].takenOver.add(waiting)
            if waiting.records > 0 { self.lanes[index].delivery.added(at: now) }
        }
        self.slots.append(slot)
    }

    // What was taken over is older, and goes first.
    private var oldestFirst: [Int] { Array(self.slots.indices.dropFirst()) + self.slots.indices.prefix(1) }

    /// What is next for an exporter.
    mutating func step(_ lane: Int, at moment: Moment, makeID: (Timestamp) -> RecordID) -> Step {
        self.makeReports(lane, at: moment, makeID: makeID)
        var backlog = DeliveryState.Backlog()
        var report: (DropRecord, slot: Int)?
        var isBehind = false
        for index in self.oldestFirst {
            let cursor = self.slots[index].cursors[lane]
            let count = self.slots[index].waiting(lane).records
            backlog.records += count
            if count > 0, index > 0 || cursor.position.mark.sequence < self.slots[index].openedAt {
                backlog.isOld = true
            }
            if report == nil, let first = cursor.reports.first { report = (first, self.slots[index].number) }
            isBehind = isBehind || (!cursor.unstated.isEmpty && cursor.reports.isEmpty)
        }
        backlog.hasReport = report != nil
        switch self.lanes[lane].delivery.next(at: moment.elapsed, backlog: backlog) {
        case .finished: return .finished
        case .report:
            if let report { return .report(report.0, slot: report.slot) }
            self.lanes[lane].delivery.skipped()
            return .wait(until: moment.elapsed)
        case .deliver(let count):
            guard let view = self.view(lane) else {
                self.lanes[lane].delivery.skipped()
                return .wait(until: nil)
            }
            return .deliver(view, atMost: count)
        case .wait(var time):
            if isBehind { time = min(time ?? self.lanes[lane].nextReport, self.lanes[lane].nextReport) }
            if let interval = moment.expiryInterval, backlog.records > 0 {
                if self.lanes[lane].nextExpiry <= moment.elapsed, let view = self.view(lane) {
                    self.lanes[lane].nextExpiry = moment.elapsed + interval
                    return .expire(view)
                }
                time = min(time ?? self.lanes[lane].nextExpiry, self.lanes[lane].nextExpiry)
            }
            return .wait(until: time)
        }
    }

    /// What an exporter reads next, from a segment that stays until that is settled.
    private mutating func view(_ lane: Int) -> SpoolReader.View? {
        let order = self.oldestFirst.filter { self.slots[$0].waiting(lane).records > 0 }
        guard let index = order.first(where: { self.slots[$0].number == self.lanes[lane].slot }) ?? order.first else {
            return nil
        }
        let slot = self.slots[index]
        if self.lanes[lane].slot != slot.number { self.lanes[lane].delivery.moved() }
        self.lanes[lane].slot = slot.number
        let cursor = slot.cursors[lane]
        self.slots[index].pins[lane] = slot.segments.first { $0.number >= cursor.position.segment }?.number
        return SpoolReader.View(
            slot: slot.number,
            folder: slot.folder,
            segments: slot.segments,
            tail: slot.tail,
            cursor: cursor
        )
    }

    /// Makes drop records of what an exporter has not been told, if it is time.
    private mutating func makeReports(_ lane: Int, at moment: Moment, makeID: (Timestamp) -> RecordID) {
        let isDue = moment.elapsed >= self.lanes[lane].nextReport || self.isClosing
        for index in self.slots.indices where isDue || index > 0 {
            let cursor = self.slots[index].cursors[lane]
            guard cursor.reports.isEmpty, !cursor.unstated.isEmpty else { continue }
            self.lanes[lane].nextReport = moment.elapsed + moment.reportInterval
            self.slots[index].cursors[lane].reports = cursor.unstated.sorted { $0.key.rawValue < $1.key.rawValue }
                .filter { $0.value.records > 0 }
                .map { reason, amount in
                    DropRecord(
                        id: makeID(moment.time),
                        time: moment.time,
                        exporter: self.lanes[lane].name,
                        reason: reason,
                        amount: amount
                    )
                }
            self.slots[index].cursors[lane].unstated = [:]
            // Its id is written before it is sent. If that fails, it may be stated again after a crash, by another id.
            try? self.slots[index].writeCursors([lane])
        }
    }

    func accounts() -> SpoolAccounts {
        SpoolAccounts(
            exporters: self.lanes.indices.map { lane in
                var waiting = RecordAmount.nothing
                for slot in self.slots { waiting.add(slot.waiting(lane)) }
                return self.lanes[lane].accounts(waiting: waiting)
            },
            bytes: self.slots.first?.bytes ?? 0
        )
    }
}
