/// The id of a record or of a call: a UUID of version 7 (RFC 9562), which sorts by the time it was made.
///
/// It is made once, before anything is sent, so that a receiver knows a record that it is sent twice.
public struct RecordID: Hashable, Sendable {
    /// The first eight bytes, the earliest being the highest.
    public let high: UInt64
    /// The last eight bytes, the earliest being the highest.
    public let low: UInt64

    /// Creates the id of these bytes.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

extension RecordID: Comparable {
    /// Returns whether the first id sorts before the second, as their texts do.
    public static func < (left: RecordID, right: RecordID) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}
