/// What became of what one signal was sent: points of metrics, spans, events.
///
/// Items that failed and will come again are not in it.
public struct OTLPAccounts: Hashable, Sendable {
    /// Requests that were taken.
    public internal(set) var requests = 0
    /// Items in them.
    public internal(set) var items = 0
    /// Items of them that the receiver said it refused; they are never sent again.
    public internal(set) var rejectedItems = 0
    /// Requests that were taken with a warning, of which nothing was refused.
    public internal(set) var warnings = 0

    /// Adds a request that was taken.
    mutating func add(items: Int, _ partial: PartialSuccess?) {
        self.requests += 1
        self.items += items
        guard let partial else { return }
        // A receiver that refuses more than it was sent can not count.
        self.rejectedItems += min(max(partial.rejected, 0), items)
        if partial.rejected <= 0 { self.warnings += 1 }
    }
}
