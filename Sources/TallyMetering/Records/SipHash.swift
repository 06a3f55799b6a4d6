/// SipHash-2-4 (Aumasson and Bernstein, 2012): a keyed hash for short messages.
package enum SipHash {
    /// Returns the hash of `bytes` under `key`.
    ///
    /// - Complexity: O(*n*).
    package static func hash(_ bytes: Span<UInt8>, key: (UInt64, UInt64)) -> UInt64 {
        var state = State(key)
        let wholeWords = bytes.count / 8
        for word in 0..<wholeWords {
            state.absorb(Self.word(bytes, at: word * 8, count: 8))
        }
        let rest = Self.word(bytes, at: wholeWords * 8, count: bytes.count % 8)
        state.absorb(UInt64(truncatingIfNeeded: bytes.count) << 56 | rest)
        return state.finished()
    }

    private static func word(_ bytes: Span<UInt8>, at start: Int, count: Int) -> UInt64 {
        var word: UInt64 = 0
        for index in 0..<count { word |= UInt64(bytes[start + index]) << UInt64(8 * index) }
        return word
    }

    private struct State {
        var a: UInt64
        var b: UInt64
        var c: UInt64
        var d: UInt64

        init(_ key: (UInt64, UInt64)) {
            self.a = key.0 ^ 0x736f_6d65_7073_6575
            self.b = key.1 ^ 0x646f_7261_6e64_6f6d
            self.c = key.0 ^ 0x6c79_6765_6e65_7261
            self.d = key.1 ^ 0x7465_6462_7974_6573
        }

        mutating func absorb(_ word: UInt64) {
            self.d ^= word
            self.round()
            self.round()
            self.a ^= word
        }

        mutating func finished() -> UInt64 {
            self.c ^= 0xFF
            for _ in 0..<4 { self.round() }
            return self.a ^ self.b ^ self.c ^ self.d
        }

        private mutating func round() {
            self.a &+= self.b
            self.b = Self.rotated(self.b, 13) ^ self.a
            self.a = Self.rotated(self.a, 32)
            self.c &+= self.d
            self.d = Self.rotated(self.d, 16) ^ self.c
            self.a &+= self.d
            self.d = Self.rotated(self.d, 21) ^ self.a
            self.c &+= self.b
            self.b = Self.rotated(self.b, 17) ^ self.c
            self.c = Self.rotated(self.c, 32)
        }

        private static func rotated(_ word: UInt64, _ count: UInt64) -> UInt64 {
            word << count | word >> (64 - count)
        }
    }
}
