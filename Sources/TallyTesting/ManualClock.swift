public import TallyMetering
internal import TallyTokenizer

/// A time that stands still until a test moves it, so that no test has to wait.
///
/// ```swift
/// let time = ManualClock()
/// let pipeline = UsagePipeline(exporters: [exporter], clock: time.clock, pricing: price)
/// // …
/// await time.waitForSleepers(1)
/// time.advance(by: .seconds(5))
/// ```
public final class ManualClock: Sendable {
    private struct Sleeper {
        let id: Int
        let end: Duration
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct Waiter {
        let count: Int
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State: Sendable {
        var elapsed = Duration.zero
        var sleepers: [Sleeper] = []
        var waiters: [Waiter] = []
        var lastID = 0
    }

    private let start: Timestamp
    private let state = Locked(State())

    /// Creates a clock at `start`, by default the beginning of 2027.
    public init(start: Timestamp = Timestamp(millisecondsSince1970: 1_798_761_600_000)) {
        self.start = start
    }

    /// The clock as meters and pipelines take it.
    public var clock: MeterClock {
        MeterClock(
            now: { self.now },
            elapsed: { self.elapsed },
            sleep: { try await self.sleep(for: $0) }
        )
    }

    /// How far the time has been moved.
    public var elapsed: Duration { self.state.withLock { $0.elapsed } }

    /// The time of day.
    public var now: Timestamp {
        let milliseconds = Int64(self.elapsed / .milliseconds(1))
        return Timestamp(millisecondsSince1970: self.start.millisecondsSince1970 + milliseconds)
    }

    /// How many tasks sleep.
    public var sleepers: Int { self.state.withLock { $0.sleepers.count } }

    /// Moves the time, and wakes those whose time has come.
    public func advance(by duration: Duration) {
        let ready = self.state.withLock { state -> [Sleeper] in
            state.elapsed += duration
            let ready = state.sleepers.filter { $0.end <= state.elapsed }
            state.sleepers.removeAll { $0.end <= state.elapsed }
            return ready.sorted { $0.end < $1.end }
        }
        for sleeper in ready { sleeper.continuation.resume() }
    }

    /// Waits until at least `count` tasks sleep.
    public func waitForSleepers(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = self.state.withLock { state in
                if state.sleepers.count >= count { return true }
                state.waiters.append(Waiter(count: count, continuation: continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    /// Sleeps until the time has been moved so far.
    ///
    /// - Throws: `CancellationError` when the task is cancelled.
    public func sleep(for duration: Duration) async throws {
        guard duration > .zero else { return try Task.checkCancellation() }
        let id = self.state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let (isCancelled, ready) = self.state.withLock { state -> (Bool, [Waiter]) in
                    if Task.isCancelled { return (true, []) }
                    state.sleepers.append(Sleeper(id: id, end: state.elapsed + duration, continuation: continuation))
                    let ready = state.waiters.filter { $0.count <= state.sleepers.count }
                    state.waiters.removeAll { $0.count <= state.sleepers.count }
                    return (false, ready)
                }
                for waiter in ready { waiter.continuation.resume() }
                if isCancelled { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            let sleeper = self.state.withLock { state -> Sleeper? in
                guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else { return nil }
                return state.sleepers.remove(at: index)
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }
}
