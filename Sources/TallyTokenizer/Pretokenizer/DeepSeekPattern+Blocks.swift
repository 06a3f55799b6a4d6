extension DeepSeekPattern {
    /// What a block tells the next one; each is 1 or 0 and about the last character.
    struct Carry: Initializable {
        /// It goes on in, or is the prefix of, a word.
        var leads: UInt64 = 0
        /// The same for words of listed letters.
        var leadsListed: UInt64 = 0
        /// It starts a piece that goes on in ASCII letters.
        var mayMark: UInt64 = 0
        /// It is such a letter.
        var marked: UInt64 = 0
        var punctuation: UInt64 = 0
        /// It is punctuation or U+0020.
        var punctuationOrBlank: UInt64 = 0
        var listedPunctuation: UInt64 = 0
        var tail: UInt64 = 0
        var numbers = BlockRules.NumberCarry()
        var whiteSpace = BlockRules.WhiteSpaceCarry()
    }

    /// The characters that the masks of a block don't tell from others.
    private struct Details {
        /// What the second pattern lists.
        var listed: UInt64 = 0
        /// What is neither letter, mark, number, punctuation, symbol nor white space.
        var rest: UInt64 = 0
        var aboveASCII: UInt64 = 0
    }

    @inline(__always)
    static func pieceStarts(_ masks: BlockMasks, in block: TextBlock, _ carry: inout Carry) -> UInt64? {
        block.isASCII && !block.hasControls
            ? Self.pieceStarts(masks, in: block, Details(), &carry)
            : Self.pieceStartsByDetails(in: block, &carry)
    }

    @inline(never)
    private static func pieceStartsByDetails(in block: TextBlock, _ carry: inout Carry) -> UInt64? {
        let masks = block.masks
        var details = Details()
        block.forEachAboveASCII { index, scalar in
            let bit: UInt64 = 1 &<< index
            details.aboveASCII |= bit
            if Self.isListed(scalar) { details.listed |= bit }
            if masks.other & bit != 0, !UnicodeClass(scalar).isPunctuationOrSymbol { details.rest |= bit }
        }
        if block.hasControls { details.rest |= block.controls }
        // Whether the last of them is the prefix of a word, the next block tells.
        if masks.carry(of: details.rest) != 0 { return nil }
        return Self.pieceStarts(masks, in: block, details, &carry)
    }

    @inline(__always)
    private static func pieceStarts(
        _ masks: BlockMasks,
        in block: TextBlock,
        _ details: Details,
        _ carry: inout Carry
    ) -> UInt64? {
        let listed = details.listed
        let outerRest = details.rest & ~listed
        let listedRest = details.rest & listed
        let punctuation = masks.other & ~details.rest & ~listed
        let listedPunctuation = masks.other & ~details.rest & listed
        let wordly = (masks.letter | masks.mark) & ~listed
        let listedWordly = (masks.letter | masks.mark) & listed

        let tail = BlockRules.tail(
            of: punctuation,
            masks,
            over: masks.newline,
            isBehind: carry.punctuation,
            isInside: carry.tail
        )
        let punctuationStarts = punctuation & ~((punctuation | masks.blank) &<< 1 | carry.punctuationOrBlank)

        // ASCII letters behind a piece that starts with ASCII punctuation; other letters start a word behind them.
        let ascii = (masks.upper | masks.lower) & ~details.aboveASCII
        let mayMark = punctuationStarts & ~details.aboveASCII
        let firstMarked = ascii & (mayMark &<< 1 | carry.mayMark)
        let seeds = firstMarked | ascii & carry.marked
        let marked = ascii & ~(ascii &+ seeds)

        let leads = wordly | masks.blankOrSpace | outerRest
        let words =
            wordly & ~(leads &<< 1 | carry.leads | firstMarked) | wordly & ~ascii & (marked &<< 1 | carry.marked)
        let numbers = BlockRules.numbersByThree(masks, &carry.numbers)

        // White space ends for the look-ahead where numbers or listed characters follow.
        var textEnds = (masks.number | listed) &>> 1
        if masks.carry(of: masks.blankOrSpace) != 0 {
            textEnds |= Self.nextEndsText(block) &<< masks.last
        }
        guard
            let whiteSpace = BlockRules.whiteSpace(
                masks,
                in: block,
                tail: tail,
                textEnds: textEnds,
                &carry.whiteSpace
            )
        else { return nil }

        // What is listed, and what no pattern matches but as the prefix of a word: rare, or not there at all.
        let listedLeads = listedWordly | listedRest
        var others = listedWordly & ~(listedLeads &<< 1 | carry.leadsListed)
        others |= listedPunctuation & ~(listedPunctuation &<< 1 | carry.listedPunctuation)
        others |= outerRest & (~(outerRest &<< 1) | wordly &>> 1)
        others |= listedRest & (~(listedRest &<< 1) | listedWordly &>> 1)

        carry.leads = masks.carry(of: leads)
        carry.leadsListed = masks.carry(of: listedLeads)
        carry.mayMark = masks.carry(of: mayMark)
        carry.marked = masks.carry(of: marked)
        carry.punctuation = masks.carry(of: punctuation)
        carry.punctuationOrBlank = masks.carry(of: punctuation | masks.blank)
        carry.listedPunctuation = masks.carry(of: listedPunctuation)
        carry.tail = masks.carry(of: tail)
        return words | punctuationStarts | numbers | whiteSpace | others
    }

    /// Whether the next block begins with what the text ends before, for the third pattern: 1 or 0.
    @inline(never)
    private static func nextEndsText(_ block: TextBlock) -> UInt64 {
        if block.nextMasks.number & 1 != 0 { return 1 }
        return Self.isListed(block.firstScalarOfNext) ? 1 : 0
    }
}
