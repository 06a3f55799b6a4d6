/// Merges a long piece window by window, in linear time.
///
/// A window that starts some tokens before the end of what is already encoded is encoded by itself. Where both
/// encodings have the same token at the same place, they are joined: the old one up to there, the new one from there.
/// The result is the encoding of the whole, because of two facts about byte pair encoding, for any vocabulary.
///
/// - A sequence of tokens is the encoding of its bytes exactly if each two adjacent tokens are the encoding of theirs.
///   Suppose a merge crossed the border of two adjacent tokens, and take the first such merge of all. Until then the
///   bytes of these two were merged as if they stood alone, so alone they would be merged across their border, too.
/// - In the joined sequence each two adjacent tokens are adjacent in one of the two encodings.
///
/// Where no token is common, the overlap is doubled; if that goes on to the start of the piece, the window is the
/// whole and nothing has to be joined. ``GrowingMerge`` is how it is done.
enum LongMerge {
    /// Merges `text[start..<end]` into `scratch.longTokens` and returns the number of bytes of all windows together.
    ///
    /// - Complexity: O(*n*) time as long as windows of a bounded length join, which no known text prevents; O(*n*)
    ///   memory for the tokens.
    @discardableResult
    static func merge(
        _ text: Span<UInt8>,
        _ start: Int,
        _ end: Int,
        _ vocabulary: Vocabulary,
        _ scratch: inout MergeScratch
    ) -> Int {
        var merge = GrowingMerge(keepsTokens: true)
        merge.extend(text, start, end, vocabulary, &scratch)
        scratch.longTokens = merge.tokens
        vocabulary.spellOut(&scratch.longTokens)
        return merge.work
    }

    /// Returns the number of tokens that merging `text[start..<end]` leaves.
    ///
    /// - Complexity: As ``merge(_:_:_:_:_:)``, but O(1) memory.
    static func count(
        _ text: Span<UInt8>,
        _ start: Int,
        _ end: Int,
        _ vocabulary: Vocabulary,
        _ scratch: inout MergeScratch
    ) -> Int {
        var merge = GrowingMerge(keepsTokens: false)
        return merge.extend(text, start, end, vocabulary, &scratch)
    }
}
