/// How a text is cut for a vocabulary that has no split pattern: where no token can lie across.
///
/// SentencePiece merges over a whole text. But its trainer makes no tokens of, say, a letter and a comma, or of a letter
/// and the space behind it, and between two characters that no token has side by side nothing is ever merged. So the text
/// may be cut there, and what is between two cuts is looked up, kept and merged like any other piece. A cut depends on
/// the two characters alone, wherever they are, with the one exception of Gemma's token `> </`.
///
/// Which pairs are cut comes from the vocabularies of Gemma 3 and 4 and of Mistral; the tests take each of their
/// tokens apart and find none that is cut. Not to cut is always right, so rules are simpler than the vocabularies:
///
/// - letters and marks stay together, white space of a kind does, punctuation does;
/// - a space stays with what is behind it, unless that is a digit or other white space;
/// - digits are alone, numbers other than digits stay with punctuation and with each other;
/// - punctuation that is written like a letter (``isLetterLike``) stays with letters without case, and with marks.
protocol WordPattern: ResumablePattern {
    /// Whether newlines stay with the punctuation and spaces before them.
    static var joinsNewlines: Bool { get }
}

/// As the vocabulary of Gemma 3 and 4 allows.
enum GemmaPattern: WordPattern {
    static let joinsNewlines = false
}

/// As the vocabulary of Mistral's first models allows, which has carriage returns in tokens.
enum MistralPattern: WordPattern {
    static let joinsNewlines = true
}

/// What the rules ask of a character.
struct WordCharacter {
    var kind: CharacterClass
    /// Its end, or 0 if there is none.
    var end: Int
    /// Its first byte.
    var byte: UInt8
    /// Punctuation that is written like a letter.
    var isLetterLike: Bool

    /// A number, but no digit of ASCII.
    var isWideNumber: Bool { self.kind.meets(.number) && self.byte >= 0x80 }
    var isBlank: Bool { self.byte == UInt8(ascii: " ") }
}

extension WordPattern {
    static func advance(_ text: Span<UInt8>, from start: Int) -> Int {
        var memo = ScanMemo()
        return Self.advance(text, from: start, resuming: &memo)
    }

    static func advance(_ text: Span<UInt8>, from start: Int, resuming memo: inout ScanMemo) -> Int {
        memo.enter(.run, from: start)
        // The last character that is known to belong to the piece.
        var place = memo.cut ?? start
        var current = text.wordCharacter(at: place)
        while current.end < text.count {
            let next = text.wordCharacter(at: current.end)
            let isTagEnd = current.byte == UInt8(ascii: ">") && next.isBlank
            if isTagEnd {
                guard current.end &+ 2 < text.count else {
                    // More text may tell otherwise, but as it ends here nothing lies across.
                    memo.position = text.count
                    memo.cut = place
                    let isOpen = current.end &+ 1 == text.count || text[current.end &+ 1] == UInt8(ascii: "<")
                    if !isOpen { memo.position = current.end }
                    return current.end
                }
                let isToken =
                    text[current.end &+ 1] == UInt8(ascii: "<") && text[current.end &+ 2] == UInt8(ascii: "/")
                if !isToken { break }
            } else if !Self.areJoined(current, next) {
                break
            }
            place = current.end
            current = next
        }
        memo.position = current.end
        memo.cut = place
        return current.end
    }

    /// Whether two neighbours stay in one piece.
    static func areJoined(_ first: WordCharacter, _ second: WordCharacter) -> Bool {
        let (one, two) = (first.kind, second.kind)
        if two.meets(.newline) {
            return one.meets(.newline) || Self.joinsNewlines && (first.isBlank || one.meets(.other))
        }
        if second.isBlank { return first.isBlank }
        if two.meets(.space) { return one.meets(.space) && !first.isBlank }
        if first.isBlank { return two.meets([.letter, .mark, .other]) || second.isWideNumber }
        if two.meets(.number) {
            return second.isWideNumber && (first.isWideNumber || one.meets([.other, .mark]))
        }
        if two.meets(.other) {
            return one.meets(.other) || first.isWideNumber || one.meets([.uncased, .mark]) && second.isLetterLike
        }
        if one.meets(.other) {
            return two.meets(.mark)
                || two.meets(.uncased) && (first.isLetterLike || first.byte == UInt8(ascii: "/"))
        }
        return one.meets([.letter, .mark]) || first.isWideNumber && two.meets(.uncased)
    }

    /// A letter or a digit before white space: what nothing of what is around can join.
    @inline(__always)
    static func isBoundary(after kind: CharacterClass, before next: ClassifiedCharacter, _ byte: UInt8) -> Bool {
        kind.meets([.letter, .number]) && next.kind.meets(.whiteSpace)
    }
}

extension Span<UInt8> {
    /// The character that starts at `position` of this valid UTF-8 text.
    @inline(__always)
    fileprivate func wordCharacter(at position: Int) -> WordCharacter {
        let character = self.character(at: position)
        let byte = self[position]
        var isLetterLike = false
        if byte >= 0x80, character.kind.meets(.other) {
            // In valid UTF-8 the lead byte tells how many bytes follow.
            isLetterLike = LetterLike.contains(byte, self[position &+ 1], byte < 0xE0 ? 0 : self[position &+ 2])
        }
        return WordCharacter(kind: character.kind, end: character.end, byte: byte, isLetterLike: isLetterLike)
    }
}

/// Characters that are no letters to Unicode, but stand inside of words in the tokens of Gemma's vocabulary.
enum LetterLike {
    /// Whether the character with these bytes is one; the third is not looked at where there are only two.
    ///
    /// U+06D4, U+0970, U+0F0B, U+104B, U+104E, U+1362, U+17D4, U+200C, U+200D, U+201A and U+2764.
    @inline(__always)
    static func contains(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
        switch (first, second) {
        case (0xDB, 0x94): true
        case (0xE0, 0xA5): third == 0xB0
        case (0xE0, 0xBC): third == 0x8B
        case (0xE1, 0x81): third == 0x8B || third == 0x8E
        case (0xE1, 0x8D): third == 0xA2
        case (0xE1, 0x9F): third == 0x94
        case (0xE2, 0x80): third == 0x8C || third == 0x8D || third == 0x9A
        case (0xE2, 0x9D): third == 0xA4
        default: false
        }
    }
}
