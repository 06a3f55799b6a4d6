internal import CTallyKernels

/// What a piece of one to seven bytes is looked up by: all of it in one word.
///
/// The bytes are the upper seven, the length is in bits 5 to 7. Bits 0 to 3 are zero: a table keeps a number there, so
/// that the exclusive or of a key and an entry is the number exactly if the key agrees.
enum ShortKey {
    static let maxLength = 7

    /// The key of `text[start..<end]`, read without touching what is outside of it.
    ///
    /// - Precondition: The range has 1 to 7 bytes and is inside of `text` (not checked).
    @inline(__always)
    static func make(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> UInt64 {
        let count = end &- start
        let bytes = unsafe text.bytes
        var word: UInt64
        if count >= 4 {
            let low = unsafe bytes.halfWord(at: start)
            let high = unsafe bytes.halfWord(at: end &- 4)
            word = low | high &<< UInt64((count &- 4) &* 8)
        } else {
            // One to three bytes: the first, the middle and the last one are all of them.
            let first = unsafe UInt64(text[unchecked: start])
            let middle = unsafe UInt64(text[unchecked: start &+ count &>> 1])
            let last = unsafe UInt64(text[unchecked: end &- 1])
            word = first | middle &<< UInt64((count &>> 1) &* 8) | last &<< UInt64((count &- 1) &* 8)
        }
        return tally_short_key(word, UInt64(truncatingIfNeeded: count))
    }

    @inline(__always)
    static func bucket(_ key: UInt64, count: UInt32) -> UInt32 {
        UInt32(truncatingIfNeeded: ((tally_short_key_hash(key) &>> 32) &* UInt64(count)) &>> 32)
    }
}

/// What a piece of 8 to 15 bytes is looked up by: all of it in two words.
///
/// `low` has the first eight bytes; `high` has the last seven in its upper bytes, the length's low bits in bits 5 to 7
/// and a one in bit 4. Bits 0 to 3 are zero and hold a number in a table. Neither an empty slot nor, with `low` zero, a
/// ``ShortKey`` in `high` can be taken for such a key: both have a zero in bit 4.
struct MediumKey: Equatable {
    static let lengths = 8...15

    var low: UInt64
    var high: UInt64

    /// The key of the bytes at `start`, of which `count` are the piece.
    ///
    /// - Precondition: `count` is 8 to 15 and the bytes may be read.
    @unsafe
    @inline(__always)
    init(_ start: UnsafePointer<UInt8>, _ count: Int) {
        let raw = unsafe UnsafeRawPointer(start)
        unsafe self.low = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
        let last = unsafe UInt64(littleEndian: (raw + count - 8).loadUnaligned(as: UInt64.self))
        self.high = last & ~0xFF | UInt64(truncatingIfNeeded: count & 7) &<< 5 | 1 &<< 4
    }

    /// A short piece as an entry among medium ones.
    @inline(__always)
    init(short key: UInt64) {
        self.low = 0
        self.high = key
    }

    @inline(__always)
    var hash: UInt64 {
        PieceHash.fold(self.low ^ 0xD6E8_FEB8_6659_FD93, self.high ^ 0x9E37_79B9_7F4A_7C15)
    }
}

/// What a piece of 16 to 30 bytes is looked up by: all of it in four words.
///
/// The lowest 16 bits of `third`, whose bytes `second` has as well, hold the length less 15 above five bits that are
/// zero and hold a number in a table. An empty slot is no key: the length there is zero.
struct LongKey: Equatable {
    static let lengths = 16...30

    var first: UInt64
    var second: UInt64
    var third: UInt64
    var fourth: UInt64

    /// The key of the bytes at `start`, of which `count` are the piece.
    ///
    /// - Precondition: `count` is 16 to 30 and the bytes may be read.
    @unsafe
    @inline(__always)
    init(_ start: UnsafePointer<UInt8>, _ count: Int) {
        let raw = unsafe UnsafeRawPointer(start)
        unsafe self.first = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
        unsafe self.second = UInt64(littleEndian: (raw + 8).loadUnaligned(as: UInt64.self))
        let third = unsafe UInt64(littleEndian: (raw + count - 16).loadUnaligned(as: UInt64.self))
        self.third = third & ~0xFFFF | UInt64(truncatingIfNeeded: count &- 15) &<< 5
        unsafe self.fourth = UInt64(littleEndian: (raw + count - 8).loadUnaligned(as: UInt64.self))
    }

    @inline(__always)
    var hash: UInt64 {
        PieceHash.fold(self.first ^ 0xD6E8_FEB8_6659_FD93, self.second ^ 0x9E37_79B9_7F4A_7C15)
            ^ PieceHash.fold(self.third ^ 0x9E37_79B9_7F4A_7C15, self.fourth ^ 0xD6E8_FEB8_6659_FD93)
    }
}

extension MediumKey: CacheKey {
    static var ways: Int { 4 }
    static var numberLimit: UInt64 { 16 }

    @inline(__always)
    var isEmpty: Bool { self.high == 0 }

    @inline(__always)
    func differs(from entry: MediumKey) -> UInt64 {
        (entry.high ^ self.high) | PieceKey.isNotZero(entry.low ^ self.low) &<< 5
    }

    func entry(number: Int) -> MediumKey {
        var entry = self
        entry.high |= UInt64(number)
        return entry
    }

    var key: MediumKey {
        var key = self
        key.high &= ~15
        return key
    }
}

extension LongKey: CacheKey {
    static var ways: Int { 2 }
    static var numberLimit: UInt64 { 32 }

    @inline(__always)
    var isEmpty: Bool { self.third == 0 }

    @inline(__always)
    func differs(from entry: LongKey) -> UInt64 {
        let others = (entry.first ^ self.first) | (entry.second ^ self.second) | (entry.fourth ^ self.fourth)
        return (entry.third ^ self.third) | PieceKey.isNotZero(others) &<< 5
    }

    func entry(number: Int) -> LongKey {
        var entry = self
        entry.third |= UInt64(number)
        return entry
    }

    var key: LongKey {
        var key = self
        key.third &= ~31
        return key
    }
}

enum PieceKey {
    /// One if any bit of `word` is set, else zero, by arithmetic: a comparison would become a branch.
    @inline(__always)
    static func isNotZero(_ word: UInt64) -> UInt64 {
        (word | (0 &- word)) &>> 63
    }
}
