/// A moment, in milliseconds since 1970-01-01 UTC without leap seconds, as records have it.
public struct Timestamp: Hashable, Sendable {
    /// Milliseconds since 1970-01-01 UTC.
    public var millisecondsSince1970: Int64

    /// Creates the moment that many milliseconds after 1970-01-01 UTC.
    public init(millisecondsSince1970: Int64) {
        self.millisecondsSince1970 = millisecondsSince1970
    }

    /// Whole seconds since 1970-01-01 UTC, rounded down, as prices are asked for.
    public var secondsSince1970: Int64 {
        let (quotient, remainder) = self.millisecondsSince1970.quotientAndRemainder(dividingBy: 1_000)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

extension Timestamp: Comparable {
    /// Returns whether the first moment is earlier.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.millisecondsSince1970 < right.millisecondsSince1970
    }
}
