public import Logging

/// How a ledger's closed files are kept smaller.
///
/// Both forms need the trait `Compression` of the package; without it files stay as they are, and the log says why.
public enum LedgerCompression: String, Hashable, Sendable, CaseIterable {
    /// gzip, which every engine and tool reads.
    case gzip
    /// Zstandard, which is smaller and faster; DuckDB, Spark and ClickHouse read it.
    case zstd
}

extension FileExporter {
    /// How a ledger is written and kept.
    public struct Configuration: Sendable {
        /// When what was written is brought to the medium.
        public var sync = SyncPolicy.interval(.seconds(1))
        /// A file that has as many bytes is closed, and the next record begins another; it is larger by a part of a batch.
        public var maximumFileSize = 256 << 20
        /// A file that has been open for so long is closed.
        public var maximumFileAge = Duration.seconds(3_600)
        /// The most days whose files are open between batches; the one that was longest without records is closed.
        public var maximumOpenDays = 4
        /// How closed files are compressed by ``FileExporter/run()``; nil for not at all.
        public var compression: LedgerCompression?
        /// How long closed files are kept, by the time they were begun and ``maximumFileAge``; nil for ever.
        public var retentionAge: Duration?
        /// The most bytes of all files, of which the oldest closed ones are removed; nil for any number.
        public var retentionBytes: Int?
        /// How often ``FileExporter/run()`` looks for files to compress, to remove, or to repair after other processes.
        public var keepingInterval = Duration.seconds(60)
        /// Where the exporter says what it does: at warning what was repaired, lost or removed, at debug the rest.
        public var logger = Logger(label: "tally.ledger")

        /// Creates the configuration that most services need: synced every second, a file an hour, all kept as they are.
        public init() {}
    }
}
