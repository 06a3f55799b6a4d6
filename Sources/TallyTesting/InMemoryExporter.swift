public import TallyMetering
internal import TallyTokenizer

/// Keeps what it is given, for tests.
///
/// ```swift
/// let exporter = InMemoryExporter()
/// // … what is tested records into a pipeline with this exporter …
/// let records = await exporter.waitForRecords(2)
/// ```
///
/// It can be told to fail, so that one can see what becomes of records then. A record that comes again, by its id, is kept
/// once.
public final class InMemoryExporter: UsageExporter {
    /// What the exporter is called in the accounts.
    public let name: String

    private struct Waiter {
        let id: Int
        let count: Int
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State: Sendable {
        var records: [MeteringRecord] = []
        var ids: Set<RecordID> = []
        var batchSizes: [Int] = []
        var flushes = 0
        var isShutDown = false
        var waiters: [Waiter] = []
        var lastWaiter = 0
        var failure: @Sendable ([MeteringRecord]) async -> ExportError? = { _ in nil }
    }

    private let capacity: Int
    private let state: Locked<State>

    /// Creates an exporter.
    ///
    /// - Parameters:
    ///   - name: What it is called in the accounts.
    ///   - capacity: The most records that it keeps; a batch that does not fit is refused as too large.
    public init(name: String = "memory", capacity: Int = .max) {
        self.name = name
        self.capacity = capacity
        self.state = Locked(State())
    }

    /// From now on exports fail with what `failure` returns for the batch, unless that is nil; they then keep nothing.
    ///
    /// It may also wait, to be a slow exporter.
    public func fail(with failure: @escaping @Sendable ([MeteringRecord]) async -> ExportError?) {
        self.state.withLock { $0.failure = failure }
    }

    /// The records that were taken, in the order in which they came.
    public var records: [MeteringRecord] { self.state.withLock { $0.records } }
    /// The usage records among them.
    public var usageRecords: [UsageRecord] {
        self.records.compactMap { if case .usage(let record) = $0 { record } else { nil } }
    }
    /// The drop records among them.
    public var dropRecords: [DropRecord] {
        self.records.compactMap { if case .drop(let record) = $0 { record } else { nil } }
    }
    /// How large the batches were that came, in their order, those that failed included.
    public var batchSizes: [Int] { self.state.withLock { $0.batchSizes } }
    /// How often it was flushed.
    public var flushes: Int { self.state.withLock { $0.flushes } }
    /// Whether it was shut down.
    public var isShutDown: Bool { self.state.withLock { $0.isShutDown } }

    /// Forgets all records.
    public func removeAll() {
        self.state.withLock { state in
            state.records = []
            state.ids = []
        }
    }

    /// Waits until there are at least `count` records, or the task is cancelled, and returns those that are there.
    @discardableResult
    public func waitForRecords(_ count: Int) async -> [MeteringRecord] {
        let id = self.state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isThere = self.state.withLock { state in
                    if state.records.count >= count || Task.isCancelled { return true }
                    state.waiters.append(Waiter(id: id, count: count, continuation: continuation))
                    return false
                }
                if isThere { continuation.resume() }
            }
        } onCancel: {
            let waiter = self.state.withLock { state -> Waiter? in
                guard let index = state.waiters.firstIndex(where: { $0.id == id }) else { return nil }
                return state.waiters.remove(at: index)
            }
            waiter?.continuation.resume()
        }
        return self.records
    }

    /// Keeps the records of `batch` that are new.
    public func export(_ batch: [MeteringRecord]) async throws(ExportError) {
        let failure = self.state.withLock { state in
            state.batchSizes.append(batch.count)
            return state.failure
        }
        if let error = await failure(batch) { throw error }
        let waiters = try self.state.withLock { (state) throws(ExportError) -> [Waiter] in
            if state.isShutDown {
                throw ExportError(.misconfigured, "\(self.name) was shut down before this batch came")
            }
            let new = batch.filter { !state.ids.contains($0.id) }
            if new.count > self.capacity - state.records.count {
                throw ExportError(
                    .tooLarge,
                    "\(self.name) keeps \(self.capacity) records and has no room for \(new.count)"
                )
            }
            for record in new where state.ids.insert(record.id).inserted { state.records.append(record) }
            let (ready, waiting) = (
                state.waiters.filter { $0.count <= state.records.count },
                state.waiters.filter { $0.count > state.records.count }
            )
            state.waiters = waiting
            return ready
        }
        for waiter in waiters { waiter.continuation.resume() }
    }

    /// Counts the call.
    public func flush() async throws(ExportError) {
        self.state.withLock { $0.flushes += 1 }
    }

    /// Refuses all further batches.
    public func shutdown() async {
        self.state.withLock { $0.isShutDown = true }
    }
}
