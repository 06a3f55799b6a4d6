/// What a block tells the next one: what its last character is, each 1 or 0.
struct WordCarry: Initializable {
    var letterOrMark: UInt64 = 0
    var uncasedOrMark: UInt64 = 0
    var mark: UInt64 = 0
    var wideNumber: UInt64 = 0
    var blank: UInt64 = 0
    var space: UInt64 = 0
    var newline: UInt64 = 0
    var other: UInt64 = 0
    var letterLike: UInt64 = 0
    var slash: UInt64 = 0
}

extension WordPattern {
    @inline(__always)
    static func pieceStarts(_ masks: BlockMasks, in block: TextBlock, _ carry: inout WordCarry) -> UInt64? {
        let other = masks.other
        // A space behind punctuation that may be within the one token which has it so: rare enough to ask.
        let blanks = masks.blank & (other &<< 1 | carry.other)
        if blanks != 0, blanks & Self.followedByTagEnd(masks, block) != 0 { return nil }

        let lettersAndMarks = masks.letter | masks.mark
        let uncasedOrMark = masks.uncased | masks.mark
        // Of a plain block only the last character may be none of ASCII.
        var rare = (masks.number | other) & (1 &<< masks.last)
        if masks.all != ~0 || uncasedOrMark != 0 {
            rare |= masks.number
            rare |= other & (uncasedOrMark &<< 1 | carry.uncasedOrMark | uncasedOrMark &>> 1)
        }
        var (wideNumber, letterLike): (UInt64, UInt64) = (0, 0)
        if rare != 0 { (wideNumber, letterLike) = Self.rareCharacters(rare, numbers: masks.number, block) }

        var joined = lettersAndMarks & (lettersAndMarks &<< 1 | carry.letterOrMark)
        joined |= masks.newline & (masks.newline &<< 1 | carry.newline)
        if Self.joinsNewlines {
            let before = masks.blank | other
            joined |= masks.newline & (before &<< 1 | carry.blank | carry.other)
        }
        joined |= masks.space & (masks.space &<< 1 | carry.space)
        joined |= (masks.blank | lettersAndMarks | other | wideNumber) & (masks.blank &<< 1 | carry.blank)
        joined |= (other | masks.mark) & (other &<< 1 | carry.other)
        joined |= masks.uncased & (masks.slash &<< 1 | carry.slash)
        if (wideNumber | letterLike | carry.wideNumber | carry.letterLike) != 0 {
            let numberBefore = wideNumber &<< 1 | carry.wideNumber
            joined |= wideNumber & (numberBefore | (other | masks.mark) &<< 1 | carry.other | carry.mark)
            joined |= (other | masks.uncased) & numberBefore
            joined |= letterLike & (uncasedOrMark &<< 1 | carry.uncasedOrMark)
            joined |= masks.uncased & (letterLike &<< 1 | carry.letterLike)
        }

        carry.letterOrMark = masks.carry(of: lettersAndMarks)
        carry.uncasedOrMark = masks.carry(of: uncasedOrMark)
        carry.mark = masks.carry(of: masks.mark)
        carry.wideNumber = masks.carry(of: wideNumber)
        carry.blank = masks.carry(of: masks.blank)
        carry.space = masks.carry(of: masks.space)
        carry.newline = masks.carry(of: masks.newline)
        carry.other = masks.carry(of: other)
        carry.letterLike = masks.carry(of: letterLike)
        carry.slash = masks.carry(of: masks.slash)
        return masks.all & ~joined
    }

    /// The characters that have other punctuation and then a slash behind them.
    @inline(__always)
    private static func followedByTagEnd(_ masks: BlockMasks, _ block: TextBlock) -> UInt64 {
        let opening = masks.other & ~masks.slash
        let inside = masks.slash &>> 2 & opening &>> 1
        // The last character has the first two of the next block behind it; the one before has the last and one of them.
        let (next, last) = (block.nextMasks, masks.last)
        let ofLast = next.other & ~next.slash & next.slash &>> 1 & 1
        let ofOther = masks.carry(of: opening) & next.slash & 1
        return inside | ofLast &<< last | (last == 0 ? 0 : ofOther &<< (last &- 1))
    }

    /// Which of `candidates` are numbers that ASCII lacks, and which are letter-like.
    @inline(never)
    private static func rareCharacters(
        _ candidates: UInt64,
        numbers: UInt64,
        _ block: TextBlock
    ) -> (wideNumber: UInt64, letterLike: UInt64) {
        var (wideNumber, letterLike): (UInt64, UInt64) = (0, 0)
        var rest = candidates
        while rest != 0 {
            let index = UInt64(truncatingIfNeeded: rest.trailingZeroBitCount)
            let bit: UInt64 = 1 &<< index
            rest &= rest &- 1
            let (first, second, third) = block.threeBytes(of: index)
            if first < 0x80 { continue }
            if numbers & bit != 0 {
                wideNumber |= bit
            } else if LetterLike.contains(first, second, third) {
                letterLike |= bit
            }
        }
        return (wideNumber, letterLike)
    }
}
