extension Tokenizer {
    /// Returns the text of `tokens`, with U+FFFD in the place of bytes that are not valid UTF-8 when put together.
    ///
    /// A token may end in the middle of a character; decode all tokens of a text at once, or use
    /// ``decodeBytes(_:)`` and join the bytes.
    ///
    /// - Complexity: O(*n*) in the number of bytes.
    /// - Throws: ``TokenizerError/Code/unknownToken`` for an id that the encoding does not have.
    public func decode(_ tokens: [TokenID]) throws(TokenizerError) -> String {
        String(decoding: try self.decodeBytes(tokens), as: UTF8.self)
    }

    /// Returns the bytes of `tokens`.
    ///
    /// - Complexity: O(*n*) in the number of bytes.
    /// - Throws: ``TokenizerError/Code/unknownToken`` for an id that the encoding does not have.
    public func decodeBytes(_ tokens: [TokenID]) throws(TokenizerError) -> [UInt8] {
        let vocabulary = self.encoding.vocabulary
        var bytes: [UInt8] = []
        bytes.reserveCapacity(tokens.count * 4)
        for token in tokens {
            if vocabulary.contains(token) {
                vocabulary.append(token.rawValue, to: &bytes)
            } else if let name = self.encoding.specials.name(of: token) {
                bytes += name.utf8
            } else {
                throw TokenizerError(
                    .unknownToken,
                    "token \(token) is not in \(self.encoding.name); the largest id is \(self.encoding.largestTokenID)"
                )
            }
        }
        return bytes
    }

    /// Returns the bytes of a token, ordinary or special, or nil for an id that the encoding does not have.
    ///
    /// - Complexity: O(*n*) in the number of bytes.
    public func bytes(of token: TokenID) -> [UInt8]? {
        self.encoding.vocabulary.bytes(of: token) ?? self.encoding.specials.name(of: token).map { Array($0.utf8) }
    }

    /// Returns the token, ordinary or special, that consists of exactly these bytes, or nil.
    ///
    /// - Complexity: O(*n*) in the number of bytes.
    public func token(of bytes: [UInt8]) -> TokenID? {
        self.encoding.vocabulary.token(of: bytes) ?? self.encoding.specials.token(of: bytes)
    }
}
