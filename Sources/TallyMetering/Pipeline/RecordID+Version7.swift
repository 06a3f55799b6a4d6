extension RecordID {
    /// A new id of version 7 (RFC 9562, 5.7): the milliseconds, then 74 random bits.
    static func version7(at time: Timestamp) -> RecordID {
        let milliseconds = UInt64(clamping: time.millisecondsSince1970) & 0xFFFF_FFFF_FFFF
        return RecordID(
            high: milliseconds << 16 | 0x7000 | UInt64.random(in: 0...0xFFF),
            low: 1 << 63 | UInt64.random(in: 0..<1 << 62)
        )
    }
}
