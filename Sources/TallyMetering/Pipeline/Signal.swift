internal import Synchronization
internal import TallyTokenizer

/// Wakes one task; a signal that nobody waits for is kept for the next who does.
package final class Signal: Sendable {
    private let isRaised = Atomic<Bool>(false)
    private let waiter = Locked<CheckedContinuation<Void, Never>?>(nil)

    /// A signal that is not raised.
    package init() {}

    /// Wakes the task that waits, or the next that does; as cheap as an exchange if it is raised already.
    package func raise() {
        if self.isRaised.exchange(true, ordering: .acquiringAndReleasing) { return }
        self.waiter.withLock { waiter -> CheckedContinuation<Void, Never>? in
            guard let found = waiter else { return nil }
            waiter = nil
            self.isRaised.store(false, ordering: .releasing)
            return found
        }?.resume()
    }

    /// Waits until the signal is raised or the task is cancelled.
    ///
    /// Only one task may wait.
    package func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = self.waiter.withLock { waiter in
                    if self.isRaised.exchange(false, ordering: .acquiringAndReleasing) || Task.isCancelled {
                        return true
                    }
                    waiter = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            self.waiter.withLock { waiter -> CheckedContinuation<Void, Never>? in
                defer { waiter = nil }
                return waiter
            }?.resume()
        }
    }

    /// Waits until the signal is raised, that much time is over, or the task is cancelled.
    package func wait(for duration: Duration?, _ clock: MeterClock) async {
        guard let duration else { return await self.wait() }
        guard duration > .zero else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await clock.sleep(duration) }
            group.addTask { await self.wait() }
            await group.next()
            group.cancelAll()
        }
    }
}
