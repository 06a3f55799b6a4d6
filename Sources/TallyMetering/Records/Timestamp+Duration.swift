extension Timestamp {
    /// Returns the moment that much later, rounded down to a millisecond; beyond the range of a timestamp its end.
    public static func + (time: Timestamp, duration: Duration) -> Timestamp {
        let sum = Int128(time.millisecondsSince1970) + duration.wholeMilliseconds
        return Timestamp(millisecondsSince1970: Int64(clamping: sum))
    }

    /// Returns the moment that much earlier, rounded down to a millisecond; beyond the range of a timestamp its end.
    public static func - (time: Timestamp, duration: Duration) -> Timestamp {
        time + (.zero - duration)
    }

    /// Returns the time from `earlier` to `later`, negative if it is the other way round.
    public static func - (later: Timestamp, earlier: Timestamp) -> Duration {
        // Each fits a duration, and so does their difference, which may not fit 64 bits of milliseconds.
        .milliseconds(later.millisecondsSince1970) - .milliseconds(earlier.millisecondsSince1970)
    }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    fileprivate var wholeMilliseconds: Int128 {
        let (seconds, attoseconds) = self.components
        // Both have the same sign.
        let milliseconds = Int128(seconds) * 1_000 + Int128(attoseconds / 1_000_000_000_000_000)
        let isBroken = attoseconds < 0 && attoseconds % 1_000_000_000_000_000 != 0
        return isBroken ? milliseconds - 1 : milliseconds
    }
}
