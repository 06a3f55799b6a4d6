/// The split pattern of o200k_base and o200k_harmony.
///
/// As tiktoken 0.14 writes it (`openai_public.py`), one alternative a line:
///
///     [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?
///     [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?
///     \p{N}{1,3}
///      ?[^\s\p{L}\p{N}]+[\r\n/]*
///     \s*[\r\n]+
///     \s+(?!\S)
///     \s+
///
/// In words: a word is capitals, then small letters, with a contraction at its end, and may take along one character
/// before it that is neither letter, number nor newline. Letters without case and marks count as either, so that
/// where a run of capitals ends depends on what follows it. Numbers come in threes. Punctuation may take along one
/// space before it and any newlines and slashes behind it. White space ends at its last newline; without one, its last
/// character goes to what follows.
enum O200KPattern: ResumablePattern {
    /// What the first class of a word holds: `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`.
    private static let leading: CharacterClass = [.upper, .uncased, .mark]
    /// What the second class of a word holds: `[\p{Ll}\p{Lm}\p{Lo}\p{M}]`.
    private static let trailing: CharacterClass = [.lower, .uncased, .mark]
    private static let wordly: CharacterClass = [.upper, .lower, .uncased, .mark]

    static func advance(_ text: Span<UInt8>, from start: Int) -> Int {
        var memo = ScanMemo()
        return Self.advance(text, from: start, resuming: &memo)
    }

    @inline(__always)
    static func advance(_ text: Span<UInt8>, from start: Int, resuming memo: inout ScanMemo) -> Int {
        let first = text.character(at: start)
        var letters = start
        var isWord = first.kind.meets(.letter)
        if !isWord {
            if first.kind.meets(.number) {
                return SplitRule.endOfNumbers(text, after: first)
            }
            if !first.kind.meets(.newline) {
                if first.end < text.count {
                    let second = text.character(at: first.end)
                    if second.kind.meets(Self.wordly) {
                        letters = first.end
                        isWord = true
                    } else if unsafe text[unchecked: start] == UInt8(ascii: " "), second.kind.meets(.other) {
                        return Self.endOfPunctuation(text, from: second.end, &memo)
                    }
                }
                // A mark with no word behind it is a word of its own; whatever else is no white space is punctuation.
                if !isWord {
                    isWord = first.kind.meets(.mark)
                    if first.kind.meets(.other) {
                        return Self.endOfPunctuation(text, from: first.end, &memo)
                    }
                }
            }
        }
        if isWord {
            return Self.endOfWord(text, first, from: letters, &memo)
        }
        let run = memo.whiteSpace(text, from: start)
        return run.afterNewline ?? SplitRule.endOfBlanks(text, run, from: start)
    }

    /// Letter, number or white space, and what is none of them: whatever comes before, no piece has both.
    ///
    /// White space and punctuation are only ever in front of letters, never behind them, but for the apostrophe of a
    /// contraction; numbers keep to themselves.
    @inline(__always)
    static func isBoundary(after kind: CharacterClass, before next: ClassifiedCharacter, _ byte: UInt8) -> Bool {
        kind.meets([.letter, .number]) && next.kind.meets([.whiteSpace, .other]) && byte != UInt8(ascii: "'")
    }

    /// The end of a word whose letters start at `start`, with `first` or behind it.
    ///
    /// The first alternative is tried with the prefix and then without it before the second one is, and only a mark
    /// can be both prefix and part of the word. Where the first alternative fails with it, capitals without a small
    /// letter follow: without a prefix, the mark is the only trailing letter there is, and the word.
    @inline(__always)
    private static func endOfWord(
        _ text: Span<UInt8>,
        _ first: ClassifiedCharacter,
        from start: Int,
        _ memo: inout ScanMemo
    ) -> Int {
        let letters = Self.letters(text, from: start, &memo)
        let end = letters.endOfFirstAlternative ?? (first.kind.meets(.mark) ? first.end : letters.endOfCapitals)
        return SplitRule.endOfContraction(text, at: end) ?? end
    }

    private struct Letters {
        /// Where capitals followed by at least one small letter end; nil if there is no way to read them so.
        var endOfFirstAlternative: Int?
        var endOfCapitals: Int
    }

    /// Reads the longest run of leading letters, and the trailing ones behind it.
    ///
    /// Without a trailing letter behind the run the engine gives letters back until one that is both leading and
    /// trailing is the last: the word ends there and the capitals behind it are left for the next one.
    @inline(__always)
    private static func letters(_ text: Span<UInt8>, from start: Int, _ memo: inout ScanMemo) -> Letters {
        memo.enter(.word, from: start)
        if memo.isInSecondRun {
            return Self.trailingLetters(text, from: memo.position, &memo)
        }
        var end = memo.position
        var endOfShared = memo.cut
        while end < text.count {
            let next = text.character(at: end)
            if next.kind.meets(Self.leading) {
                end = next.end
                if next.kind.meets(Self.trailing) { endOfShared = next.end }
            } else if next.kind.meets(.lower) {
                return Self.trailingLetters(text, from: next.end, &memo)
            } else {
                break
            }
        }
        memo.position = end
        memo.cut = endOfShared
        return Letters(endOfFirstAlternative: endOfShared, endOfCapitals: end)
    }

    @inline(__always)
    private static func trailingLetters(_ text: Span<UInt8>, from start: Int, _ memo: inout ScanMemo) -> Letters {
        let end = text.endOfRun(of: Self.trailing, from: start)
        memo.position = end
        memo.isInSecondRun = true
        return Letters(endOfFirstAlternative: end, endOfCapitals: end)
    }

    /// The end of `[^\s\p{L}\p{N}]*[\r\n/]*` from `start`, behind the first character of the punctuation.
    @inline(__always)
    private static func endOfPunctuation(_ text: Span<UInt8>, from start: Int, _ memo: inout ScanMemo) -> Int {
        memo.readRun(of: [.other, .mark], text, from: start)
        while memo.position < text.count {
            let byte = unsafe text[unchecked: memo.position]
            guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "/") else { break }
            memo.isInSecondRun = true
            memo.position &+= 1
        }
        return memo.position
    }
}
