/// The patterns that cut words before capitals: those of o200k_base, Tekken and Kimi.
///
/// A word is capitals, then small letters, and may take along one character before it that is neither letter, number
/// nor newline. Letters without case and marks count as either, so that where a run of capitals ends depends on what
/// follows it. ``O200KPattern`` has the regular expression.
protocol CasedPattern: ResumablePattern where Carry == CasedCarry {
    /// Whether a word may have a contraction at its end.
    static var takesContractions: Bool { get }

    /// How many numbers a piece holds at most: 1 or 3.
    static var numberLimit: Int { get }

    /// Whether punctuation takes along slashes behind it, as it does newlines.
    static var takesSlashes: Bool { get }

    /// Whether there are letters without case that are pieces of their own.
    static var setsLettersApart: Bool { get }

    /// Those letters in `block`; nil if masks can't say what becomes of a character.
    static func lettersApart(_ masks: BlockMasks, in block: TextBlock) -> UInt64?

    /// What the pattern takes the character at `position` for; classes of no word stand for themselves.
    static func character(_ text: Span<UInt8>, at position: Int) -> ClassifiedCharacter
}

extension CharacterClass {
    /// What the first class of a word holds: `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`.
    fileprivate static let leading: CharacterClass = [.upper, .uncased, .mark]
    /// What the second class of a word holds: `[\p{Ll}\p{Lm}\p{Lo}\p{M}]`.
    fileprivate static let trailing: CharacterClass = [.lower, .uncased, .mark]
}

/// How far the letters of a word go.
struct CasedLetters {
    /// Where capitals followed by at least one small letter end; nil if there is no way to read them so.
    var endOfFirstAlternative: Int?
    var endOfCapitals: Int
}

extension CasedPattern {
    static var setsLettersApart: Bool {
        @inline(__always) get { false }
    }

    @inline(__always)
    static func lettersApart(_ masks: BlockMasks, in block: TextBlock) -> UInt64? {
        0
    }

    @inline(__always)
    static func character(_ text: Span<UInt8>, at position: Int) -> ClassifiedCharacter {
        text.character(at: position)
    }

    static func advance(_ text: Span<UInt8>, from start: Int) -> Int {
        var memo = ScanMemo()
        return Self.advance(text, from: start, resuming: &memo)
    }

    @inline(__always)
    static func advance(_ text: Span<UInt8>, from start: Int, resuming memo: inout ScanMemo) -> Int {
        Self.advanceByCase(text, from: start, resuming: &memo)
    }

    /// What ``advance(_:from:resuming:)`` is but for what a pattern has before it.
    @inline(__always)
    static func advanceByCase(_ text: Span<UInt8>, from start: Int, resuming memo: inout ScanMemo) -> Int {
        let first = Self.character(text, at: start)
        var letters = start
        var isWord = first.kind.meets(.letter)
        if !isWord {
            if first.kind.meets(.number) {
                return SplitRule.endOfNumbers(text, after: first, limit: Self.numberLimit)
            }
            if !first.kind.meets(.newline) {
                if first.end < text.count {
                    let second = Self.character(text, at: first.end)
                    if second.kind.meets(.letterOrMark) {
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
        return Self.takesContractions ? SplitRule.endOfContraction(text, at: end) ?? end : end
    }

    /// Reads the longest run of leading letters, and the trailing ones behind it.
    ///
    /// Without a trailing letter behind the run the engine gives letters back until one that is both leading and
    /// trailing is the last: the word ends there and the capitals behind it are left for the next one.
    @inline(__always)
    private static func letters(_ text: Span<UInt8>, from start: Int, _ memo: inout ScanMemo) -> CasedLetters {
        memo.enter(.word, from: start)
        if memo.isInSecondRun {
            return Self.trailingLetters(text, from: memo.position, &memo)
        }
        var end = memo.position
        var endOfShared = memo.cut
        while end < text.count {
            let next = Self.character(text, at: end)
            if next.kind.meets(.leading) {
                end = next.end
                if next.kind.meets(.trailing) { endOfShared = next.end }
            } else if next.kind.meets(.lower) {
                return Self.trailingLetters(text, from: next.end, &memo)
            } else {
                break
            }
        }
        memo.position = end
        memo.cut = endOfShared
        return CasedLetters(endOfFirstAlternative: endOfShared, endOfCapitals: end)
    }

    @inline(__always)
    private static func trailingLetters(_ text: Span<UInt8>, from start: Int, _ memo: inout ScanMemo) -> CasedLetters {
        var end = start
        while end < text.count {
            let next = Self.character(text, at: end)
            guard next.kind.meets(.trailing) else { break }
            end = next.end
        }
        memo.position = end
        memo.isInSecondRun = true
        return CasedLetters(endOfFirstAlternative: end, endOfCapitals: end)
    }

    /// The end of `[^\s\p{L}\p{N}]*[\r\n/]*` from `start`, the slash where it is taken, behind the first character of
    /// the punctuation.
    @inline(__always)
    private static func endOfPunctuation(_ text: Span<UInt8>, from start: Int, _ memo: inout ScanMemo) -> Int {
        memo.readRun(of: .otherOrMark, text, from: start)
        while memo.position < text.count {
            switch unsafe text[unchecked: memo.position] {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"): break
            case UInt8(ascii: "/") where Self.takesSlashes: break
            default: return memo.position
            }
            memo.isInSecondRun = true
            memo.position &+= 1
        }
        return memo.position
    }
}
