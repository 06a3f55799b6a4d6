/// Merges a piece by looking at all its pairs before each merge.
///
/// Quadratic in the length, which for pieces of at most ``MergeScratch/shortLimit`` bytes costs less than keeping an
/// order of the pairs.
enum ShortMerge {
    /// Merges `text[start..<end]` and returns the number of tokens, which are in `scratch.tokens` from index 1 on.
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
        // Tokens are at 1...count between two borders, which merge with nothing, so that no token lacks a neighbour and
        // both look-ups after a merge go out together. `count` only shrinks, and both buffers hold two more.
        unsafe tokens[0] = PairTable.border
        unsafe tokens[count &+ 1] = PairTable.border
        unsafe merges[0] = PairTable.none
        unsafe merges[count] = PairTable.none
        var previous = PairTable.border
        for index in 0..<count {
            let token = unsafe vocabulary.token(ofByte: text[unchecked: start &+ index])
            unsafe tokens[index &+ 1] = token
            unsafe merges[index] = vocabulary.pairs.merged(previous, token)
            previous = token
        }
        while true {
            // The lowest rank, and of equals the leftmost.
            var best = PairTable.none
            var place = 0
            for index in 1..<count {
                let merged = unsafe merges[index]
                place = merged < best ? index : place
                best = merged < best ? merged : best
            }
            if best == PairTable.none { return count }
            let left = unsafe vocabulary.pairs.merged(tokens[place &- 1], best)
            let right = unsafe vocabulary.pairs.merged(best, tokens[place &+ 2])
            for index in (place &+ 1)...count {
                unsafe tokens[index] = tokens[index &+ 1]
                unsafe merges[index &- 1] = merges[index]
            }
            count &-= 1
            unsafe tokens[place] = best
            unsafe merges[place &- 1] = left
            unsafe merges[place] = right
        }
    }
}
