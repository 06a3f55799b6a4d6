internal import TallyMetering
internal import TallyStorage

/// Reads a ledger: the folder that a ``FileExporter`` writes to, also while it does.
///
/// ```swift
/// let cursor = LedgerReader(folder: "/var/lib/service/ledger").read()
/// while let entry = try cursor.next() {
///     print(entry.file, entry.line, entry.record.time)
/// }
/// ```
///
/// Records come in the order of days, then of files by the time they were begun, then of lines. Files compressed by gzip or
/// zstd are read as plain ones are, with the trait `Compression`; names that begin with a dot are passed over. A last line
/// without an end is not read: a process may be writing it, or was killed meanwhile.
public struct LedgerReader: Sendable {
    /// What becomes of a line that is no record.
    public enum Reaction: Sendable {
        /// ``LedgerCursor/next()`` throws an error that names the file and the line; calling it again goes on behind it.
        case fail
        /// It is passed over and counted in ``LedgerCursor/skipped``.
        case skip
    }

    /// Where the ledger is.
    public var folder: String
    /// The days that are read; nil for all.
    public var days: ClosedRange<LedgerDay>?
    /// What becomes of lines that are no records.
    public var unreadable = Reaction.fail
    /// What becomes of lines that a newer version of Tally wrote.
    public var newerSchema = Reaction.fail

    /// Creates a reader of the ledger at `folder`; nothing is opened yet.
    public init(folder: String, days: ClosedRange<LedgerDay>? = nil) {
        self.folder = folder
        self.days = days
    }

    /// Returns a cursor before the first record that is not in `progress`.
    ///
    /// To follow a ledger, read again from ``LedgerCursor/progress`` now and then: files that have not grown are not
    /// opened.
    public func read(since progress: LedgerProgress = LedgerProgress()) -> LedgerCursor {
        LedgerCursor(self, progress)
    }

    /// Returns where the ledger ends now, to follow what comes from now on.
    ///
    /// - Throws: ``LedgerError`` with ``LedgerError/Code/unavailable``.
    public func end() throws(LedgerError) -> LedgerProgress {
        var progress = LedgerProgress()
        do throws(StorageError) {
            let root = Folder(self.folder)
            for day in try LedgerFile.days(in: root) where self.days?.contains(day) ?? true {
                for file in try LedgerFile.files(in: root, day: day) {
                    let offset = file.form == nil ? try Self.endOfLines(file) : 0
                    progress.marks[file.key] = LedgerProgress.Mark(offset: offset, line: 0, isWhole: file.form != nil)
                }
            }
        } catch {
            throw LedgerError(error)
        }
        return progress
    }

    /// Behind the last line that has an end.
    private static func endOfLines(_ file: LedgerFile) throws(StorageError) -> Int {
        let opened = try DurableFile(file.folder.path(of: file.name), .reading)
        var end = try opened.size
        while end > 0 {
            let start = max(0, end - (1 << 16))
            let bytes = try opened.read(at: start, count: end - start)
            if let newline = bytes.lastIndex(of: UInt8(ascii: "\n")) { return start + newline + 1 }
            end = start
        }
        return 0
    }
}
