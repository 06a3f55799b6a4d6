/// The merge of a piece at the end of a stream.
struct GrowingPiece {
    /// Where the piece starts in the text.
    var start: Int
    // Only the number is wanted, so that a giant piece needs no more tokens than a long one.
    private var merge = GrowingMerge(keepsTokens: false)

    init(start: Int) {
        self.start = start
    }

    /// Where the bytes end that have been merged.
    var end: Int { self.start + self.merge.covered }

    /// Returns the number of tokens that `text[start..<end]` merges into.
    ///
    /// - Precondition: `text` agrees with that of the last call between `start` and the lesser of the two ends.
    /// - Complexity: As ``GrowingMerge``, in the bytes by which the end moves.
    mutating func count(
        _ text: Span<UInt8>,
        upTo end: Int,
        _ vocabulary: Vocabulary,
        _ scratch: inout MergeScratch,
        _ work: inout Int
    ) -> Int {
        self.shrink(to: end, vocabulary)
        work -= self.merge.work
        defer { work += self.merge.work }
        return self.merge.extend(text, self.start, end, vocabulary, &scratch)
    }

    /// Forgets what was learnt from bytes at or after `end`.
    mutating func shrink(to end: Int, _ vocabulary: Vocabulary) {
        self.merge.shrink(to: end - self.start, vocabulary)
    }
}
