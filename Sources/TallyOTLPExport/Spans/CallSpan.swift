internal import TallyMetering

/// The ids and times of a call's span, which follow from its record: sent again, it is the same span.
struct CallSpan: Hashable, Sendable {
    /// The id of the call, so that all attempts are in one trace and people find it by the id in the ledger.
    let trace: RecordID
    /// A hash of the record's id, never 0.
    let span: UInt64
    /// When the call began, in nanoseconds since 1970.
    let start: UInt64
    /// When its response ended; ``start`` if that is not known.
    let end: UInt64

    init(_ record: UsageRecord) {
        // An id of zeros alone is none (W3C Trace Context).
        let isNone = record.callID.high == 0 && record.callID.low == 0
        self.trace = isNone ? RecordID(high: 0, low: 1) : record.callID
        let mixed = Self.mixed(Self.mixed(record.id.high) ^ record.id.low)
        self.span = mixed == 0 ? 1 : mixed
        self.start = record.time.nanoseconds
        let duration = max(.zero, record.duration ?? .zero)
        self.end = self.start.advanced(by: duration)
    }

    /// The last step of SplitMix64 (Steele, Lea and Flood, 2014): one to one, and every bit depends on every other.
    private static func mixed(_ word: UInt64) -> UInt64 {
        var mixed = word &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

extension Timestamp {
    /// Nanoseconds since 1970, from 0 to the most that 63 bits have (in the year 2262): receivers keep them signed.
    var nanoseconds: UInt64 {
        let nanoseconds = Int128(self.millisecondsSince1970) * 1_000_000
        return UInt64(min(max(nanoseconds, 0), Int128(Int64.max)))
    }
}

extension UInt64 {
    /// Returns the moment of nanoseconds that much later, at most that of 63 bits.
    fileprivate func advanced(by duration: Duration) -> UInt64 {
        let (seconds, attoseconds) = duration.components
        let sum = Int128(self) + Int128(seconds) * 1_000_000_000 + Int128(attoseconds / 1_000_000_000)
        return UInt64(Swift.min(sum, Int128(Int64.max)))
    }
}
