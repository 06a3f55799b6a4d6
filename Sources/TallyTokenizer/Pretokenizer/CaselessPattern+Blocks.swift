/// What a block tells the next one; each but `ends` is 1 or 0 and about the last character.
struct CaselessCarry: Initializable {
    /// It goes on in, or is the prefix of, a word.
    var leads: UInt64 = 0
    var punctuation: UInt64 = 0
    /// It is punctuation or U+0020.
    var punctuationOrBlank: UInt64 = 0
    var tail: UInt64 = 0
    /// What contractions have in the next block.
    var ends: UInt64 = 0
    var numbers = BlockRules.NumberCarry()
    var whiteSpace = BlockRules.WhiteSpaceCarry()
}

extension CaselessPattern {
    @inline(__always)
    static func pieceStarts(_ masks: BlockMasks, in block: TextBlock, _ carry: inout Carry) -> UInt64? {
        let takesMarks = Self.wordly.meets(.mark)
        let letters = takesMarks ? masks.letter | masks.mark : masks.letter
        let punctuation = takesMarks ? masks.other : masks.other | masks.mark
        let tail = BlockRules.tail(
            of: punctuation,
            masks,
            over: masks.newline,
            isBehind: carry.punctuation,
            isInside: carry.tail
        )
        let punctuationStarts =
            punctuation & ~((punctuation | masks.blank) &<< 1 | carry.punctuationOrBlank)

        // A contraction starts wherever a piece starts with an apostrophe, and is a piece.
        let candidates = masks.apostrophe & punctuationStarts
        var ends: UInt64 = 0
        if candidates | carry.ends != 0 {
            let found = BlockRules.contractions(
                at: candidates,
                in: block,
                secondLetters: 0,
                ends: carry.ends,
                mayFollow: true
            )
            (ends, carry.ends) = (found.ends, found.endsInNext)
        }

        let leads = letters | masks.blankOrSpace | punctuationStarts
        let words = letters & ~(leads &<< 1 | carry.leads)
        let numbers = BlockRules.numbers(masks, limit: Self.numberLimit, &carry.numbers)
        guard let whiteSpace = BlockRules.whiteSpace(masks, in: block, tail: tail, &carry.whiteSpace) else {
            return nil
        }

        carry.leads = masks.carry(of: leads)
        carry.punctuation = masks.carry(of: punctuation)
        carry.punctuationOrBlank = masks.carry(of: punctuation | masks.blank)
        carry.tail = masks.carry(of: tail)
        return words | punctuationStarts | numbers | whiteSpace | ends
    }

    static func endOfSettledStarts(_ text: Span<UInt8>) -> Int {
        Self.keepsTrailingWhiteSpace ? SplitRule.startOfTrailingWhiteSpace(text) : text.count
    }
}
