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
    /// The most that is waited before the first further try.
    public var retryInitialDelay: Duration?
    /// The most that is waited before any further try, unless the receiver asks for more.
    public var retryMaximumDelay: Duration?

    /// Creates a plan for a folder.
    public init(folder: ConfiguredText) {
        self.folder = folder
    }
}
