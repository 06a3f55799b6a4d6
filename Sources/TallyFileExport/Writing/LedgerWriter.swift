internal import Logging
internal import TallyMetering
internal import TallyStorage

/// The files that an exporter writes to, and what is owed to them.
///
/// All calls block until the system is done.
struct LedgerWriter: Sendable {
    /// Something that failed and is tried again before anything else is written.
    enum Repair: Sendable {
        /// The file has more than it should: it is cut off behind so many bytes.
        case cut(OpenLedgerFile.Handle, size: Int)
        /// What is behind the bytes that are on the medium is to be written to another file.
        case rewrite(OpenLedgerFile, day: Int64)
    }

    let root: Folder
    let configuration: FileExporter.Configuration
    let clock: MeterClock
    let process: Int32

    /// The files by the day in UTC of their records.
    var files: [Int64: OpenLedgerFile] = [:]
    var repairs: [Repair] = []
    var accounts = LedgerAccounts()
    /// What is in files that were closed, by folder and name; the latest.
    var closed = ClosedAmounts()
    var lastSync = Duration.zero
    /// Files that were closed and not yet looked after.
    var hasClosed = false
    /// What was lost and no flush has told.
    var untoldLoss = RecordAmount.zero
    /// When whoever watches the clock looks again.
    var nextTick: Duration?
    var isStarted = false
    var isShutDown = false
    /// Lent to each batch, so that it need not be made again.
    var spare = LineBatch()
    private var lastBeginning = Timestamp(millisecondsSince1970: 0)

    /// More days in a batch than that, and it is refused as too large: each takes a file.
    static let mostDaysInBatch = 64

    init(root: Folder, configuration: FileExporter.Configuration, clock: MeterClock, process: Int32) {
        self.root = root
        self.configuration = configuration
        self.clock = clock
        self.process = process
    }

    /// Whether files are synced at all.
    var isSynced: Bool { self.configuration.sync != .never }

    /// What was taken and is not known to be on the medium.
    var unsynced: RecordAmount {
        let waiting = self.repairs.map { repair -> RecordAmount in
            if case .rewrite(let file, _) = repair { file.unsynced } else { .zero }
        }
        return (self.files.values.map(\.unsynced) + waiting).reduce(.zero, +)
    }

    /// The day in UTC, as a number.
    static func day(of time: Timestamp) -> Int64 {
        let (days, rest) = time.millisecondsSince1970.quotientAndRemainder(dividingBy: 86_400_000)
        return rest < 0 ? days - 1 : days
    }

    /// The open file of the day that holds `time`, begun if there is none.
    mutating func openFile(_ day: Int64, _ time: Timestamp) throws(StorageError) {
        guard self.files[day] == nil else { return }
        let folder = self.root.folder(LedgerFileName.folder(of: LedgerDay(time)))
        // Names sort as files are begun, also when the clock goes back.
        var beginning = max(self.clock.now(), self.lastBeginning + .milliseconds(1))
        let process = self.process
        self.files[day] = try OpenLedgerFile.begin(in: folder, isSynced: self.isSynced, at: self.clock.elapsed()) {
            defer { beginning = beginning + .milliseconds(1) }
            return LedgerFileName.make(start: beginning, process: process, random: .random(in: 0 ... .max))
        }
        self.lastBeginning = beginning
        self.accounts.filesBegun += 1
    }

    /// Closes the file of a day, after a sync.
    mutating func close(_ day: Int64) {
        guard self.files[day] != nil else { return }
        if self.isSynced { self.sync(day) }
        guard let file = self.files.removeValue(forKey: day) else { return }
        if file.size == 0 {
            try? file.folder.remove(file.name)
        } else {
            self.noteClosed(file, file.amount)
        }
    }

    /// States that a file is written to no more, and what is in it.
    mutating func noteClosed(_ file: OpenLedgerFile, _ amount: RecordAmount) {
        self.closed.add(amount, folder: file.folder, name: file.name)
        self.accounts.filesClosed += 1
        self.hasClosed = true
    }

    /// What was lost since it was asked last; nil for nothing.
    mutating func takeLoss() -> RecordAmount? {
        defer { self.untoldLoss = .zero }
        return self.untoldLoss == .zero ? nil : self.untoldLoss
    }

    /// Whether files were closed since it was asked last.
    mutating func takeClosed() -> Bool {
        defer { self.hasClosed = false }
        return self.hasClosed
    }

    /// Closes files that are large, old, or too many.
    mutating func closeWhatIsDue() {
        let now = self.clock.elapsed()
        for (day, file) in self.files
        where file.size >= self.configuration.maximumFileSize
            || now - file.begun >= self.configuration.maximumFileAge
        {
            self.close(day)
        }
        while self.files.count > max(1, self.configuration.maximumOpenDays),
            let oldest = self.files.min(by: { ($0.value.used, $0.key) < ($1.value.used, $1.key) })
        {
            self.close(oldest.key)
        }
    }

    /// States a failure in the log and the accounts, and as what a pipeline understands.
    mutating func failed(_ error: StorageError) -> ExportError {
        self.accounts.failures += 1
        self.configuration.logger.debug("the ledger failed", metadata: ["tally.error": "\(error)"])
        if error.isForbidden {
            return ExportError(.misconfigured, "\(error): let the service write to the ledger's folder")
        }
        return ExportError(.unavailable, error.isNoRoom ? "\(error): make room on the medium" : error.description)
    }
}
