/// What merging leaves of characters that are no tokens: bytes, and beginnings of characters, which stand for their bytes.
///
/// ``CharacterTokens`` tells of them. Vocabularies of bytes have no such tokens; asking costs them one comparison a call.
extension Vocabulary {
    /// Whether merging may leave beginnings of characters.
    var hasFallback: Bool {
        @inline(__always) get { !self.fallback.isEmpty }
    }

    /// How many more tokens `tokens` are when the beginnings of characters among them are written as bytes.
    ///
    /// - Complexity: O(*n*) for a vocabulary that has such beginnings, else O(1).
    func surplus(_ tokens: some Sequence<UInt32>) -> Int {
        guard self.hasFallback else { return 0 }
        return tokens.reduce(0) { $0 + (self.fallback.contains($1) ? self.length(of: $1) - 1 : 0) }
    }

    /// Writes the beginnings of characters among the `count` tokens at `tokens` as bytes, and returns how many tokens
    /// there are then.
    ///
    /// - Precondition: There is room for as many tokens as all together have bytes.
    /// - Complexity: O(*n*).
    @unsafe
    func spellOut(_ tokens: UnsafeMutablePointer<UInt32>, count: Int) -> Int {
        let surplus = unsafe self.surplus(UnsafeBufferPointer(start: tokens, count: count))
        guard surplus > 0 else { return count }
        // From the last one on, so that nothing is overwritten before it has been read.
        var target = count + surplus
        for index in stride(from: count - 1, through: 0, by: -1) {
            let token = unsafe tokens[index]
            guard self.fallback.contains(token) else {
                target -= 1
                unsafe tokens[target] = token
                continue
            }
            let bytes = unsafe self.bytes(inPlaceOf: TokenID(rawValue: token))
            for place in stride(from: bytes.count - 1, through: 0, by: -1) {
                target -= 1
                unsafe tokens[target] = self.token(ofByte: bytes[place])
            }
        }
        return count + surplus
    }

    /// Writes the beginnings of characters among `tokens` as bytes.
    ///
    /// - Complexity: O(*n*).
    func spellOut(_ tokens: inout [UInt32]) {
        let (count, surplus) = (tokens.count, self.surplus(tokens))
        guard surplus > 0 else { return }
        tokens += repeatElement(0, count: surplus)
        // Unsafe: there is room for the surplus now.
        unsafe tokens.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            _ = unsafe self.spellOut(start, count: count)
        }
    }
}
