extension Tokenizer {
    /// Returns the text of `tokens`, with U+FFFD in the place of bytes that are not valid UTF-8 when put together.
    ///
    /// A token may end in the middle of a character; decode all tokens of a text at once, or use
    /// ``decodeBytes(_:)`` and join the bytes.
    ///
    /// - Complexity: O(*n*) in the number of bytes.
    /// - Throws: ``TokenizerError/Code/unknownToken`` for an id that the encoding does not have.
    public func decode(_ tokens: [TokenID]) throws(TokenizerError) -> String {
        if let order = self.encoding.vocabulary.order {
            return String(decoding: try self.decodeBytes(tokens, by: order), as: UTF8.self)
        }
        let count = try self.byteCount(of: tokens)
        // Unsafe: the memory has room for so many bytes, and all are written.
        return unsafe String(unsafeUninitializedCapacity: count) { buffer in
            unsafe self.write(tokens, to: buffer)
        }
    }

    /// Returns the bytes of `tokens`.
    ///
    /// - Complexity: O(*n*) in the number of bytes.
    /// - Throws: ``TokenizerError/Code/unknownToken`` for an id that the encoding does not have.
    public func decodeBytes(_ tokens: [TokenID]) throws(TokenizerError) -> [UInt8] {
        if let order = self.encoding.vocabulary.order { return try self.decodeBytes(tokens, by: order) }
        let total = try self.byteCount(of: tokens)
        // Unsafe: the memory has room for so many bytes, and all are written.
        return unsafe [UInt8](unsafeUninitializedCapacity: total) { buffer, count in
            count = unsafe self.write(tokens, to: buffer)
        }
    }

    /// Appends the bytes of `tokens` to `output`, which is the caller's memory, to be used again.
    ///
    /// Nothing is allocated. The bytes need not be valid UTF-8, since a token may end in the middle of a character.
    ///
    /// - Complexity: O(*n*) in the number of bytes.
    /// - Throws: ``TokenizerError/Code/unknownToken`` for an id that the encoding does not have, and
    ///   ``TokenizerError/Code/insufficientRoom`` if `output` can't hold all bytes; then nothing is appended.
    public func decode(_ tokens: Span<TokenID>, into output: inout OutputSpan<UInt8>) throws(TokenizerError) {
        var ordered: [UInt8]?
        if let order = self.encoding.vocabulary.order { ordered = try self.decodeBytes(tokens, by: order) }
        var count = ordered?.count ?? 0
        if ordered == nil { count = try self.byteCount(of: tokens) }
        guard count <= output.freeCapacity else {
            let room = output.freeCapacity
            throw TokenizerError(
                .insufficientRoom,
                "the tokens are \(count) bytes and the output has room for \(room): give it that many"
            )
        }
        unsafe output.withUnsafeMutableBufferPointer { buffer, initializedCount in
            // Unsafe: there is room for all behind what is there already.
            let free = unsafe UnsafeMutableBufferPointer(rebasing: buffer[initializedCount...])
            if let ordered {
                initializedCount += unsafe free.update(fromContentsOf: ordered)
            } else {
                initializedCount += unsafe self.write(tokens, to: free)
            }
        }
    }

    private func decodeBytes(_ tokens: [TokenID], by order: TokenOrder) throws(TokenizerError) -> [UInt8] {
        let result = unsafe tokens.withUnsafeBufferPointer { tokens in
            Result { () throws(TokenizerError) in try unsafe self.decodeBytes(tokens.span, by: order) }
        }
        return try result.get()
    }

    private func byteCount(of tokens: [TokenID]) throws(TokenizerError) -> Int {
        // The span does not leave the closure, which on Apple systems before 26 is the only way to one.
        let result = unsafe tokens.withUnsafeBufferPointer { tokens in
            Result { () throws(TokenizerError) in try unsafe self.byteCount(of: tokens.span) }
        }
        return try result.get()
    }

    /// The number of bytes of all `tokens`, none of which is unknown then.
    private func byteCount(of tokens: Span<TokenID>) throws(TokenizerError) -> Int {
        let vocabulary = self.encoding.vocabulary
        var total = 0
        for index in tokens.indices {
            let token = unsafe tokens[unchecked: index]
            let count = vocabulary.byteCount(of: token)
            total &+= count > 0 ? count : try self.byteCount(ofSpecial: token)
        }
        return total
    }

    private func byteCount(ofSpecial token: TokenID) throws(TokenizerError) -> Int {
        try self.name(ofSpecial: token).utf8.count
    }

    /// The name of a special token, or of an atom.
    func name(ofSpecial token: TokenID) throws(TokenizerError) -> String {
        guard let name = self.encoding.nameOfSpecial(token) else {
            throw TokenizerError(
                .unknownToken,
                "token \(token) is not in \(self.encoding.name); the largest id is \(self.encoding.largestTokenID)"
            )
        }
        return name
    }

    private func write(_ tokens: [TokenID], to output: UnsafeMutableBufferPointer<UInt8>) -> Int {
        unsafe tokens.withUnsafeBufferPointer { unsafe self.write($0.span, to: output) }
    }

    /// Writes the bytes of `tokens` and returns how many there are.
    ///
    /// - Precondition: None is unknown, and `output` has room for all their bytes (checked for the long ones only).
    private func write(_ tokens: Span<TokenID>, to output: UnsafeMutableBufferPointer<UInt8>) -> Int {
        guard let start = output.baseAddress else { return 0 }
        let vocabulary = self.encoding.vocabulary
        // A step may write more than the token has; as long as there is room, the next token overwrites that.
        let lastStep = output.count - Vocabulary.copyStep
        var written = 0
        for index in tokens.indices {
            let token = unsafe tokens[unchecked: index]
            let count = vocabulary.byteCount(of: token)
            if count > 0, count <= Vocabulary.copyStep, written <= lastStep {
                unsafe vocabulary.copyBytes(of: token, to: start + written)
                written &+= count
            } else {
                let free = unsafe UnsafeMutableBufferPointer(rebasing: output[written...])
                written &+= unsafe self.writeExactly(token, count, to: free)
            }
        }
        return written
    }

    /// Writes the bytes of a token that is long, special or among the last.
    private func writeExactly(_ token: TokenID, _ count: Int, to output: UnsafeMutableBufferPointer<UInt8>) -> Int {
        if count > 0 {
            return unsafe output.update(fromContentsOf: self.encoding.vocabulary.bytes(inPlaceOf: token))
        }
        let name = self.encoding.specials.name(of: token) ?? ""
        return unsafe output.update(fromContentsOf: Array(name.utf8))
    }

    /// Returns the bytes of a token, ordinary or special, or nil for an id that the encoding does not have.
    ///
    /// - Complexity: O(*n*) in the number of bytes.
    public func bytes(of token: TokenID) -> [UInt8]? {
        self.encoding.vocabulary.bytes(of: token) ?? self.encoding.nameOfSpecial(token).map { Array($0.utf8) }
    }

    /// Returns the token, ordinary or special, that consists of exactly these bytes, or nil.
    ///
    /// - Complexity: O(*n*) in the number of bytes.
    public func token(of bytes: [UInt8]) -> TokenID? {
        self.encoding.vocabulary.token(of: bytes) ?? self.encoding.specials.token(of: bytes)
    }
}
