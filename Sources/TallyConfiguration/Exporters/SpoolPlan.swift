/// A folder on the way to a receiver: records are in it before they are sent, and leave it when the receiver has them.
///
/// Exporters with the same folder share one spool, each with a place of its own in it.
public struct SpoolPlan: Hashable, Sendable {
    /// What goes when there is no room.
    public enum Overflow: String, Hashable, Sendable, CaseIterable {
        /// The records that have waited longest.
        case oldest
        /// The records that come.
        case newest
    }

    /// The folder.
    public var folder: ConfiguredText
    /// The most bytes in it.
    public var bytes: Int?
    /// What goes when there is no room.
    public var overflow: Overflow?
    /// Records that have waited for longer go.
    public var age: Duration?
    /// When records are brought to the medium.
    public var sync: FilePlan.Sync?

    /// Creates a plan for a folder.
    public init(folder: ConfiguredText) {
        self.folder = folder
    }
}

/// How an exporter's records are batched, and when what fails is tried again.
public struct BatchPlan: Hashable, Sendable {
    /// The most records of a batch.
    public var records: Int?
    /// The most bytes of a batch, as the receiver would get them uncompressed.
    public var bytes: Int?
    /// How long a record waits for others; of use only with a spool, since the pipeline has one time for all exporters.
    public var delay: Duration?
    /// The most that is waited before the first further try; of use only with a spool, as before.
    public var firstRetryDelay: Duration?
    /// The most that is waited before any further try, unless the receiver asks for more; of use only with a spool.
    public var longestRetryDelay: Duration?

    /// Creates batches as the exporter and the spool have them.
    public init() {}
}
