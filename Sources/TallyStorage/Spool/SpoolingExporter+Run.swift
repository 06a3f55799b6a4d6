internal import TallyMetering
internal import TallyTokenizer

extension SpoolingExporter {
    private enum Worker: Sendable {
        case delivery
        case exporter
        case files
    }

    /// Delivers to the exporters until ``shutdown()``, or until the task is cancelled; what is left then stays in the spool.
    ///
    /// Of several calls only the first does anything. The exporters' own `run()` is run, too.
    public func run() async {
        let isFirst = self.state.withLock { state in
            guard !state.hasRun, state.phase != .closed, !state.isClosing else { return false }
            state.hasRun = true
            state.isRunning = true
            return true
        }
        guard isFirst else { return }
        await withTaskGroup(of: Worker.self) { group in
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
                await self.lookAfterFiles()
                return .files
            }
            var left = 2 * self.exporters.count
            while left > 0, let worker = await group.next() {
                if case .files = worker { continue }
                left -= 1
            }
            group.cancelAll()
        }
        let isClosing = self.state.withLock { $0.isClosing }
        if isClosing { self.finish() }
        let waiters = self.state.withLock { state in
            state.isRunning = false
            defer { state.endWaiters = [] }
            return state.endWaiters
        }
        // Whoever shut it down in between waits for the end.
        if !isClosing, !waiters.isEmpty { self.finish() }
        for waiter in waiters { waiter.raise() }
    }

    /// Opens the files when that is possible, syncs them, and looks for what others have left.
    private func lookAfterFiles() async {
        var nextAdoption = self.clock.elapsed() + self.configuration.adoptionInterval
        var delay = Duration.milliseconds(100)
        while !Task.isCancelled {
            do throws(ExportError) {
                try self.open()
            } catch {
                guard error.isRetryable else { return }
                self.log.failed(error, exporter: self.name)
                await self.closing.wait(for: delay, self.clock)
                delay = min(delay * 2, .seconds(30))
                continue
            }
            let now = self.clock.elapsed()
            if now >= nextAdoption {
                self.adopt()
                nextAdoption = now + self.configuration.adoptionInterval
            }
            var wait = nextAdoption - now
            if case .interval(let interval) = self.configuration.durability {
                let interval = max(interval, .milliseconds(10))
                let last = self.state.withLock(\.lastSync)
                if now - last >= interval { self.syncQuietly() }
                wait = min(wait, max(interval - (now - last), .milliseconds(10)))
            }
            await self.closing.wait(for: wait, self.clock)
        }
    }
}
