/// A 64-bit hash of a run of bytes, the same on every platform since packed tables depend on it.
///
/// Each step multiplies into 128 bits and folds the halves together, after wyhash (Wang Yi, public domain).
enum PieceHash {
    private static let start: UInt64 = 0x9E37_79B9_7F4A_7C15
    private static let step: UInt64 = 0xE703_7ED1_A0B4_28DB
    private static let last: UInt64 = 0x8EBC_6AF0_9C88_C6E3

    /// Returns the hash of `text[start..<end]`.
    ///
    /// Reads nothing outside of the range: what is shorter than a word is put together from overlapping loads.
    ///
    /// - Precondition: `0 <= start < end <= text.count` (not checked).
    /// - Complexity: O(*n*) in the length of the range.
    @inline(__always)
    static func hash(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> UInt64 {
        let count = end &- start
        let bytes = unsafe text.bytes
        var hash = Self.start ^ UInt64(truncatingIfNeeded: count)
        if count >= 8 {
            var position = start
            while position &+ 8 < end {
                hash = unsafe Self.fold(hash ^ bytes.word(at: position), Self.step)
                position &+= 8
            }
            hash ^= unsafe bytes.word(at: end &- 8)
        } else if count >= 4 {
            hash ^= unsafe bytes.halfWord(at: start) | bytes.halfWord(at: end &- 4) << 32
        } else {
            // One to three bytes: the first, the middle and the last one are all of them.
            let first = unsafe UInt64(text[unchecked: start])
            let middle = unsafe UInt64(text[unchecked: start &+ count >> 1])
            let final = unsafe UInt64(text[unchecked: end &- 1])
            hash ^= first << 32 | middle << 40 | final << 48
        }
        return Self.fold(hash, Self.last)
    }

    /// Multiplies into 128 bits and returns the exclusive or of the halves.
    @inline(__always)
    static func fold(_ first: UInt64, _ second: UInt64) -> UInt64 {
        let (high, low) = first.multipliedFullWidth(by: second)
        return high ^ low
    }

    /// Scales a hash to `0..<count` by its high bits.
    @inline(__always)
    static func scale(_ hash: UInt64, to count: Int) -> Int {
        Int(truncatingIfNeeded: hash.multipliedFullWidth(by: UInt64(truncatingIfNeeded: count)).high)
    }
}

extension RawSpan {
    /// The eight bytes at `position`, little-endian, without a bounds check.
    @unsafe
    @inline(__always)
    func word(at position: Int) -> UInt64 {
        unsafe UInt64(littleEndian: self.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt64.self))
    }

    /// The four bytes at `position`, little-endian, without a bounds check.
    @unsafe
    @inline(__always)
    func halfWord(at position: Int) -> UInt64 {
        unsafe UInt64(
            UInt32(littleEndian: self.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt32.self))
        )
    }
}
