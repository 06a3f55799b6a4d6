/// The split pattern of r50k_base and p50k_base: that of GPT-2 and GPT-3.
///
/// As tiktoken 0.14 writes it (`openai_public.py`), one alternative a line:
///
///     '(?:[sdmt]|ll|ve|re)
///      ?\p{L}++
///      ?\p{N}++
///      ?[^\s\p{L}\p{N}]++
///     \s++$
///     \s+(?!\S)
///     \s
///
/// Against ``CL100KPattern``: contractions have small letters only; nothing but one U+0020 goes before a word, and before
/// a number; numbers are of any length; newlines are white space like any other.
enum R50KPattern: ResumablePattern {
    static func advance(_ text: Span<UInt8>, from start: Int) -> Int {
        var memo = ScanMemo()
        return Self.advance(text, from: start, resuming: &memo)
    }

    @inline(__always)
    static func advance(_ text: Span<UInt8>, from start: Int, resuming memo: inout ScanMemo) -> Int {
        var first = text.character(at: start)
        switch unsafe text[unchecked: start] {
        case UInt8(ascii: " ") where first.end < text.count:
            let second = text.character(at: first.end)
            if !second.kind.meets(.whiteSpace) { first = second }
        case UInt8(ascii: "'"):
            if let end = Self.endOfContraction(text, at: start) { return end }
            if start &+ 2 >= text.count {
                // More text can still make it a contraction, whatever the run behind it is.
                memo = ScanMemo()
                memo.position = text.count
                return text.endOfRun(of: .otherOrMark, from: first.end)
            }
        default: break
        }
        if first.kind.meets(.whiteSpace) {
            return SplitRule.endOfBlanks(text, memo.whiteSpace(text, from: start), from: start)
        }
        let kinds: CharacterClass =
            first.kind.meets(.letter) ? .letter : first.kind.meets(.number) ? .number : .otherOrMark
        memo.readRun(of: kinds, text, from: first.end)
        return memo.position
    }

    /// Letter or number, and what is neither: no piece has both in this order.
    @inline(__always)
    static func isBoundary(after kind: CharacterClass, before next: ClassifiedCharacter, _ byte: UInt8) -> Bool {
        kind.meets([.letter, .number]) && next.kind.meets([.whiteSpace, .other]) && byte != UInt8(ascii: "'")
    }

    /// The end of `'(?:[sdmt]|ll|ve|re)` at `position`, or nil.
    @inline(__always)
    private static func endOfContraction(_ text: Span<UInt8>, at position: Int) -> Int? {
        guard let end = SplitRule.endOfContraction(text, at: position) else { return nil }
        // Neither capitals nor U+017F; the shortest has one letter, the longest two.
        for index in position &+ 1..<end {
            let byte = unsafe text[unchecked: index]
            guard (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) else { return nil }
        }
        return end
    }
}
