extension Vocabulary {
    /// How many bytes ``copyBytes(of:to:)`` writes at once.
    static let copyStep = 16

    /// The number of bytes of a token, 0 for an id that the vocabulary does not use.
    @inline(__always)
    func byteCount(of token: TokenID) -> Int {
        token.rawValue < self.layout.idCount ? self.length(of: token.rawValue) : 0
    }

    /// Copies the first ``copyStep`` bytes from the start of a token on: those of a short token, and some that follow.
    ///
    /// What follows the last token are eight zeros and then the section of the frequent keys, which is longer than what
    /// is read, so that nothing outside of the tables is.
    ///
    /// - Precondition: The vocabulary uses `token`, and `target` has room for ``copyStep`` bytes.
    @unsafe
    @inline(__always)
    func copyBytes(of token: TokenID, to target: UnsafeMutablePointer<UInt8>) {
        let start = unsafe self.bytes + Int(self.offsets[Int(token.rawValue)])
        let vector = unsafe UnsafeRawPointer(start).loadUnaligned(as: SIMD16<UInt8>.self)
        unsafe UnsafeMutableRawPointer(target).storeBytes(of: vector, as: SIMD16<UInt8>.self)
    }

    /// The bytes of a token, where they are.
    ///
    /// - Precondition: The vocabulary uses `token` and outlives what is returned.
    @unsafe
    func bytes(inPlaceOf token: TokenID) -> UnsafeBufferPointer<UInt8> {
        let start = unsafe self.bytes + Int(self.offsets[Int(token.rawValue)])
        return unsafe UnsafeBufferPointer(start: start, count: self.length(of: token.rawValue))
    }
}
