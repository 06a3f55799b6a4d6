/// What a block tells the next one; each but `ends` and `secondLetters` is 1 or 0 and about the last character.
struct CasedCarry: Initializable {
    /// It is a letter, or a mark in a word.
    var letter: UInt64 = 0
    /// It goes on in, or is the prefix of, a word.
    var leads: UInt64 = 0
    /// It is punctuation outside of a tail.
    var punctuation: UInt64 = 0
    /// It is punctuation outside of a tail, or U+0020.
    var punctuationOrBlank: UInt64 = 0
    /// It is punctuation that starts no piece.
    var innerPunctuation: UInt64 = 0
    var tail: UInt64 = 0
    /// It is a letter that is set apart.
    var apart: UInt64 = 0
    /// What contractions have in the next block.
    var secondLetters: UInt64 = 0
    var ends: UInt64 = 0
    var letters = BlockRules.CaseCarry()
    var numbers = BlockRules.NumberCarry()
    var whiteSpace = BlockRules.WhiteSpaceCarry()
}

extension CasedPattern {
    @inline(__always)
    static func pieceStarts(_ masks: BlockMasks, in block: TextBlock, _ carry: inout Carry) -> UInt64? {
        guard let apart = Self.lettersApart(masks, in: block) else { return nil }

        // Punctuation, and which of the marks are part of it.
        let tailClasses = Self.takesSlashes ? masks.newline | masks.slash : masks.newline
        var punctuation = masks.other
        var marks = masks.mark
        var tail = BlockRules.tail(
            of: punctuation,
            masks,
            over: tailClasses,
            isBehind: carry.punctuation,
            isInside: carry.tail
        )
        if marks & (punctuation &<< 1 | carry.innerPunctuation) != 0 {
            let joined = BlockRules.joinMarks(
                in: block,
                over: tailClasses,
                isBehind: carry.punctuation,
                isInner: carry.innerPunctuation,
                isBehindInner: carry.punctuationOrBlank,
                isInTail: carry.tail
            )
            (punctuation, marks, tail) = (joined.punctuation, joined.marks, joined.tail)
        }
        punctuation &= ~tail
        let behind = (punctuation | masks.blank) &<< 1 | carry.punctuationOrBlank

        // Contractions end a word.
        let uncased = masks.uncased & ~apart | marks
        let letters = masks.upper | masks.lower | uncased
        let candidates = Self.takesContractions ? masks.apostrophe & (letters &<< 1 | carry.letter) : 0
        var (suffixes, secondLetters, ends): (UInt64, UInt64, UInt64) = (0, 0, 0)
        if candidates | carry.ends != 0 {
            let found = BlockRules.contractions(
                at: candidates,
                in: block,
                secondLetters: carry.secondLetters,
                ends: carry.ends,
                mayFollow: false
            )
            (suffixes, secondLetters, ends) = (found.apostrophes, found.secondLetters, found.ends)
            (carry.secondLetters, carry.ends) = (found.secondLettersInNext, found.endsInNext)
        }

        // Words: with one character before them that starts a piece, and cut before some capitals.
        let punctuationStarts = punctuation & ~behind & ~suffixes
        let leads = letters | masks.blankOrSpace | punctuationStarts | suffixes
        let words = letters & ~(leads &<< 1 | carry.leads)
        let numbers = BlockRules.numbers(masks, limit: Self.numberLimit, &carry.numbers)
        guard
            let capitals = BlockRules.capitals(
                masks,
                uncased: uncased,
                restarts: ends,
                apart: Self.setsLettersApart ? apart : nil,
                in: block,
                &carry.letters
            ),
            let whiteSpace = BlockRules.whiteSpace(masks, in: block, tail: tail, &carry.whiteSpace)
        else { return nil }

        let apartStarts = apart & ~(apart &<< 1 | carry.apart)
        carry.apart = masks.carry(of: apart)
        carry.letter = masks.carry(of: letters)
        carry.leads = masks.carry(of: leads)
        carry.punctuation = masks.carry(of: punctuation)
        carry.punctuationOrBlank = masks.carry(of: punctuation | masks.blank)
        carry.innerPunctuation = masks.carry(of: punctuation & behind)
        carry.tail = masks.carry(of: tail)
        return (words | capitals | apartStarts | punctuationStarts | numbers | whiteSpace) & ~secondLetters | ends
    }
}
