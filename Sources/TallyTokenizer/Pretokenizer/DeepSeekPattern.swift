/// The split pattern of DeepSeek from V3 on.
///
/// Three patterns one after the other, as the `tokenizer.json` of DeepSeek V3 and V4 has them: each cuts what the one
/// before has left of the text, and what it matches apart.
///
///     \p{N}{1,3}
///
///     [一-龥぀-ゟ゠-ヿ]+
///
///     [!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+
///     [^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+
///      ?[\p{P}\p{S}]+[\r\n]*
///     \s*[\r\n]+
///     \s+(?!\S)
///     \s+
///
/// In words: numbers come in threes. The characters of Chinese and Japanese that the second pattern lists are kept apart
/// from all others, and both are then cut by the third: a text ends for it where the kind of character changes, so that
/// white space before a number is not left to it. A word may take along one character before it that is neither letter,
/// number, punctuation, symbol nor newline; or it is one ASCII character of punctuation and ASCII letters. What the third
/// pattern does not match, such as controls, is kept together.
enum DeepSeekPattern: ResumablePattern {
    static func advance(_ text: Span<UInt8>, from start: Int) -> Int {
        var memo = ScanMemo()
        return Self.advance(text, from: start, resuming: &memo)
    }

    @inline(__always)
    static func advance(_ text: Span<UInt8>, from start: Int, resuming memo: inout ScanMemo) -> Int {
        let first = Self.character(text, at: start)
        switch first.kind {
        case .number:
            return SplitRule.endOfNumbers(text, after: text.character(at: start), limit: 3)
        case .wordly:
            return Self.endOfRun(of: .wordly, text, from: start, &memo)
        case .punctuation:
            if let end = Self.endOfMarkedWord(text, from: start, &memo) { return end }
            return Self.endOfPunctuation(text, from: start, &memo)
        case .space:
            if let second = Self.character(text, behind: first) {
                if second.kind == .wordly { return Self.endOfRun(of: .wordly, text, from: first.end, &memo) }
                if second.kind == .punctuation, unsafe text[unchecked: start] == UInt8(ascii: " ") {
                    return Self.endOfPunctuation(text, from: first.end, &memo)
                }
            }
            return Self.endOfWhiteSpace(text, from: start, &memo)
        case .newline:
            return Self.endOfWhiteSpace(text, from: start, &memo)
        case .rest:
            if let second = Self.character(text, behind: first), second.kind == .wordly {
                return Self.endOfRun(of: .wordly, text, from: first.end, &memo)
            }
            // The last of them is left to a word behind it, and not part of this piece then.
            let end = Self.endOfRun(of: .rest, text, from: start, &memo)
            let last = Self.character(text, at: text.startOfLastCharacter(before: end))
            return Self.character(text, behind: last)?.kind == .wordly ? text.startOfLastCharacter(before: end) : end
        }
    }

    /// A letter, number or mark, and white space or other characters; a number and anything else.
    @inline(__always)
    static func isBoundary(after kind: CharacterClass, before next: ClassifiedCharacter, _ byte: UInt8) -> Bool {
        kind.meets([.letter, .mark]) && next.kind.meets([.whiteSpace, .other])
            || kind.meets(.number) != next.kind.meets(.number)
    }
}

// MARK: - Characters

extension DeepSeekPattern {
    /// What the three patterns tell apart.
    private enum Kind {
        case number
        /// `[\p{L}\p{M}]`.
        case wordly
        /// `[\p{P}\p{S}]`.
        case punctuation
        /// White space but for newlines.
        case space
        case newline
        /// Controls and what is not assigned.
        case rest
    }

    private struct Character {
        let kind: Kind
        /// Whether the second pattern lists it.
        let isListed: Bool
        let end: Int
    }

    @inline(__always)
    private static func character(_ text: Span<UInt8>, at position: Int) -> Character {
        let scalar = text.scalar(at: position)
        let character = text.character(at: position)
        let kind: Kind =
            if character.kind.meets(.letterOrMark) {
                .wordly
            } else if character.kind.meets(.number) {
                .number
            } else if character.kind.meets(.space) {
                .space
            } else if character.kind.meets(.newline) {
                .newline
            } else if UnicodeClass(scalar).isPunctuationOrSymbol {
                .punctuation
            } else {
                .rest
            }
        return Character(kind: kind, isListed: Self.isListed(scalar), end: character.end)
    }

    /// `[一-龥぀-ゟ゠-ヿ]`.
    @inline(__always)
    static func isListed(_ scalar: UInt32) -> Bool {
        0x4E00...0x9FA5 ~= scalar || 0x3040...0x30FF ~= scalar
    }

    /// The character behind `character`, unless the text ends there for the third pattern.
    @inline(__always)
    private static func character(_ text: Span<UInt8>, behind character: Character) -> Character? {
        guard character.end < text.count else { return nil }
        let next = Self.character(text, at: character.end)
        return next.isListed == character.isListed && next.kind != .number ? next : nil
    }
}

// MARK: - Runs

extension DeepSeekPattern {
    /// The end of the run of characters of `kind` that starts at `start` with one of them.
    @inline(__always)
    private static func endOfRun(
        of kind: Kind,
        _ text: Span<UInt8>,
        from start: Int,
        _ memo: inout ScanMemo
    ) -> Int {
        memo.enter(.run, from: start)
        if memo.isInSecondRun { return memo.position }
        let isListed = Self.isListed(text.scalar(at: start))
        while memo.position < text.count {
            let next = Self.character(text, at: memo.position)
            guard next.kind == kind, next.isListed == isListed else { break }
            memo.position = next.end
        }
        return memo.position
    }

    /// The end of ``[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+`` from `start`, a character of punctuation, or nil.
    @inline(__always)
    private static func endOfMarkedWord(_ text: Span<UInt8>, from start: Int, _ memo: inout ScanMemo) -> Int? {
        guard unsafe text[unchecked: start] < 0x80, Self.isASCIILetter(text, at: start &+ 1) else { return nil }
        memo.enter(.word, from: start &+ 1)
        while Self.isASCIILetter(text, at: memo.position) { memo.position &+= 1 }
        return memo.position
    }

    @inline(__always)
    private static func isASCIILetter(_ text: Span<UInt8>, at position: Int) -> Bool {
        guard position < text.count else { return false }
        let byte = unsafe text[unchecked: position] | 0x20
        return UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
    }

    /// The end of `[\p{P}\p{S}]+[\r\n]*` from `start`.
    @inline(__always)
    private static func endOfPunctuation(_ text: Span<UInt8>, from start: Int, _ memo: inout ScanMemo) -> Int {
        let end = Self.endOfRun(of: .punctuation, text, from: start, &memo)
        // Newlines are not listed: the text ends for them where listed punctuation does.
        guard !Self.isListed(text.scalar(at: start)) else { return end }
        memo.position = text.endOfRun(of: .newline, from: end)
        memo.isInSecondRun = memo.isInSecondRun || memo.position > end
        return memo.position
    }

    /// The end of `\s*[\r\n]+|\s+(?!\S)|\s+` from `start`.
    @inline(__always)
    private static func endOfWhiteSpace(_ text: Span<UInt8>, from start: Int, _ memo: inout ScanMemo) -> Int {
        let run = memo.whiteSpace(text, from: start)
        if let end = run.afterNewline { return end }
        guard run.end < text.count, run.lastStart > start else { return run.end }
        // White space is not listed.
        let next = Self.character(text, at: run.end)
        return next.isListed || next.kind == .number ? run.end : run.lastStart
    }
}
