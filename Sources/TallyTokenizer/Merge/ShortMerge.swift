/// Merges a piece by looking at all its pairs before each merge.
///
/// Quadratic in the length, which for pieces of at most ``MergeScratch/shortLimit`` bytes costs less than keeping an
/// order of the pairs.
enum ShortMerge {
    /// Merges `text[start..<end]` and returns the number of tokens, which are the first of `scratch.tokens`.
    ///
    /// - Precondition: The piece has 1 to ``MergeScratch/shortLimit`` bytes.
    /// - Complexity: O(*n*²).
    @inline(__always)
    static func merge(
        _ text: Span<UInt8>,
        _ start: Int,
        _ end: Int,
        _ vocabulary: Vocabulary,
        _ scratch: borrowing MergeScratch
    ) -> Int {
        precondition(0 <= start && start < end && end <= text.count && end - start <= MergeScratch.shortLimit)
        let tokens = unsafe scratch.tokens
        let merges = unsafe scratch.merges
        var count = end &- start
        // All positions below stay under `count`, which only shrinks from at most `shortLimit`.
        unsafe tokens[0] = vocabulary.token(ofByte: text[unchecked: start])
        for index in 1..<max(1, count) {
            unsafe tokens[index] = vocabulary.token(ofByte: text[unchecked: start &+ index])
            unsafe merges[index &- 1] = vocabulary.pairs.merged(tokens[index &- 1], tokens[index])
        }
        while count > 1 {
            // The lowest rank, and of equals the leftmost.
            var best = PairTable.none
            var place = 0
            for index in 0..<(count &- 1) {
                let merged = unsafe merges[index]
                place = merged < best ? index : place
                best = merged < best ? merged : best
            }
            if best == PairTable.none { break }
            count &-= 1
            unsafe tokens[place] = best
            for index in (place &+ 1)..<max(place &+ 1, count) {
                unsafe tokens[index] = tokens[index &+ 1]
                unsafe merges[index &- 1] = merges[index]
            }
            if place > 0 {
                unsafe merges[place &- 1] = vocabulary.pairs.merged(tokens[place &- 1], best)
            }
            if place &+ 1 < count {
                unsafe merges[place] = vocabulary.pairs.merged(best, tokens[place &+ 1])
            }
        }
        return count
    }
}
