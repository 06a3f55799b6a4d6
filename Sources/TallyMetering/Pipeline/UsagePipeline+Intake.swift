internal import TallyTokenizer

extension UsagePipeline {
    /// Empties the queue into the backlogs until the pipeline closes: when there is enough for a batch, when the first
    /// record has waited long enough, and when somebody asks for a flush.
    func takeIn() async {
        var spare: [QueueShard.Entry] = []
        // When the oldest record of the queue was seen.
        var arrival: Duration?
        while true {
            let now = self.clock.elapsed()
            if self.isClosing {
                self.drain(&spare, arrival: arrival ?? now)
                self.closeLanes()
                return
            }
            let isDue = self.queue.isDue || arrival.map { $0 + self.configuration.batchDelay <= now } ?? false
            if isDue || self.hasFlushRequest {
                self.drain(&spare, arrival: arrival ?? now)
                arrival = nil
                self.aimFlushes()
            }
            let reportTime = self.report(at: now)
            self.queue.rearm()
            if arrival == nil, self.queue.count > 0 { arrival = now }
            let wakeTimes = [arrival.map { $0 + self.configuration.batchDelay }, reportTime].compactMap { $0 }
            // A batch may have come since the queue was looked at; its signal is kept.
            await self.intake.wait(for: wakeTimes.min().map { $0 - now }, self.clock)
        }
    }

    /// Moves all that is queued to the lanes, priced, in pieces of a batch at most.
    func drain(_ spare: inout [QueueShard.Entry], arrival: Duration) {
        var load = Load()
        for shard in self.queue.shards {
            let taken = self.state.withLock { state -> QueueShard.Taken? in
                guard let taken = shard.take(&spare) else { return nil }
                state.taken.add(taken.amount)
                return taken
            }
            guard var taken else { continue }
            self.passOn(&taken, &load, arrival: arrival)
            taken.entries.removeAll(keepingCapacity: true)
            spare = taken.entries
        }
        self.handOver(&load, arrival: arrival)
        self.health.queueDepth(self.queue.count)
    }

    /// Records on their way from the queue to the lanes.
    private struct Load {
        var records: [MeteringRecord] = []
        /// What was in them when they came.
        var before = RecordAmount()
        /// What is in them with their prices.
        var amount = RecordAmount()
    }

    /// Prices what was taken; full pieces go to the lanes, so that seldom two have to be joined for a batch.
    private func passOn(_ taken: inout QueueShard.Taken, _ load: inout Load, arrival: Duration) {
        let count = taken.entries.count
        for position in 0..<count {
            let index = taken.head + position < count ? taken.head + position : taken.head + position - count
            let entry = taken.entries[index]
            let (record, priced) = entry.record.priced(by: taken.pricings[entry.pricing])
            if load.records.isEmpty { load.records.reserveCapacity(min(self.configuration.batchSize, 1_024)) }
            load.before.add(entry.record.amount)
            load.amount.add(priced)
            load.records.append(record)
            if load.records.count == self.configuration.batchSize { self.handOver(&load, arrival: arrival) }
        }
    }

    private func handOver(_ load: inout Load, arrival: Duration) {
        guard !load.records.isEmpty else { return }
        let piece = BatchPiece(records: load.records[...], amount: load.amount, arrival: arrival)
        self.handOver(piece, was: load.before)
        load = Load()
    }

    private func handOver(_ piece: BatchPiece, was amount: RecordAmount) {
        let drops = self.state.withLock { state -> [(Int, BatchState.Drop)] in
            state.taken.remove(amount)
            state.pricing.add(piece.amount.removing(amount))
            return state.lanes.indices.flatMap { index in state.lanes[index].add(piece).map { (index, $0) } }
        }
        self.health.recorded(piece.amount)
        for (index, drop) in drops { self.health.dropped(drop, lane: index) }
        for signal in self.deliveries { signal.raise() }
    }

    // MARK: - Reports and flushes

    /// Puts drop records into the backlogs where it is time, and says when it will be.
    private func report(at now: Duration) -> Duration? {
        let time = self.clock.now()
        return self.state.withLock { state in
            let common = self.queue.accounts.settledFull
            for index in state.lanes.indices {
                state.lanes[index].report(
                    common: common,
                    at: now,
                    time: time,
                    interval: self.configuration.dropReportInterval,
                    isClosing: false,
                    makeID: self.makeID
                )
            }
            return state.lanes.compactMap { $0.reportTime(common: common) }.min()
        }
    }

    /// The queue is empty for good: the lanes deliver what they have and end.
    private func closeLanes() {
        self.state.withLock { state in
            for index in state.lanes.indices { state.lanes[index].close() }
        }
        for signal in self.deliveries { signal.raise() }
    }

    private var isClosing: Bool {
        self.state.withLock { state in
            switch state.phase {
            case .closing, .finished: true
            case .idle, .running: false
            }
        }
    }

    private var hasFlushRequest: Bool {
        self.state.withLock { state in state.flushWaiters.values.contains { $0.targets == nil } }
    }

    /// Those who asked for a flush wait for what is in the backlogs now.
    private func aimFlushes() {
        let done = self.state.withLock { state -> [Signal] in
            for id in state.flushWaiters.keys where state.flushWaiters[id]?.targets == nil {
                var targets: [Int] = []
                for index in state.lanes.indices { targets.append(state.lanes[index].batches.requestFlush()) }
                state.flushWaiters[id]?.targets = targets
            }
            return state.takeDoneFlushes()
        }
        for signal in done + self.deliveries { signal.raise() }
    }
}
