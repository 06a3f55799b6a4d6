/// What an HTTP exporter has sent so far.
public struct HTTPExportCounts: Hashable, Sendable {
    /// The requests that were sent.
    public var requests = 0
    /// Those that failed.
    public var failedRequests = 0
    /// The records that the receiver took; one that was sent again because an answer was lost counts each time that it
    /// was taken.
    public var records = 0
    /// The records that the receiver has no place for by the rule of the encoding; they count as delivered.
    public var leftOut = 0
    /// The bytes of the bodies that were taken, before they were compressed.
    public var bytes = 0

    /// Creates counts of nothing.
    public init() {}

    mutating func add(_ other: HTTPExportCounts) {
        self.requests += other.requests
        self.failedRequests += other.failedRequests
        self.records += other.records
        self.leftOut += other.leftOut
        self.bytes += other.bytes
    }
}
