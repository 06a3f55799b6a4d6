internal import TallyMetering

/// The span of time that a batch of metrics covers, in nanoseconds since 1970.
struct MetricWindow: Hashable, Sendable {
    let start: UInt64
    let end: UInt64
}

/// Makes the windows of batches one behind the other, as the difference between two moments wants it.
///
/// A window begins where the last one ended and is never empty, also if the clock was set back meanwhile. The same records
/// sent again get the same window, so that a receiver gets the same point.
struct MetricWindows: Sendable {
    private struct Batch: Hashable {
        let first: RecordID
        let last: RecordID
        let count: Int
    }

    private var end: UInt64
    // Of the batch that was sent last, until it is acknowledged.
    private var open: [(batch: Batch, window: MetricWindow)] = []
    // Parts of a batch that was too large come by turns; more than this are not waited for.
    private static let maximumOpen = 64

    /// Windows from `start` on.
    init(start: Timestamp) {
        self.end = start.nanoseconds
    }

    /// The window of `records`, which are not empty.
    mutating func window(of records: [MeteringRecord], now: Timestamp) -> MetricWindow {
        let batch = Self.batch(records)
        if let known = self.open.first(where: { $0.batch == batch }) { return known.window }
        let window = MetricWindow(start: self.end, end: max(now.nanoseconds, self.end &+ 1_000_000))
        self.end = window.end
        self.open.append((batch, window))
        if self.open.count > Self.maximumOpen { self.open.removeFirst() }
        return window
    }

    /// The records have been taken, or will not be sent again.
    mutating func close(_ records: [MeteringRecord]) {
        let batch = Self.batch(records)
        self.open.removeAll { $0.batch == batch }
    }

    private static func batch(_ records: [MeteringRecord]) -> Batch {
        let none = RecordID(high: 0, low: 0)
        return Batch(first: records.first?.id ?? none, last: records.last?.id ?? none, count: records.count)
    }
}
