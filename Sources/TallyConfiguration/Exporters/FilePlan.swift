/// A ledger: JSON Lines in folders of days.
///
/// What is nil is as `FileExporter` has it by itself; so it is in all plans.
public struct FilePlan: Hashable, Sendable {
    /// When records are brought to the medium.
    public enum Sync: Hashable, Sendable {
        /// With each batch: `sync: batch`.
        case batch
        /// So often: `sync: 1s`.
        case interval(Duration)
        /// When the system does it: `sync: never`.
        case never
    }

    /// How closed files are compressed.
    public enum Compression: String, Hashable, Sendable, CaseIterable {
        /// Not at all.
        case none
        /// By gzip.
        case gzip
        /// By Zstandard.
        case zstd
    }

    /// The folder of the ledger.
    public var folder: ConfiguredText
    /// When records are brought to the medium.
    public var sync: Sync?
    /// A file of more bytes is closed.
    public var rotationBytes: Int?
    /// A file that has been open for longer is closed.
    public var rotationTime: Duration?
    /// How closed files are compressed.
    public var compression: Compression?
    /// Files of days before that are removed.
    public var retentionAge: Duration?
    /// The oldest files are removed beyond so many bytes.
    public var retentionBytes: Int?

    /// Creates a plan for a folder.
    public init(folder: ConfiguredText) {
        self.folder = folder
    }
}

/// A line for each record, for people.
public struct ConsolePlan: Hashable, Sendable {
    /// Where lines are printed.
    public enum Stream: String, Hashable, Sendable, CaseIterable {
        /// Standard output.
        case output
        /// Standard error.
        case error
    }

    /// Where lines are printed.
    public var stream = Stream.error

    /// Creates a plan for standard error.
    public init() {}
}
