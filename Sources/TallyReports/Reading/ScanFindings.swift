/// What a scan came upon besides records that count: nothing of it is in any figure.
public struct ScanFindings: Hashable, Sendable {
    /// A line that is no record, or a newer version's.
    public struct BadLine: Hashable, Sendable {
        /// The file, as it was found.
        public var file: String
        /// The line, counted from 1.
        public var line: Int
        /// What is wrong with it, without its text.
        public var reason: String
    }

    /// The records that were counted, of all kinds.
    public var records = 0
    /// The calls among them.
    public var calls = 0
    /// Records whose id was there before, on the same day: each counts once.
    public var duplicates = 0
    /// Lines that are no records.
    public var unreadableLines = 0
    /// Lines that a newer version of Tally wrote.
    public var newerLines = 0
    /// Last lines without an end: they are being written, or were when the process was killed.
    public var unfinishedLines = 0
    /// Records of a time after the scan began; they count.
    public var futureRecords = 0
    /// Records that the filter left out.
    public var filteredRecords = 0
    /// The first bad lines, at most ``maximumBadLines``.
    public var badLines: [BadLine] = []
    /// Bytes that were read, compressed ones as they are on the disk.
    public var bytes = 0

    /// How many bad lines are named.
    public static let maximumBadLines = 20

    /// Adds what another part of the scan came upon.
    public mutating func add(_ other: ScanFindings) {
        self.records += other.records
        self.calls += other.calls
        self.duplicates += other.duplicates
        self.unreadableLines += other.unreadableLines
        self.newerLines += other.newerLines
        self.unfinishedLines += other.unfinishedLines
        self.futureRecords += other.futureRecords
        self.filteredRecords += other.filteredRecords
        self.bytes += other.bytes
        self.badLines += other.badLines.prefix(max(0, Self.maximumBadLines - self.badLines.count))
    }
}
