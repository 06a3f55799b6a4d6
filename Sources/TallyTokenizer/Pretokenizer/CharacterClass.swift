internal import CTallyKernels

/// A set of character classes; one character has exactly one.
///
/// The classes are those that the split patterns distinguish. Unicode's properties come from the reference's own regex
/// engine, not from the platform.
struct CharacterClass: OptionSet {
    let rawValue: UInt8

    static let upper = CharacterClass(rawValue: UInt8(TALLY_CHARACTER_UPPER.rawValue))
    static let lower = CharacterClass(rawValue: UInt8(TALLY_CHARACTER_LOWER.rawValue))
    /// Letters that go with either case: `\p{Lm}` and `\p{Lo}`.
    static let uncased = CharacterClass(rawValue: UInt8(TALLY_CHARACTER_UNCASED.rawValue))
    static let mark = CharacterClass(rawValue: UInt8(TALLY_CHARACTER_MARK.rawValue))
    static let number = CharacterClass(rawValue: UInt8(TALLY_CHARACTER_NUMBER.rawValue))
    /// White space other than ``newline``.
    static let space = CharacterClass(rawValue: UInt8(TALLY_CHARACTER_SPACE.rawValue))
    /// Carriage return and line feed.
    static let newline = CharacterClass(rawValue: UInt8(TALLY_CHARACTER_NEWLINE.rawValue))
    /// What is neither letter, mark, number nor white space.
    static let other = CharacterClass(rawValue: UInt8(TALLY_CHARACTER_OTHER.rawValue))

    /// `\p{L}`.
    static let letter: CharacterClass = [.upper, .lower, .uncased]
    /// `[\p{L}\p{M}]`.
    static let letterOrMark: CharacterClass = [.upper, .lower, .uncased, .mark]
    /// Neither letter, number nor white space: `[^\s\p{L}\p{N}]`.
    static let otherOrMark: CharacterClass = [.other, .mark]
    /// `\s`.
    static let whiteSpace: CharacterClass = [.space, .newline]

    /// Whether the two sets have a class in common.
    @inline(__always)
    func meets(_ other: CharacterClass) -> Bool {
        self.rawValue & other.rawValue != 0
    }
}

/// One character of a text: what it is and where the next one starts.
struct ClassifiedCharacter {
    let kind: CharacterClass
    let end: Int
}

extension Span<UInt8> {
    /// Classifies the character that starts at `position` of this valid UTF-8 text.
    ///
    /// - Precondition: `position < count` and it is the start of a character (not checked).
    @inline(__always)
    func character(at position: Int) -> ClassifiedCharacter {
        let lead = unsafe self[unchecked: position]
        if lead < 0x80 {
            return ClassifiedCharacter(
                kind: CharacterClass(rawValue: tally_ascii_character_class(lead)),
                end: position &+ 1
            )
        }
        let (scalar, length) = unsafe self.scalarAboveASCII(at: position, lead: lead)
        return ClassifiedCharacter(
            kind: CharacterClass(rawValue: tally_character_class(scalar)),
            end: position &+ length
        )
    }

    /// Decodes the character of two to four bytes at `position`.
    ///
    /// In valid UTF-8 the lead byte tells how many bytes follow, so nothing is read past the end.
    @unsafe
    @inline(__always)
    func scalarAboveASCII(at position: Int, lead: UInt8) -> (scalar: UInt32, length: Int) {
        let second = unsafe UInt32(self[unchecked: position &+ 1] & 0x3F)
        if lead < 0xE0 {
            return (UInt32(lead & 0x1F) &<< 6 | second, 2)
        }
        let third = unsafe UInt32(self[unchecked: position &+ 2] & 0x3F)
        if lead < 0xF0 {
            return (UInt32(lead & 0x0F) &<< 12 | second &<< 6 | third, 3)
        }
        let fourth = unsafe UInt32(self[unchecked: position &+ 3] & 0x3F)
        return (UInt32(lead & 0x07) &<< 18 | second &<< 12 | third &<< 6 | fourth, 4)
    }

    /// Returns where the run of characters of `kinds` that starts at `position` ends.
    @inline(__always)
    func endOfRun(of kinds: CharacterClass, from position: Int) -> Int {
        var end = position
        while end < self.count {
            let character = self.character(at: end)
            guard character.kind.meets(kinds) else { break }
            end = character.end
        }
        return end
    }
}
