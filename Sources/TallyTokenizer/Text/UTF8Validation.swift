extension Span<UInt8> {
    /// The offset of the first byte that belongs to no well-formed UTF-8 sequence, or nil if all do.
    ///
    /// - Complexity: O(*n*); a vector at a time where the processor has vectors.
    package var offsetOfInvalidUTF8: Int? {
        Kernels.best.offsetOfInvalidUTF8(in: self)
    }
}
