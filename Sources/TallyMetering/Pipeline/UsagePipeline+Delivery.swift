internal import TallyTokenizer

extension UsagePipeline {
    /// Delivers to one exporter until nothing is left and nothing more comes, or the time is over.
    func deliver(to index: Int) async {
        let exporter = self.exporters[index]
        while true {
            let now = self.clock.elapsed()
            switch self.nextAction(of: index, at: now) {
            case .export(let batch):
                let result = await Self.result { () async throws(ExportError) in try await exporter.export(batch) }
                self.settle(result, of: index, count: batch.count, since: now)
            case .flush:
                let result = await Self.result { () async throws(ExportError) in try await exporter.flush() }
                var isFlushed = true
                if case .failure(let error) = result {
                    self.health.failedFlush(error, lane: index)
                    isFlushed = false
                }
                let done = self.state.withLock { state -> [Signal] in
                    state.lanes[index].isFlushed = isFlushed
                    state.lanes[index].batches.flushed()
                    return state.takeDoneFlushes()
                }
                for signal in done { signal.raise() }
            case .wait(let time):
                await self.deliveries[index].wait(for: time.map { $0 - now }, self.clock)
            case .finished:
                await exporter.shutdown()
                return
            }
        }
    }

    private static func result(
        _ body: () async throws(ExportError) -> Void
    ) async -> Result<Void, ExportError> {
        do throws(ExportError) {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }

    private func nextAction(of index: Int, at now: Duration) -> BatchState.Action {
        let time = self.clock.now()
        return self.state.withLock { state in
            if case .closing = state.phase, state.lanes[index].batches.isEmpty {
                // The last words to the exporter: what it did not get.
                state.lanes[index].report(
                    common: self.queue.accounts.settledFull,
                    at: now,
                    time: time,
                    interval: self.configuration.dropReportInterval,
                    isClosing: true,
                    makeID: self.makeID
                )
            }
            return state.lanes[index].batches.next(at: now)
        }
    }

    private func settle(_ result: Result<Void, ExportError>, of index: Int, count: Int, since start: Duration) {
        let now = self.clock.elapsed()
        let settlement = self.state.withLock { $0.settle(result, of: index, at: now) }
        self.health.exported(result, count: count, duration: now - start, lane: index)
        if let delivered = settlement.delivered { self.health.delivered(delivered, lane: index) }
        if let drop = settlement.drop {
            self.health.dropped(drop, lane: index)
            // Whoever empties the queue also sees to it that the exporter is told.
            self.intake.raise()
        }
    }
}

extension PipelineState {
    fileprivate mutating func settle(
        _ result: Result<Void, ExportError>,
        of index: Int,
        at now: Duration
    ) -> BatchState.Settlement {
        self.lanes[index].exported(result, at: now, using: &self.jitter)
    }
}
