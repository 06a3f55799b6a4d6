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

    /// Appends the tokens of `utf8` to `output`, with U+FFFD in the place of what is not valid UTF-8.
    ///
    /// The memory is the caller's, to be used again for the next text; nothing else is allocated once a few texts have
    /// been encoded, unless there is something to replace. A valid text has at most one token a byte, an invalid one
    /// three.
    ///
    /// ```swift
    /// let tokens = try [TokenID](capacity: text.count) { output throws(TokenizerError) in
    ///     try tokenizer.encode(text, into: &output)
    /// }
    /// ```
    ///
    /// - Complexity: O(*n*).
    /// - Throws: ``TokenizerError/Code/insufficientRoom`` if `output` can't hold all of them; then nothing is appended.
    public func encode(_ utf8: Span<UInt8>, into output: inout OutputSpan<TokenID>) throws(TokenizerError) {
        let room = output.freeCapacity
        let needed = unsafe output.withUnsafeMutableBufferPointer { buffer, initializedCount in
            let start = initializedCount
            let needed = withValidUTF8(utf8) { text in
                var needed = 0
                unsafe self.forEachTokenBatch(in: text) { batch in
                    // Unsafe: a batch that fits is copied behind those before it; an id in memory is its raw value.
                    if needed &+ batch.count <= room, let source = batch.baseAddress, let base = buffer.baseAddress {
                        let target = unsafe UnsafeMutableRawPointer(base + start + needed)
                        unsafe target.copyMemory(from: source, byteCount: batch.count &* MemoryLayout<TokenID>.stride)
                    }
                    needed &+= batch.count
                }
                return needed
            }
            if needed <= room { initializedCount = start + needed }
            return needed
        }
        guard needed <= room else {
            throw TokenizerError(
                .insufficientRoom,
                "the text has \(needed) tokens and the output has room for \(room): one a byte is always enough"
            )
        }
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

    /// - Parameter startsText: Whether nothing is before `text`, which is a part of a text otherwise.
    func encode(
        valid text: Span<UInt8>,
        allowing allowed: SpecialTokens = .none,
        startsText: Bool = true
    ) -> [TokenID] {
        var tokens: [TokenID] = []
        // About as many as English has; more is asked for as it turns out.
        tokens.reserveCapacity(text.count / 4 + 4)
        var (start, startsText) = (0, startsText)
        while let special = self.encoding.specials.firstMatch(in: text, from: start, allowing: allowed) {
            self.append(text.extracting(start..<special.range.lowerBound), startsText: startsText, to: &tokens)
            tokens.append(special.token)
            start = special.range.upperBound
            if self.encoding.preparation?.prefixSpace == .unspacedText { startsText = false }
        }
        self.append(text.extracting(start..<text.count), startsText: startsText, to: &tokens)
        return tokens
    }

    private func append(_ text: Span<UInt8>, startsText: Bool, to tokens: inout [TokenID]) {
        unsafe self.forEachTokenBatch(in: text, startsText: startsText) { batch in
            unsafe batch.withMemoryRebound(to: TokenID.self) { unsafe tokens.append(contentsOf: $0) }
        }
    }

    /// Calls `body` with the ids of the tokens of `text`, which is valid UTF-8, in order, some at a time.
    ///
    /// - Complexity: O(*n*); memory for the longest piece only, and for the text if it must be normalized.
    @inline(__always)
    func forEachTokenBatch(
        in text: Span<UInt8>,
        startsText: Bool = true,
        _ body: (UnsafeBufferPointer<UInt32>) -> Void
    ) {
        // One copy of all that is inlined below for both ways.
        func forEachBatch(_ text: Span<UInt8>) {
            unsafe self.forEachTokenBatch(inNormal: text, startsText: startsText, body)
        }
        self.encoding.normalizer.normalizing(text) { forEachBatch($0) }
    }

    @inline(__always)
    private func forEachTokenBatch(
        inNormal text: Span<UInt8>,
        startsText: Bool,
        _ body: (UnsafeBufferPointer<UInt32>) -> Void
    ) {
        if self.encoding.preparation == nil, self.encoding.vocabulary.order == nil {
            unsafe self.forEachRankBatch(in: text, body)
        } else {
            unsafe self.forEachPreparedBatch(in: text, startsText: startsText, body)
        }
    }

    /// The same with ranks instead of ids, for a text to which nothing is left to be done before it is split.
    @inline(__always)
    func forEachRankBatch(in text: Span<UInt8>, _ body: (UnsafeBufferPointer<UInt32>) -> Void) {
        if text.isEmpty { return }
        let encoding = self.encoding
        encoding.encoding.withWorkspace { split, workspace, answers in
            var tokens: [TokenID] = []
            encoding.pretokenizer.forEachBatch(in: text, workspace.kernels, split) { batch in
                answers.begin(batch.count, &workspace.cache)
                BatchLookup.run(batch, of: text, encoding.vocabulary, &workspace, &answers)
                unsafe answers.write(batch.count) { piece in
                    let range = batch.range(of: piece)
                    LongMerge.merge(text, range.lowerBound, range.upperBound, encoding.vocabulary, &workspace.merging)
                    unsafe workspace.merging.longTokens.withUnsafeBufferPointer(body)
                } _: {
                    unsafe body($0)
                }
                return true
            } orPiece: { piece in
                tokens.removeAll(keepingCapacity: true)
                MergeLoop.encode(text, piece, encoding.vocabulary, &workspace.merging, into: &tokens)
                unsafe tokens.withUnsafeBufferPointer { unsafe $0.withMemoryRebound(to: UInt32.self, body) }
                return true
            }
        }
    }
}
