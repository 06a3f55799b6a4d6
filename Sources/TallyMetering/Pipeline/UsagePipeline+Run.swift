internal import TallyTokenizer

#if ServiceLifecycle
public import ServiceLifecycle
#endif

extension UsagePipeline {
    private enum Worker: Sendable {
        case intake
        case delivery
        case exporter
        case deadline
    }

    /// Delivers records until ``shutdown(deadline:)`` is called, or the task is cancelled.
    ///
    /// Cancelling the task, and a graceful shutdown of a service group, first deliver what is left, for at most
    /// ``Configuration/shutdownDeadline``. An exporter that does not return when its task is cancelled then holds this
    /// function, though no record. Of several calls only the first does anything.
    public func run() async {
        #if ServiceLifecycle
        await withGracefulShutdownHandler {
            await self.runUntilClosed()
        } onGracefulShutdown: {
            self.close(within: self.configuration.shutdownDeadline)
        }
        #else
        await self.runUntilClosed()
        #endif
    }

    private func runUntilClosed() async {
        let isFirst = self.state.withLock { state in
            guard case .idle = state.phase else { return false }
            state.phase = state.earlyDeadline.map { .closing(deadline: $0) } ?? .running
            return true
        }
        guard isFirst else { return }
        // Of its own, since what is left is to be delivered when the task of the caller has been cancelled.
        let work = Task { await self.work() }
        await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            self.close(within: self.configuration.shutdownDeadline)
        }
    }

    private func work() async {
        await withTaskGroup(of: Worker.self) { group in
            group.addTask {
                await self.takeIn()
                return .intake
            }
            for index in self.exporters.indices {
                group.addTask {
                    await self.deliver(to: index)
                    return .delivery
                }
                group.addTask { [exporter = self.exporters[index]] in
                    await exporter.run()
                    return .exporter
                }
            }
            group.addTask {
                await self.waitForDeadline()
                return .deadline
            }
            var left = 2 * self.exporters.count + 1
            while left > 0, let worker = await group.next() {
                if case .deadline = worker {
                    self.expire()
                    group.cancelAll()
                } else {
                    left -= 1
                }
            }
            group.cancelAll()
        }
        self.finish()
    }

    /// Returns when the time for shutting down is over, or the task is cancelled.
    private func waitForDeadline() async {
        while !Task.isCancelled {
            let deadline = self.state.withLock { state -> Duration? in
                if case .closing(let deadline) = state.phase { return deadline }
                return nil
            }
            let left = deadline.map { $0 - self.clock.elapsed() }
            if let left, left <= .zero { return }
            await self.closing.wait(for: left, self.clock)
        }
    }

    /// Tells whoever waits that it is over.
    func finish() {
        let signals = self.state.withLock { state -> [Signal] in
            state.phase = .finished
            let signals = state.endWaiters.values + state.flushWaiters.values.map(\.signal)
            state.endWaiters = [:]
            state.flushWaiters = [:]
            return Array(signals)
        }
        for signal in signals { signal.raise() }
    }
}

#if ServiceLifecycle
extension UsagePipeline: Service {}
#endif
