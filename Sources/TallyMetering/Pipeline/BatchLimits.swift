/// What is dropped when there is no room.
///
/// The raw values are stable.
public enum OverflowPolicy: String, Hashable, Codable, Sendable, CaseIterable {
    /// The records that come.
    case newest
    /// The records that have waited longest.
    case oldest
}

/// How an exporter's records are batched.
struct BatchLimits: Hashable, Sendable {
    /// The most records in a batch.
    var batchSize = 512
    /// How long a record waits for others.
    var delay = Duration.seconds(5)
    /// The most records that wait for the exporter, besides the batch that it works on.
    var backlogCapacity = 65_536
    /// What is dropped beyond that.
    var overflow = OverflowPolicy.newest
    /// How failures are dealt with.
    var retry = RetryPolicy()
}
