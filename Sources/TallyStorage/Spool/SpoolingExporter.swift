public import TallyMetering
internal import TallyTokenizer

/// Keeps records in files until exporters have taken them, each at its own pace.
///
/// ```swift
/// let spool = SpoolingExporter(folder: "/var/lib/shop/spool", exporters: [collector, openTelemetry])
/// let pipeline = UsagePipeline(exporters: [spool])
/// ```
///
/// A batch is exported when it is in the spool; ``run()``, which a pipeline calls, delivers it to each of the exporters,
/// and goes on after a crash where it was. A receiver that is away for a day gets the day; one that refuses a record gets
/// the others, and the record goes to a quarantine file. ``accounts`` says at every moment where everything is.
///
/// Delivery is at least once: after a crash the batch that was on its way may come again, with the same ids and times.
/// Several processes with the same exporters may use one folder; what one leaves is taken over by the others.
///
/// Its calls block for as long as the system takes to write, and to sync where that is asked for.
public final class SpoolingExporter: UsageExporter {
    /// What the spool is called in the accounts of a pipeline.
    public let name: String
    let folder: Folder
    let exporters: [any UsageExporter]
    let configuration: Configuration
    let clock: MeterClock
    let limits: SpoolSlot.Limits
    let makeID: @Sendable (Timestamp) -> RecordID
    let log: SpoolLog

    let state: Locked<SpoolState>
    /// Held while slots are opened.
    let opening = Locked(false)
    /// Wakes whoever delivers to the exporter at that index.
    let deliveries: [Signal]
    /// Wakes whoever looks after the files.
    let closing = Signal()

    /// Creates a spool, which touches no file before ``open()``, ``run()`` or the first batch.
    ///
    /// - Parameters:
    ///   - name: What it is called in the accounts of a pipeline.
    ///   - folder: Where the files are; it is made if it is not there. It must be on a local disk.
    ///   - exporters: Where records go. Their places are kept by their names: one with a new name gets all that is still
    ///     there, and the place of a name that is gone is forgotten.
    ///   - configuration: How records are kept, batched and dropped.
    ///   - clock: The time.
    /// - Precondition: There are exporters, and their names differ.
    public init(
        name: String = "spool",
        folder: String,
        exporters: [any UsageExporter],
        configuration: Configuration = Configuration(),
        clock: MeterClock = .system
    ) {
        precondition(
            !exporters.isEmpty && Set(exporters.map(\.name)).count == exporters.count,
            "a spool has exporters, and keeps their places by their names: give each its own"
        )
        self.name = name
        self.folder = Folder(folder)
        self.exporters = exporters
        self.configuration = configuration
        self.clock = clock
        self.limits = configuration.slotLimits(exporters: exporters.count)
        let ids = RecordIDMaker()
        self.makeID = { ids.makeID(at: $0) }
        self.log = SpoolLog(configuration.logger)
        self.deliveries = exporters.map { _ in Signal() }
        let lanes = exporters.map { exporter in
            SpoolLane(
                name: exporter.name,
                batching: configuration.batchingOf[exporter.name] ?? configuration.batching
            )
        }
        self.state = Locked(SpoolState(lanes: lanes))
    }

    /// Where everything is now.
    public var accounts: SpoolAccounts { self.state.withLock { $0.accounts() } }

    /// Writes `batch` to the spool, for all exporters.
    ///
    /// - Throws: ``ExportError``, to be tried again, if the files can't be written; nothing of the batch is kept then. After
    ///   ``shutdown()`` it is ``ExportError/Code/misconfigured``.
    public func export(_ batch: [MeteringRecord]) async throws(ExportError) {
        guard !batch.isEmpty else { return }
        var written = SpoolBatch(batch)
        try self.open()
        let (now, time) = (self.clock.elapsed(), self.clock.now())
        var evicted: [RecordAmount] = []
        defer {
            for (index, amount) in evicted.enumerated() {
                self.log.dropped(amount, .spoolFull, exporter: self.exporters[index].name)
            }
        }
        let isTaken = try Self.exporting { () throws(StorageError) in
            try self.state.withLock { (state) throws(StorageError) in
                defer { evicted = state.accountEvicted() }
                return try state.append(&written, at: time, now: now, limits: self.limits)
            }
        }
        guard isTaken else { throw self.closedError }
        for signal in self.deliveries { signal.raise() }
        if case .interval(let interval) = self.configuration.durability {
            let isDue = self.state.withLock { now - $0.lastSync >= interval }
            // A failure keeps what was written, and is met again by whoever asks for a flush.
            if isDue { self.syncQuietly() }
        }
    }

    /// Makes what was taken survive a loss of power, unless the durability is ``SpoolDurability/never``; it does not wait for
    /// the exporters.
    ///
    /// - Throws: ``ExportError``, to be tried again: what was taken since the last success may not survive a loss of power.
    public func flush() async throws(ExportError) {
        guard self.configuration.durability != .never else { return }
        try self.open()
        try Self.exporting { () throws(StorageError) in try self.sync() }
    }

    /// Takes no more, lets ``run()`` deliver what is left until something fails, and closes the files.
    ///
    /// What is not delivered then stays in the spool for the next start. When the task is cancelled, it does not wait for
    /// ``run()`` any longer, which closes the files when it ends.
    public func shutdown() async {
        let now = self.clock.elapsed()
        let (waiter, isUnused) = self.state.withLock { state -> (Signal?, Bool) in
            guard state.phase != .closed else { return (nil, false) }
            let isFirst = !state.isClosing
            state.close(at: now)
            guard state.isRunning else { return (nil, isFirst && !state.hasRun) }
            let waiter = Signal()
            state.endWaiters.append(waiter)
            return (waiter, false)
        }
        for signal in self.deliveries { signal.raise() }
        self.closing.raise()
        if let waiter {
            await waiter.wait()
            return
        }
        if isUnused {
            for exporter in self.exporters { await exporter.shutdown() }
        }
        self.finish()
    }

    /// Closes the files.
    func finish() {
        if self.configuration.durability != .never { self.syncQuietly() }
        self.state.withLock { state in
            for index in state.slots.indices { state.slots[index].close() }
            state.phase = .closed
        }
    }

    // MARK: - Files

    var closedError: ExportError {
        ExportError(.misconfigured, "the spool was shut down before this batch came")
    }

    /// The error of a pipeline for one of files; all of these may pass.
    static func exporting<Result>(_ body: () throws(StorageError) -> Result) throws(ExportError) -> Result {
        do throws(StorageError) {
            return try body()
        } catch {
            throw ExportError(
                .unavailable,
                error.isNoRoom
                    ? "the spool \(error): make room, or allow the spool fewer bytes"
                    : "the spool \(error): see that this process may write there, and that the disk is sound"
            )
        }
    }

    /// Syncs what was written, besides those who write meanwhile.
    func sync() throws(StorageError) {
        let now = self.clock.elapsed()
        let work = try self.state.withLock { (state) throws(StorageError) -> [(Int, SpoolFile, Int)] in
            state.lastSync = now
            guard state.phase == .open, let slot = state.slots.first else { return [] }
            let numbers = slot.unsynced
            let segments = slot.segments.filter { numbers.contains($0.number) }
            if segments.contains(where: \.isSuspect) {
                try state.slots[0].sync(numbers)
                return []
            }
            return segments.compactMap { segment in segment.file.map { (segment.number, $0, segment.size) } }
        }
        for (number, file, size) in work {
            do throws(StorageError) {
                try file.file.sync()
            } catch {
                self.state.withLock { $0.slots[0].suspect(number) }
                throw error
            }
            self.state.withLock { $0.slots[0].synced(number, through: size) }
        }
        try self.state.withLock { (state) throws(StorageError) in
            guard state.phase == .open else { return }
            try state.slots[0].syncFolder()
            for index in state.slots.indices { try? state.slots[index].journal.sync() }
        }
    }

    func syncQuietly() {
        do throws(StorageError) {
            try self.sync()
        } catch {
            self.log.storage(error, "sync")
        }
    }
}

extension SpoolState {
    /// Writes a batch to the own slot, or drops it if there is no room.
    ///
    /// - Returns: Whether it was taken: not if the spool is closed.
    fileprivate mutating func append(
        _ batch: inout SpoolBatch,
        at time: Timestamp,
        now: Duration,
        limits: SpoolSlot.Limits
    ) throws(StorageError) -> Bool {
        guard self.phase == .open, !self.isClosing, !self.slots.isEmpty else { return false }
        let places = self.slots[0].cursors.map(\.position)
        defer {
            for index in self.lanes.indices where places[index] != self.slots[0].cursors[index].position {
                self.lanes[index].delivery.moved()
            }
        }
        let isKept = try self.slots[0].append(&batch, at: time, limits: limits)
        for index in self.lanes.indices {
            self.lanes[index].added.add(batch.amount)
            if isKept { self.lanes[index].delivery.added(at: now) }
        }
        return true
    }

    /// Accounts for what was dropped for lack of room, and returns it for each exporter.
    fileprivate mutating func accountEvicted() -> [RecordAmount] {
        guard !self.slots.isEmpty else { return [] }
        let evicted = self.slots[0].evicted
        for index in self.lanes.indices where evicted[index] != .nothing {
            self.lanes[index].dropped[.spoolFull, default: .nothing].add(evicted[index])
            self.slots[0].evicted[index] = .nothing
        }
        return evicted
    }

    /// Takes no more.
    fileprivate mutating func close(at now: Duration) {
        self.isClosing = true
        for index in self.lanes.indices { self.lanes[index].delivery.close() }
    }
}
