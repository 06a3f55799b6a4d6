extension Tokenizer {
    /// Returns the tokens of `text`; the names of special tokens are ordinary text.
    ///
    /// - Complexity: O(*n*).
    public func encode(_ text: String) -> [TokenID] {
        withUTF8(text) { self.encode(valid: $0) }
    }

    /// Returns the tokens of `text`, a part of a string that is read in place.
    ///
    /// - Complexity: O(*n*).
    public func encode(_ text: Substring) -> [TokenID] {
        withUTF8(text) { self.encode(valid: $0) }
    }

    /// Returns the tokens of `utf8`, with U+FFFD in the place of what is not valid UTF-8.
    ///
    /// - Complexity: O(*n*).
    public func encode(_ utf8: Span<UInt8>) -> [TokenID] {
        withValidUTF8(utf8) { self.encode(valid: $0) }
    }

    /// Returns the tokens of `text`, in which the special tokens of `allowed` are recognised by their names.
    ///
    /// Of several that start at the same place the longest counts. The text between them is split as if each stretch
    /// stood alone.
    ///
    /// - Complexity: O(*n*).
    public func encode(_ text: String, allowing allowed: SpecialTokens) -> [TokenID] {
        withUTF8(text) { self.encode(valid: $0, allowing: allowed) }
    }

    /// Returns the tokens of `utf8`, in which the special tokens of `allowed` are recognised by their names.
    ///
    /// - Complexity: O(*n*).
    public func encode(_ utf8: Span<UInt8>, allowing allowed: SpecialTokens) -> [TokenID] {
        withValidUTF8(utf8) { self.encode(valid: $0, allowing: allowed) }
    }

    private func encode(valid text: Span<UInt8>, allowing allowed: SpecialTokens = .none) -> [TokenID] {
        var tokens: [TokenID] = []
        var scratch = MergeScratch()
        var start = 0
        while let special = self.encoding.specials.firstMatch(in: text, from: start, allowing: allowed) {
            self.append(text.extracting(start..<special.range.lowerBound), to: &tokens, &scratch)
            tokens.append(special.token)
            start = special.range.upperBound
        }
        self.append(text.extracting(start..<text.count), to: &tokens, &scratch)
        return tokens
    }

    private func append(_ text: Span<UInt8>, to tokens: inout [TokenID], _ scratch: inout MergeScratch) {
        let vocabulary = self.encoding.vocabulary
        self.encoding.pretokenizer.forEachPiece(in: text) { piece in
            MergeLoop.encode(text, piece, vocabulary, &scratch, into: &tokens)
            return true
        }
    }
}
