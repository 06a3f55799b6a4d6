/// The patterns to which letters are letters, whatever their case: those of cl100k_base, Llama 3 and Qwen.
///
/// Each is this regular expression, one alternative a line, with letters for L, or letters and marks:
///
///     (?i:'s|'t|'re|'ve|'m|'ll|'d)
///     [^\r\n\p{L}\p{N}]?[L]+
///     \p{N}{1,3}
///      ?[^\s[L]\p{N}]+[\r\n]*
///     \s*[\r\n]+
///     \s+(?!\S)
///     \s+
///
/// A mark that counts as a letter could be the prefix of a word as well, which makes no difference: with or without a
/// prefix, the word is the run that starts with it.
protocol CaselessPattern: ResumablePattern where Carry == CaselessCarry {
    /// What words are made of: L.
    static var wordly: CharacterClass { get }

    /// How many numbers a piece holds at most: 1 or 3.
    static var numberLimit: Int { get }

    /// Whether white space that the text ends in is one piece, newlines or not: `\s++$`.
    static var keepsTrailingWhiteSpace: Bool { get }
}

extension CaselessPattern {
    static var keepsTrailingWhiteSpace: Bool {
        @inline(__always) get { false }
    }

    /// What is neither white space, number nor part of a word.
    @inline(__always)
    private static var punctuation: CharacterClass {
        Self.wordly.meets(.mark) ? .other : .otherOrMark
    }

    static func advance(_ text: Span<UInt8>, from start: Int) -> Int {
        var memo = ScanMemo()
        return Self.advance(text, from: start, resuming: &memo)
    }

    @inline(__always)
    static func advance(_ text: Span<UInt8>, from start: Int, resuming memo: inout ScanMemo) -> Int {
        let first = text.character(at: start)
        if first.kind.meets(Self.wordly) {
            return Self.endOfWord(text, from: first.end, &memo)
        }
        if first.kind.meets(.number) {
            return SplitRule.endOfNumbers(text, after: first, limit: Self.numberLimit)
        }
        if !first.kind.meets(.newline) {
            if let end = SplitRule.endOfContraction(text, at: start) {
                return end
            }
            if first.end < text.count {
                let second = text.character(at: first.end)
                if second.kind.meets(Self.wordly) {
                    return Self.endOfWord(text, from: second.end, &memo)
                }
                if unsafe text[unchecked: start] == UInt8(ascii: " "), second.kind.meets(Self.punctuation) {
                    return Self.endOfPunctuation(text, from: second.end, &memo)
                }
            }
            if first.kind.meets(Self.punctuation) {
                return Self.endOfPunctuation(text, from: first.end, &memo)
            }
        }
        let run = memo.whiteSpace(text, from: start)
        if Self.keepsTrailingWhiteSpace, run.end == text.count { return run.end }
        return run.afterNewline ?? SplitRule.endOfBlanks(text, run, from: start)
    }

    /// Letter or number, and what is neither: no piece has both in this order.
    @inline(__always)
    static func isBoundary(after kind: CharacterClass, before next: ClassifiedCharacter, _ byte: UInt8) -> Bool {
        kind.meets([.letter, .number]) && next.kind.meets([.whiteSpace, .other]) && byte != UInt8(ascii: "'")
    }

    @inline(__always)
    private static func endOfWord(_ text: Span<UInt8>, from start: Int, _ memo: inout ScanMemo) -> Int {
        memo.readRun(of: Self.wordly, text, from: start)
        return memo.position
    }

    /// The end of `[^\s[L]\p{N}]*[\r\n]*` from `start`, behind the first character of the punctuation.
    @inline(__always)
    private static func endOfPunctuation(_ text: Span<UInt8>, from start: Int, _ memo: inout ScanMemo) -> Int {
        memo.readRun(of: Self.punctuation, text, from: start)
        let end = text.endOfRun(of: .newline, from: memo.position)
        memo.isInSecondRun = memo.isInSecondRun || end > memo.position
        memo.position = end
        return end
    }
}
