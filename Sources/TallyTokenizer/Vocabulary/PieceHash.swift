/// A 64-bit hash of a long run of bytes, the same on every platform since packed tables depend on it.
///
/// Each step multiplies into 128 bits and folds the halves together, after wyhash (Wang Yi, public domain).
enum PieceHash {
    private static let start: UInt64 = 0x9E37_79B9_7F4A_7C15
    private static let step: UInt64 = 0xE703_7ED1_A0B4_28DB
    private static let last: UInt64 = 0x8EBC_6AF0_9C88_C6E3

    /// Returns the hash of the `count` bytes at `piece`; the last word overlaps the one before it.
    ///
    /// - Precondition: `count >= 8` and the bytes may be read.
    /// - Complexity: O(*n*).
    @unsafe
    @inline(__always)
    static func hash(_ piece: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
        // Spread over the word: a small number would undo the difference between two first bytes.
        var hash = UInt64(truncatingIfNeeded: count) &* Self.start
        var position = 0
        while position &+ 8 < count {
            hash = unsafe Self.fold(hash ^ Self.word(piece + position), Self.step)
            position &+= 8
        }
        return unsafe Self.fold(hash ^ Self.word(piece + count - 8), Self.last)
    }

    /// Whether the `count` bytes at `first` and at `second` are the same.
    ///
    /// - Precondition: `count >= 8` and the bytes may be read.
    /// - Complexity: O(*n*).
    @unsafe
    @inline(__always)
    static func isEqual(_ first: UnsafePointer<UInt8>, _ second: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        var position = 0
        while position &+ 8 < count {
            guard unsafe Self.word(first + position) == Self.word(second + position) else { return false }
            position &+= 8
        }
        return unsafe Self.word(first + count - 8) == Self.word(second + count - 8)
    }

    @unsafe
    @inline(__always)
    private static func word(_ bytes: UnsafePointer<UInt8>) -> UInt64 {
        unsafe UInt64(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self))
    }

    /// Multiplies into 128 bits and returns the exclusive or of the halves.
    @inline(__always)
    static func fold(_ first: UInt64, _ second: UInt64) -> UInt64 {
        let (high, low) = first.multipliedFullWidth(by: second)
        return high ^ low
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
