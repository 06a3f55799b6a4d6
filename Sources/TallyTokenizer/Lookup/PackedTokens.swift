/// The tokens of a piece in one word: up to three themselves, or where more of them are.
struct PackedTokens {
    /// Bits 0 and 1: how many tokens follow, each of 20 bits; none if bits 2 to 33 are an offset and the others a number.
    let rawValue: UInt64

    private static let tokenBits: UInt64 = 20
    private static let tokenMask: UInt64 = 1 << 20 - 1

    /// No tokens: the piece has to be merged again.
    static let none = PackedTokens(rawValue: 0)

    init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// Packs one to three tokens, or returns nil if there are more or one does not fit.
    @unsafe
    init?(_ tokens: UnsafePointer<UInt32>, count: Int) {
        guard 1...3 ~= count else { return nil }
        var word = UInt64(count)
        for index in 0..<count {
            let token = unsafe UInt64(tokens[index])
            guard token <= Self.tokenMask else { return nil }
            word |= token << (2 + Self.tokenBits * UInt64(index))
        }
        self.rawValue = word
    }

    /// Says that `count` tokens are at `offset` of the arena of ``EncodeAnswers``.
    init(offset: Int, count: Int) {
        self.rawValue = UInt64(offset) << 2 | UInt64(count) << 34
    }

    @inline(__always)
    var count: Int { Int(truncatingIfNeeded: self.rawValue & 3) }

    /// Where the tokens are and how many if ``count`` is zero.
    var elsewhere: (offset: Int, count: Int) {
        (Int(self.rawValue >> 2 & 0xFFFF_FFFF), Int(self.rawValue >> 34))
    }

    /// The token with this index below ``count``.
    @inline(__always)
    func token(_ index: Int) -> UInt32 {
        let shift = 2 &+ Self.tokenBits &* UInt64(truncatingIfNeeded: index)
        return UInt32(truncatingIfNeeded: self.rawValue &>> shift & Self.tokenMask)
    }
}
