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
enum O200KPattern: SplitPattern {
    /// What the first class of a word holds: `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`.
    private static let leading: CharacterClass = [.upper, .uncased, .mark]
    /// What the second class of a word holds: `[\p{Ll}\p{Lm}\p{Lo}\p{M}]`.
    private static let trailing: CharacterClass = [.lower, .uncased, .mark]
    private static let wordly: CharacterClass = [.upper, .lower, .uncased, .mark]

    static func advance(_ text: Span<UInt8>, from start: Int) -> Int {
        let first = text.character(at: start)
        if first.kind.meets(.letter) {
            return Self.endOfWord(text, from: start)
        }
        if first.kind.meets(.number) {
            return SplitRule.endOfNumbers(text, after: first)
        }
        if !first.kind.meets(.newline) {
            if first.end < text.count {
                let second = text.character(at: first.end)
                if second.kind.meets(Self.wordly) {
                    return Self.endOfWord(text, prefix: first, at: start)
                }
                if unsafe text[unchecked: start] == UInt8(ascii: " "), second.kind.meets(.other) {
                    return Self.endOfPunctuation(text, from: second.end)
                }
            }
            // A mark with no word behind it is a word of its own; whatever else is no white space is punctuation.
            if first.kind.meets(.mark) {
                return Self.endOfWord(text, from: start)
            }
            if first.kind.meets(.other) {
                return Self.endOfPunctuation(text, from: first.end)
            }
        }
        let run = SplitRule.whiteSpace(text, from: start)
        return run.afterNewline ?? SplitRule.endOfBlanks(text, run, from: start)
    }

    /// The end of a word that starts at `start` without a prefix.
    @inline(__always)
    private static func endOfWord(_ text: Span<UInt8>, from start: Int) -> Int {
        let letters = Self.letters(text, from: start)
        return Self.endAfterContraction(text, at: letters.endOfFirstAlternative ?? letters.endOfCapitals)
    }

    /// The end of a word at `first.end` that `first` is the prefix of.
    ///
    /// The first alternative is tried with the prefix and then without it before the second one is, and only a mark
    /// can be both prefix and part of the word.
    @inline(__always)
    private static func endOfWord(_ text: Span<UInt8>, prefix first: ClassifiedCharacter, at start: Int) -> Int {
        let letters = Self.letters(text, from: first.end)
        if let end = letters.endOfFirstAlternative {
            return Self.endAfterContraction(text, at: end)
        }
        if first.kind.meets(.mark) {
            return Self.endOfWord(text, from: start)
        }
        return Self.endAfterContraction(text, at: letters.endOfCapitals)
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
    private static func letters(_ text: Span<UInt8>, from start: Int) -> Letters {
        var end = start
        var endOfShared: Int?
        while end < text.count {
            let next = text.character(at: end)
            if next.kind.meets(Self.leading) {
                end = next.end
                if next.kind.meets(Self.trailing) { endOfShared = next.end }
            } else if next.kind.meets(.lower) {
                return Letters(
                    endOfFirstAlternative: text.endOfRun(of: Self.trailing, from: next.end),
                    endOfCapitals: end
                )
            } else {
                break
            }
        }
        return Letters(endOfFirstAlternative: endOfShared, endOfCapitals: end)
    }

    @inline(__always)
    private static func endAfterContraction(_ text: Span<UInt8>, at end: Int) -> Int {
        SplitRule.endOfContraction(text, at: end) ?? end
    }

    /// The end of `[^\s\p{L}\p{N}]*[\r\n/]*` from `position`, behind the first character of the punctuation.
    @inline(__always)
    private static func endOfPunctuation(_ text: Span<UInt8>, from position: Int) -> Int {
        var end = text.endOfRun(of: [.other, .mark], from: position)
        while end < text.count {
            let byte = unsafe text[unchecked: end]
            guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "/") else { break }
            end &+= 1
        }
        return end
    }
}
