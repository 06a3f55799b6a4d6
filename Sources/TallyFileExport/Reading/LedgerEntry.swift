public import TallyMetering

/// A record in a ledger, and where it is.
public struct LedgerEntry: Hashable, Sendable {
    /// The record.
    public let record: MeteringRecord
    /// The folder and the file within the ledger.
    public let file: String
    /// The line in the file, counted from 1.
    public let line: Int
    /// The first byte of the line in the file's text; of a compressed file in what it holds.
    public let offset: Int
}

/// A line of a ledger, record or not.
struct LedgerLine {
    /// The folder and the file within the ledger.
    var path: String
    /// The day of the folder.
    var day: LedgerDay
    /// The line, counted from 1.
    var line: Int
    /// The first byte of the line in the file's text.
    var offset: Int
    /// The record, or why it is none; nil for a last line without an end, which may still be written.
    var record: Result<MeteringRecord, RecordError>?
    /// Whether nobody writes to the file; only known for a last line without an end.
    var isClosed = false
}
