internal import Logging
public import TallyMetering
internal import TallyStorage
internal import TallyTokenizer

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Writes records to a ledger: lines of JSON in a folder for each day in UTC.
///
/// ```swift
/// let ledger = FileExporter(folder: "/var/lib/service/ledger")
/// let pipeline = UsagePipeline(exporters: [ledger])
/// ```
///
/// A record and the end of its line are written in one call of the system, and a batch is there as a whole or not at all:
/// what the system took of a batch that failed is cut off, so that trying again adds no record twice. Each process writes
/// files of its own, any number side by side, with mode 0600 in folders of mode 0700. Files are closed by size and age,
/// also when nothing is written, then compressed and removed as configured; see ``Configuration``. What outlives a sudden
/// end of the machine, ``SyncPolicy`` says.
///
/// At its first use, an exporter looks for files of stopped processes: a torn last line is cut off and kept in a file beside
/// that begins with a dot, or completed if only its end is missing.
///
/// `export` and `flush` block their thread until the system is done.
public final class FileExporter: UsageExporter {
    /// What the exporter is called in the accounts.
    public let name: String
    /// Where the ledger is.
    public let folder: String

    private let configuration: Configuration
    private let clock: MeterClock
    private let state: Locked<LedgerWriter>
    // Wakes each of the two that run() consists of.
    private let watching = Signal()
    private let keeping = Signal()

    /// Creates an exporter; the folder is made with the first batch.
    ///
    /// - Parameters:
    ///   - name: What it is called in the accounts.
    ///   - folder: Where the ledger is, or will be.
    ///   - configuration: How it is written and kept.
    ///   - clock: What time it is.
    public init(
        name: String = "ledger",
        folder: String,
        configuration: Configuration = Configuration(),
        clock: MeterClock = .system
    ) {
        self.name = name
        self.folder = folder
        self.configuration = configuration
        self.clock = clock
        let root = Folder(folder)
        self.state = Locked(
            LedgerWriter(root: root, configuration: configuration, clock: clock, process: getpid())
        )
    }

    /// What was done with the ledger so far.
    public var accounts: LedgerAccounts {
        self.state.withLock { writer in
            var accounts = writer.accounts
            accounts.unsynced = writer.unsynced
            return accounts
        }
    }

    /// Writes `batch`, and syncs it if the policy says so.
    ///
    /// - Throws: `ExportError`: unavailable if the system failed, and then nothing of the batch is in the ledger; too large
    ///   for a batch of more than 64 days, or with a record that is longer than 1 MiB, which alone is rejected; misconfigured
    ///   if the process may not write there.
    public func export(_ batch: [MeteringRecord]) async throws(ExportError) {
        try self.state.withLock { (writer) throws(ExportError) in
            guard !writer.isShutDown else {
                throw ExportError(.rejected, "the ledger has been shut down: nothing is written any more")
            }
            try writer.start()
            try writer.write(batch)
            if writer.takeClosed() { self.keeping.raise() }
            if writer.isDueEarlier() { self.watching.raise() }
        }
    }

    /// Brings all that was taken to the medium; with ``SyncPolicy/never`` there is nothing to do.
    ///
    /// - Throws: `ExportError` with the code unavailable: if a part is not there yet, it is kept, and another flush tries
    ///   again; if records were lost since the last flush, that is said once, and ``LedgerAccounts/lost`` has their sum.
    public func flush() async throws(ExportError) {
        try self.state.withLock { (writer) throws(ExportError) in
            guard writer.isSynced else { return }
            try writer.repair()
            writer.syncAll()
            // What failed and was written again is on the medium now; what is still owed fails here.
            try writer.repair()
            if let lost = writer.takeLoss() {
                throw ExportError(
                    .unavailable,
                    "\(lost.records) records were lost by the medium since the last flush; all others are on it"
                )
            }
        }
    }

    /// Syncs and closes all files; batches that come afterwards are rejected.
    ///
    /// Closed files that are not compressed yet ``run()`` compresses before it returns, or else the next start does.
    public func shutdown() async {
        self.state.withLock { writer in writer.shutDown() }
        self.watching.raise()
        self.keeping.raise()
    }

    /// Looks after files until ``shutdown()``: syncs and closes them by the clock, compresses and removes closed ones,
    /// repairs those of processes that have stopped.
    public func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.watchTheClock() }
            // It may take long, and syncing must not wait for it.
            group.addTask { await self.keepClosedFiles() }
        }
    }

    private func watchTheClock() async {
        while !Task.isCancelled {
            let wait = self.state.withLock { writer -> Duration? in
                guard !writer.isShutDown else { return nil }
                writer.tick()
                if writer.takeClosed() { self.keeping.raise() }
                return writer.planTick()
            }
            guard let wait else { return }
            await self.watching.wait(for: wait, self.clock)
        }
    }

    private func keepClosedFiles() async {
        var keeper = LedgerKeeper(root: Folder(self.folder), configuration: self.configuration, clock: self.clock)
        while !Task.isCancelled {
            let isShutDown = self.state.withLock { $0.isShutDown }
            let result = await keeper.keep()
            self.state.withLock { writer in writer.note(result) }
            if isShutDown { return }
            await self.keeping.wait(for: self.configuration.keepingInterval, self.clock)
        }
    }
}
