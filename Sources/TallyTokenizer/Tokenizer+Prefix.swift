extension Tokenizer {
    /// Returns the longest beginning of `text` that is made of its first `maxTokens` tokens and ends between two
    /// characters.
    ///
    /// The result never has more than `maxTokens` tokens of its own: where the cut makes the end of the text split
    /// differently, it is moved back. A character is what Swift calls one, so no emoji and no accent is torn apart.
    ///
    /// - Precondition: `maxTokens >= 0`.
    /// - Complexity: O(*m*) in the number of bytes up to the cut.
    public func prefix(of text: String, maxTokens: Int) -> Substring {
        var limit = maxTokens
        while true {
            let length = withUTF8(text) { self.prefixLength(valid: $0, maxTokens: limit) }
            let end = text.startOfCharacter(atUTF8Offset: length)
            let prefix = text[..<end]
            // Cutting at a character instead of a token can, rarely, leave an end that takes more tokens.
            if self.count(prefix, upTo: maxTokens) != nil { return prefix }
            limit -= 1
        }
    }

    /// Returns the number of bytes of the longest beginning of `utf8` that is made of its first `maxTokens` tokens and
    /// ends between two Unicode scalars.
    ///
    /// As ``prefix(of:maxTokens:)``, for bytes. Where they are not valid UTF-8, the beginning of them that is decides.
    ///
    /// - Precondition: `maxTokens >= 0`.
    /// - Complexity: O(*n*) for the check for valid UTF-8, then O(*m*) in the number of bytes up to the cut.
    public func prefixLength(of utf8: Span<UInt8>, maxTokens: Int) -> Int {
        let valid = utf8.extracting(first: utf8.offsetOfInvalidUTF8 ?? utf8.count)
        var limit = maxTokens
        while true {
            let length = self.prefixLength(valid: valid, maxTokens: limit)
            if self.count(utf8.extracting(first: length), upTo: maxTokens) != nil { return length }
            limit -= 1
        }
    }

    /// The end of the last whole scalar within the first `maxTokens` tokens of `text`, or of what is normalized as a
    /// whole.
    private func prefixLength(valid text: Span<UInt8>, maxTokens: Int) -> Int {
        guard let normal = self.encoding.normalizer.normalized(text) else {
            return self.prefixLength(normal: text, maxTokens: maxTokens)
        }
        let length = normal.withSpan { self.prefixLength(normal: $0, maxTokens: maxTokens) }
        return self.encoding.normalizer.length(in: text, ofNormalized: length)
    }

    private func prefixLength(normal text: Span<UInt8>, maxTokens: Int) -> Int {
        precondition(maxTokens >= 0, "a prefix can't have \(maxTokens) tokens: pass 0 or more")
        if let preparation = self.encoding.preparation {
            return self.prefixLength(valid: text, maxTokens: maxTokens, preparedBy: preparation)
        }
        var remaining = maxTokens
        var end = 0
        var scratch = MergeScratch()
        var tokens: [TokenID] = []
        let vocabulary = self.encoding.vocabulary
        self.encoding.pretokenizer.forEachPiece(in: text) { piece in
            tokens.removeAll(keepingCapacity: true)
            MergeLoop.encode(text, piece, vocabulary, &scratch, into: &tokens)
            end = tokens.prefix(remaining).reduce(piece.lowerBound) { $0 + vocabulary.length(of: $1.rawValue) }
            remaining -= tokens.count
            return remaining > 0
        }
        while end > 0, end < text.count, text[end] & 0xC0 == 0x80 { end -= 1 }
        return end
    }
}

extension String {
    /// The start of the character that the byte at `offset` belongs to; the end of the string for its length.
    fileprivate func startOfCharacter(atUTF8Offset offset: Int) -> String.Index {
        let index = self.utf8.index(self.startIndex, offsetBy: offset)
        guard index < self.endIndex else { return index }
        // From the middle of a character as from its start, one step on leads to its end.
        return self.index(before: self.index(after: index))
    }
}
