internal import TallyTokenizer

extension UsagePipeline {
    /// Delivers what has been recorded before the call, without waiting for full batches, and flushes the exporters.
    ///
    /// - Parameter deadline: How long to wait at most.
    /// - Returns: Whether each record has been delivered or dropped, and each exporter flushed, in that time; false if the
    ///   pipeline has been shut down, or nobody runs it.
    @discardableResult
    public func flush(deadline: Duration) async -> Bool {
        let waiter = self.state.withLock { state -> (id: Int, signal: Signal)? in
            switch state.phase {
            case .idle, .running: break
            case .closing, .finished: return nil
            }
            state.lastWaiter += 1
            let signal = Signal()
            state.flushWaiters[state.lastWaiter] = PipelineState.FlushWaiter(targets: nil, signal: signal)
            return (state.lastWaiter, signal)
        }
        guard let waiter else { return false }
        self.intake.raise()
        await waiter.signal.wait(for: deadline, self.clock)
        return self.state.withLock { state in
            state.flushWaiters.removeValue(forKey: waiter.id) == nil && state.lanes.allSatisfy(\.isFlushed)
        }
    }

    /// Takes no more records, delivers what is left and ends ``run()``.
    ///
    /// What has not been delivered when the time is over is dropped. A batch that an exporter is working on then is dropped
    /// or delivered when it returns, and still queued in the answer. Cancelling the task changes nothing.
    ///
    /// - Parameter deadline: How long to wait at most; the earliest of several calls counts.
    /// - Returns: The accounts at the end: what was delivered, and what was not.
    @discardableResult
    public func shutdown(deadline: Duration) async -> PipelineAccounts {
        if let waiter = self.close(within: deadline) {
            // Of its own: whoever shuts down may have been cancelled, and means what it says about the deadline.
            await Task { [clock] in await waiter.signal.wait(for: deadline, clock) }.value
            let isOver = self.state.withLock { $0.endWaiters.removeValue(forKey: waiter.id) == nil }
            if !isOver { await self.endNow() }
        }
        let accounts = self.accounts
        self.health.ended(accounts)
        return accounts
    }

    /// Takes no more records, and lets those that run deliver what is left.
    ///
    /// - Returns: What tells when it is over; nil if it is.
    @discardableResult
    func close(within deadline: Duration) -> (id: Int, signal: Signal)? {
        self.queue.close()
        let end = self.clock.elapsed() + deadline
        let waiter = self.state.withLock { state -> (id: Int, signal: Signal)? in
            switch state.phase {
            case .finished: return nil
            // Whoever runs it may be about to.
            case .idle: state.earlyDeadline = min(state.earlyDeadline ?? end, end)
            case .running: state.phase = .closing(deadline: end)
            case .closing(let earlier): state.phase = .closing(deadline: min(earlier, end))
            }
            state.lastWaiter += 1
            let signal = Signal()
            state.endWaiters[state.lastWaiter] = signal
            return (state.lastWaiter, signal)
        }
        self.intake.raise()
        self.closing.raise()
        return waiter
    }

    /// The time is over: drops all that is not on its way.
    func expire() {
        var spare: [QueueShard.Entry] = []
        self.drain(&spare, arrival: self.clock.elapsed())
        let drops = self.state.withLock { state in
            state.lanes.indices.flatMap { index in state.lanes[index].expire().map { (index, $0) } }
        }
        for (index, drop) in drops { self.health.dropped(drop, lane: index) }
        for signal in self.deliveries { signal.raise() }
    }

    /// The time is over, also for somebody to run the pipeline.
    private func endNow() async {
        let isUnused = self.state.withLock { state in
            guard case .idle = state.phase else { return false }
            state.phase = .finished
            return true
        }
        self.expire()
        if isUnused {
            for exporter in self.exporters { await exporter.shutdown() }
            self.finish()
        }
    }
}
