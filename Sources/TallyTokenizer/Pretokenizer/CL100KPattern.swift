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
enum CL100KPattern: SplitPattern {
    static func advance(_ text: Span<UInt8>, from start: Int) -> Int {
        let first = text.character(at: start)
        if first.kind.meets(.letter) {
            return text.endOfRun(of: .letter, from: first.end)
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
                    return text.endOfRun(of: .letter, from: second.end)
                }
                if unsafe text[unchecked: start] == UInt8(ascii: " "), second.kind.meets([.other, .mark]) {
                    return Self.endOfPunctuation(text, from: second.end)
                }
            }
            if first.kind.meets([.other, .mark]) {
                return Self.endOfPunctuation(text, from: first.end)
            }
        }
        let run = SplitRule.whiteSpace(text, from: start)
        if run.end == text.count { return run.end }
        return run.afterNewline ?? SplitRule.endOfBlanks(text, run, from: start)
    }

    /// The end of `[^\s\p{L}\p{N}]*[\r\n]*` from `position`, behind the first character of the punctuation.
    @inline(__always)
    private static func endOfPunctuation(_ text: Span<UInt8>, from position: Int) -> Int {
        text.endOfRun(of: .newline, from: text.endOfRun(of: [.other, .mark], from: position))
    }
}
