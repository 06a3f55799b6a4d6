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
/// whole and nothing has to be joined.
enum LongMerge {
    /// How many bytes the first try goes back from the end of what is encoded.
    private static let overlap = 32

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
        scratch.longTokens.removeAll(keepingCapacity: true)
        var covered = start
        var work = 0
        while covered < end {
            covered = Self.extend(text, covered, end, vocabulary, &scratch, &work)
        }
        return work
    }

    /// Encodes one more window and returns where it ends.
    private static func extend(
        _ text: Span<UInt8>,
        _ covered: Int,
        _ end: Int,
        _ vocabulary: Vocabulary,
        _ scratch: inout MergeScratch,
        _ work: inout Int
    ) -> Int {
        var overlap = Self.overlap
        while true {
            var first = scratch.longTokens.count
            var windowStart = covered
            while first > 0, covered - windowStart < overlap {
                first -= 1
                windowStart -= vocabulary.length(of: scratch.longTokens[first])
            }
            // At least half of a window is new text, so that all windows together are linear.
            let windowEnd = min(end, windowStart + max(MergeScratch.shortLimit, 2 * (covered - windowStart)))
            work += windowEnd - windowStart
            Self.encodeWindow(text, windowStart, windowEnd, vocabulary, &scratch)
            if first == 0 {
                swap(&scratch.longTokens, &scratch.windowTokens)
                return windowEnd
            }
            if let join = Self.commonToken(scratch.longTokens, first, scratch.windowTokens, vocabulary) {
                scratch.longTokens.removeSubrange(join.old...)
                scratch.longTokens += scratch.windowTokens[join.new...]
                return windowEnd
            }
            overlap *= 2
        }
    }

    private static func encodeWindow(
        _ text: Span<UInt8>,
        _ start: Int,
        _ end: Int,
        _ vocabulary: Vocabulary,
        _ scratch: inout MergeScratch
    ) {
        guard end - start <= MergeScratch.shortLimit else {
            return HeapMerge.merge(text, start, end, vocabulary, into: &scratch.windowTokens)
        }
        let count = ShortMerge.merge(text, start, end, vocabulary, scratch)
        scratch.windowTokens.removeAll(keepingCapacity: true)
        for index in 0..<count {
            scratch.windowTokens.append(unsafe scratch.tokens[index + 1])
        }
    }

    /// Finds the first token that both sequences have at the same place; `old[first]` and `new[0]` start together.
    private static func commonToken(
        _ old: [UInt32],
        _ first: Int,
        _ new: [UInt32],
        _ vocabulary: Vocabulary
    ) -> (old: Int, new: Int)? {
        var (oldIndex, newIndex) = (first, 0)
        var (oldPosition, newPosition) = (0, 0)
        while oldIndex < old.count, newIndex < new.count {
            if oldPosition == newPosition, old[oldIndex] == new[newIndex] {
                return (oldIndex, newIndex)
            }
            if oldPosition <= newPosition {
                oldPosition += vocabulary.length(of: old[oldIndex])
                oldIndex += 1
            } else {
                newPosition += vocabulary.length(of: new[newIndex])
                newIndex += 1
            }
        }
        return nil
    }
}
