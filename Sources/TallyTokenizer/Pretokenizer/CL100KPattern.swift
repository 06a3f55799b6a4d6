/// The split pattern of cl100k_base.
///
/// As tiktoken 0.14 writes it (`openai_public.py`), one alternative a line:
///
///     '(?i:[sdmt]|ll|ve|re)
///     [^\r\n\p{L}\p{N}]?+\p{L}++
///     \p{N}{1,3}+
///      ?[^\s\p{L}\p{N}]++[\r\n]*+
///     \s++$
///     \s*[\r\n]
///     \s+(?!\S)
///     \s
///
/// Against ``O200KPattern``: a contraction is a piece of its own and comes first; letters are not told apart by case;
/// marks are punctuation; punctuation takes along newlines but no slashes; white space at the end of the text is one
/// piece, newlines or not.
enum CL100KPattern: ResumablePattern {
    static func advance(_ text: Span<UInt8>, from start: Int) -> Int {
        var memo = ScanMemo()
        return Self.advance(text, from: start, resuming: &memo)
    }

    @inline(__always)
    static func advance(_ text: Span<UInt8>, from start: Int, resuming memo: inout ScanMemo) -> Int {
        let first = text.character(at: start)
        if first.kind.meets(.letter) {
            return Self.endOfLetters(text, from: first.end, &memo)
        }
        if first.kind.meets(.number) {
            return SplitRule.endOfNumbers(text, after: first)
        }
        if !first.kind.meets(.newline) {
            if let end = SplitRule.endOfContraction(text, at: start) {
                return end
            }
            if first.end < text.count {
                let second = text.character(at: first.end)
                if second.kind.meets(.letter) {
                    return Self.endOfLetters(text, from: second.end, &memo)
                }
                if unsafe text[unchecked: start] == UInt8(ascii: " "), second.kind.meets([.other, .mark]) {
                    return Self.endOfPunctuation(text, from: second.end, &memo)
                }
            }
            if first.kind.meets([.other, .mark]) {
                return Self.endOfPunctuation(text, from: first.end, &memo)
            }
        }
        let run = memo.whiteSpace(text, from: start)
        if run.end == text.count { return run.end }
        return run.afterNewline ?? SplitRule.endOfBlanks(text, run, from: start)
    }

    /// Letter or number, and what is neither: as in ``O200KPattern``, no piece has both in this order.
    @inline(__always)
    static func isBoundary(after kind: CharacterClass, before next: ClassifiedCharacter, _ byte: UInt8) -> Bool {
        kind.meets([.letter, .number]) && next.kind.meets([.whiteSpace, .other]) && byte != UInt8(ascii: "'")
    }

    @inline(__always)
    private static func endOfLetters(_ text: Span<UInt8>, from start: Int, _ memo: inout ScanMemo) -> Int {
        memo.readRun(of: .letter, text, from: start)
        return memo.position
    }

    /// The end of `[^\s\p{L}\p{N}]*[\r\n]*` from `start`, behind the first character of the punctuation.
    @inline(__always)
    private static func endOfPunctuation(_ text: Span<UInt8>, from start: Int, _ memo: inout ScanMemo) -> Int {
        memo.readRun(of: [.other, .mark], text, from: start)
        let end = text.endOfRun(of: .newline, from: memo.position)
        memo.isInSecondRun = memo.isInSecondRun || end > memo.position
        memo.position = end
        return end
    }
}
