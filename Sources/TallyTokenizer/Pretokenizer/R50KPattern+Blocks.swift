extension R50KPattern {
    /// What a block tells the next one; each but `ends` is 1 or 0 and about the last character.
    struct Carry: Initializable {
        /// It is a letter, or U+0020, which goes before letters; then the same for numbers and punctuation.
        var letterOrBlank: UInt64 = 0
        var numberOrBlank: UInt64 = 0
        var punctuationOrBlank: UInt64 = 0
        var whiteSpace: UInt64 = 0
        /// It is the apostrophe of a contraction.
        var contraction: UInt64 = 0
        /// What contractions have in the next block.
        var ends: UInt64 = 0
    }

    @inline(__always)
    static func pieceStarts(_ masks: BlockMasks, in block: TextBlock, _ carry: inout Carry) -> UInt64? {
        let letterOrBlank = masks.letter | masks.blank
        let numberOrBlank = masks.number | masks.blank
        let punctuation = masks.other | masks.mark
        let punctuationOrBlank = punctuation | masks.blank
        let punctuationStarts = punctuation & ~(punctuationOrBlank &<< 1 | carry.punctuationOrBlank)

        // A contraction starts wherever a piece starts with an apostrophe, and is a piece.
        let candidates = masks.apostrophe & punctuationStarts
        var (contractions, ends): (UInt64, UInt64) = (0, 0)
        if candidates | carry.ends != 0 {
            let found = BlockRules.contractions(
                at: candidates,
                in: block,
                secondLetters: 0,
                ends: carry.ends,
                mayFollow: true,
                ignoresCase: false
            )
            (contractions, ends) = (found.apostrophes, found.ends)
            carry.ends = found.endsInNext
        }

        let inWord = (letterOrBlank | contractions) &<< 1 | carry.letterOrBlank | carry.contraction
        let words = masks.letter & ~inWord
        let numbers = masks.number & ~(numberOrBlank &<< 1 | carry.numberOrBlank)
        // The last character of white space is a piece of its own, or the prefix of one.
        let whiteSpace = masks.whiteSpace
        let inner = (whiteSpace &<< 1 | carry.whiteSpace) & (whiteSpace &>> 1 | block.nextIsWhiteSpace &<< masks.last)

        carry.letterOrBlank = masks.carry(of: letterOrBlank)
        carry.contraction = masks.carry(of: contractions)
        carry.numberOrBlank = masks.carry(of: numberOrBlank)
        carry.punctuationOrBlank = masks.carry(of: punctuationOrBlank)
        carry.whiteSpace = masks.carry(of: whiteSpace)
        return words | numbers | punctuationStarts | whiteSpace & ~inner | ends
    }
}
