/// The tokens of one piece: the whole piece if it is a token, else what merging leaves.
enum MergeLoop {
    /// Returns the number of tokens of the piece `text[piece]`.
    ///
    /// - Complexity: O(*n*) in the length of the piece; short pieces O(*n*²) with a bound of
    ///   ``MergeScratch/shortLimit`` bytes.
    @inline(__always)
    static func count(
        _ text: Span<UInt8>,
        _ piece: Range<Int>,
        _ vocabulary: Vocabulary,
        _ scratch: inout MergeScratch
    ) -> Int {
        if vocabulary.pieces.find(text, piece.lowerBound, piece.upperBound) != nil { return 1 }
        return Self.countMerged(text, piece, vocabulary, &scratch)
    }

    @inline(never)
    private static func countMerged(
        _ text: Span<UInt8>,
        _ piece: Range<Int>,
        _ vocabulary: Vocabulary,
        _ scratch: inout MergeScratch
    ) -> Int {
        if piece.upperBound &- piece.lowerBound <= MergeScratch.shortLimit {
            let count = ShortMerge.merge(text, piece.lowerBound, piece.upperBound, vocabulary, scratch)
            guard vocabulary.hasFallback else { return count }
            return unsafe count + vocabulary.surplus(UnsafeBufferPointer(start: scratch.tokens + 1, count: count))
        }
        return LongMerge.count(text, piece.lowerBound, piece.upperBound, vocabulary, &scratch)
    }

    /// Appends the tokens of the piece `text[piece]` to `output`.
    ///
    /// - Complexity: As ``count(_:_:_:_:)``.
    @inline(__always)
    static func encode(
        _ text: Span<UInt8>,
        _ piece: Range<Int>,
        _ vocabulary: Vocabulary,
        _ scratch: inout MergeScratch,
        into output: inout [TokenID]
    ) {
        if let whole = vocabulary.pieces.find(text, piece.lowerBound, piece.upperBound) {
            output.append(TokenID(rawValue: whole))
        } else if piece.upperBound &- piece.lowerBound <= MergeScratch.shortLimit {
            var count = ShortMerge.merge(text, piece.lowerBound, piece.upperBound, vocabulary, scratch)
            // Unsafe: there is room for a token a byte of the piece.
            if vocabulary.hasFallback { count = unsafe vocabulary.spellOut(scratch.tokens + 1, count: count) }
            for index in 0..<count {
                output.append(TokenID(rawValue: unsafe scratch.tokens[index + 1]))
            }
        } else {
            LongMerge.merge(text, piece.lowerBound, piece.upperBound, vocabulary, &scratch)
            output.append(contentsOf: scratch.longTokens.lazy.map(TokenID.init(rawValue:)))
        }
    }
}
