internal import TallyEstimation

/// A text, and where each of its tokens starts.
struct TokenizedText {
    /// Valid UTF-8: what the encoding counts, which is the text itself unless that is normalized before.
    let bytes: [UInt8]
    let tokens: [TokenID]
    /// The offset of each token's first byte, in order.
    let starts: [UInt32]
    /// Whether the encoding writes the text anew before it splits it, so that `bytes` are not those that were read.
    let isNormalized: Bool

    /// The most bytes that are explained at once: offsets are 32 bits wide, and all of it is in memory.
    static let largest = 1 << 28

    /// Splits `bytes` into tokens and finds the place of each.
    ///
    /// - Parameter bytes: Valid UTF-8 of at most ``largest`` bytes.
    /// - Returns: Nil for an encoding whose tokens, put together, are no text.
    /// - Complexity: O(*n*).
    init?(_ bytes: [UInt8], _ tokenizer: Tokenizer) {
        let tokens = bytes.withSpan { tokenizer.encode($0) }
        guard let decoded = try? tokenizer.decodeBytes(tokens) else { return nil }
        self.isNormalized = decoded != bytes
        if self.isNormalized, decoded.withSpan({ $0.offsetOfInvalidUTF8 }) != nil { return nil }

        var lengths = TokenLengths(tokenizer)
        var starts: [UInt32] = []
        starts.reserveCapacity(tokens.count)
        var end = 0
        for token in tokens {
            starts.append(UInt32(end))
            end += lengths[token]
        }
        // A space that the encoding puts before the text is a part of its first token, but not of the text.
        let added = end - decoded.count
        guard added == 0 || (added == 1 && tokenizer.encoding.preparation?.addsPrefixSpace == true) else { return nil }
        if added == 1 {
            for index in starts.indices.dropFirst() { starts[index] -= 1 }
        }
        self.bytes = decoded
        self.tokens = tokens
        self.starts = starts
    }

    /// Where a token ends.
    func end(of token: Int) -> Int {
        token + 1 < self.starts.count ? Int(self.starts[token + 1]) : self.bytes.count
    }

    /// The tokens that start in `range`.
    ///
    /// The ranges that make up the text have all its tokens, each once.
    ///
    /// - Complexity: O(log *n*).
    func tokens(startingIn range: Range<Int>) -> Range<Int> {
        let first = self.firstToken(from: range.lowerBound)
        return first..<max(first, self.firstToken(from: range.upperBound))
    }

    /// How many tokens have a byte in `range`.
    ///
    /// - Complexity: O(log *n*).
    func count(touching range: Range<Int>) -> Int {
        guard !range.isEmpty else { return 0 }
        var first = self.firstToken(from: range.lowerBound)
        if first > 0, self.end(of: first - 1) > range.lowerBound { first -= 1 }
        return max(0, self.firstToken(from: range.upperBound) - first)
    }

    /// The first token that starts at `offset` or behind; the number of tokens at the text's end.
    private func firstToken(from offset: Int) -> Int {
        if offset >= self.bytes.count { return self.starts.count }
        var (low, high) = (0, self.starts.count)
        while low < high {
            let middle = (low + high) / 2
            if Int(self.starts[middle]) < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// How many bytes the tokens of an encoding have, asked for once each.
private struct TokenLengths {
    private let tokenizer: Tokenizer
    private var known: [UInt32] = []
    private static let most = 1 << 22

    init(_ tokenizer: Tokenizer) {
        self.tokenizer = tokenizer
    }

    subscript(token: TokenID) -> Int {
        mutating get {
            let id = Int(token.rawValue)
            guard id < Self.most else { return self.tokenizer.bytes(of: token)?.count ?? 0 }
            if id >= self.known.count {
                self.known.append(contentsOf: repeatElement(.max, count: max(id + 1, 1 << 16) - self.known.count))
            }
            if self.known[id] == .max { self.known[id] = UInt32(self.tokenizer.bytes(of: token)?.count ?? 0) }
            return Int(self.known[id])
        }
    }
}
