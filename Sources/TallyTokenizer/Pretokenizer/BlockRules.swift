/// What the patterns have in common, as arithmetic with the masks of a block.
///
/// Everywhere, bit *k* of a mask is the *k*-th character of the block; `mask &<< 1 | carry` are the characters behind
/// those of `mask`, where `carry` says of the last character of the block before whether it belongs to them; and adding
/// a bit inside of a run of ones to that run clears it from there on and sets the bit behind it. What is rare is not
/// inlined and reads the masks again, so that they needn't be kept for it.
enum BlockRules {
    // MARK: - Numbers

    /// How the numbers of the block before ended.
    struct NumberCarry {
        /// Whether its last character is a number: 1 or 0.
        var isInside: UInt64 = 0
        /// How many numbers the last piece has until then, 1 to 3, if so.
        var taken: UInt64 = 0
    }

    /// `\p{N}{1,3}` or, with a limit of 1, `\p{N}`: where pieces start in runs of numbers.
    @inline(__always)
    static func numbers(_ masks: BlockMasks, limit: Int, _ carry: inout NumberCarry) -> UInt64 {
        limit == 1 ? masks.number : Self.numbersByThree(masks, &carry)
    }

    /// `\p{N}{1,3}`: where pieces start in runs of numbers.
    @inline(__always)
    static func numbersByThree(_ masks: BlockMasks, _ carry: inout NumberCarry) -> UInt64 {
        let numbers = masks.number
        var starts = numbers & ~(numbers &<< 1 | carry.isInside)
        // Those with three more behind them: only then is a run longer than a piece.
        let four = numbers & numbers &>> 1 & numbers &>> 2 & numbers &>> 3
        if four | carry.isInside != 0 {
            if carry.isInside != 0 {
                // The next piece starts where the last one is full, if the run goes on until there.
                let first = 3 &- carry.taken
                let needed: UInt64 = 2 &<< first &- 1
                starts |= numbers & needed == needed ? 1 &<< first : 0
            }
            var goesOn = four
            var distance: UInt64 = 3
            while distance < 64 {
                starts |= (starts & goesOn) &<< distance
                goesOn &= goesOn &>> distance
                distance &<<= 1
            }
        }
        carry.isInside = masks.carry(of: numbers)
        if carry.isInside != 0 {
            // A run through the whole block that starts no piece in it isn't possible: a block has more characters.
            carry.taken = masks.last &- UInt64(truncatingIfNeeded: 63 &- starts.leadingZeroBitCount) &+ 1
        }
        return starts
    }

    // MARK: - Punctuation

    /// `[\r\n]*` or `[\r\n/]*` behind punctuation: the characters of `classes` from a newline behind it on.
    ///
    /// - Parameters:
    ///   - classes: What the tail may hold.
    ///   - punctuation: The characters behind which a newline starts a tail.
    ///   - isBehind: Whether the block before ends in such a character: 1 or 0.
    ///   - isInside: Whether the block before ends in a tail: 1 or 0.
    @inline(__always)
    static func tail(
        of punctuation: UInt64,
        _ masks: BlockMasks,
        over classes: UInt64,
        isBehind: UInt64,
        isInside: UInt64
    ) -> UInt64 {
        let seeds = masks.newline & (punctuation &<< 1 | isBehind) | classes & isInside
        // A run that has more than one seed keeps the later ones in the sum.
        return classes & ~(classes &+ seeds) | seeds
    }

    // MARK: - White space

    /// How the white space of the block before ended; what punctuation took along isn't counted.
    struct WhiteSpaceCarry {
        /// Whether its last character is white space: 1 or 0.
        var isInside: UInt64 = 0
        /// Whether its last character is a newline: 1 or 0.
        var isBehindNewline: UInt64 = 0
    }

    /// `\s*[\r\n]+|\s+(?!\S)|\s+`: where pieces start in runs of white space.
    ///
    /// A run starts one; so does what is behind its last newline; so does its last character, unless that is a newline.
    /// That the text may end in white space is for the caller to see to.
    ///
    /// - Parameters:
    ///   - tail: The newlines (and others) that belong to punctuation before them.
    ///   - textEnds: The characters behind which the pattern thinks that the text ends.
    /// - Returns: nil if what matters is behind the next block.
    @inline(__always)
    static func whiteSpace(
        _ masks: BlockMasks,
        in block: TextBlock,
        tail: UInt64,
        textEnds: UInt64 = 0,
        _ carry: inout WhiteSpaceCarry
    ) -> UInt64? {
        let spaces = masks.blankOrSpace
        let run = masks.whiteSpace & ~tail
        let newlines = masks.newline & ~tail
        let first = run & ~(run &<< 1 | carry.isInside)
        let last = spaces & ~(masks.whiteSpace &>> 1 | block.nextIsWhiteSpace &<< masks.last) & ~textEnds
        var behindNewline = spaces & (newlines &<< 1 | carry.isBehindNewline)
        let (sum, overflow) = spaces.addingReportingOverflow(behindNewline)
        // Either a newline is behind the spaces, or the block ends there.
        if overflow || sum & ~spaces & (newlines | ~masks.all) != 0 {
            guard let last = Self.lastBehindNewline(behindNewline, in: block) else { return nil }
            behindNewline = last
        }
        carry.isInside = masks.carry(of: run)
        carry.isBehindNewline = masks.carry(of: newlines)
        return first | last | behindNewline
    }

    /// Those of `candidates`, spaces right behind newlines, with no further newline behind the spaces that start there.
    @inline(never)
    private static func lastBehindNewline(_ candidates: UInt64, in block: TextBlock) -> UInt64? {
        let masks = block.masks
        let spaces = masks.blankOrSpace
        var (result, rest) = (candidates, candidates)
        while rest != 0 {
            let candidate = rest & (0 &- rest)
            rest &= rest &- 1
            let end = (spaces &+ candidate) & ~spaces & (0 &- candidate)
            if end & masks.all != 0 {
                if end & masks.newline != 0 { result &= ~candidate }
                continue
            }
            let next = block.nextMasks
            let length = (~next.blankOrSpace).trailingZeroBitCount
            if length > Int(next.last) { return nil }
            if next.newline &>> UInt64(length) & 1 != 0 {
                result &= ~candidate
            }
        }
        return result
    }

    // MARK: - Contractions

    /// Where the contractions of a block are, and what of them is in the next block.
    struct Contractions {
        /// Their apostrophes.
        var apostrophes: UInt64 = 0
        /// The second of two letters.
        var secondLetters: UInt64 = 0
        /// What is behind them.
        var ends: UInt64 = 0
        var secondLettersInNext: UInt64 = 0
        var endsInNext: UInt64 = 0
    }

    /// `(?i:'s|'t|'re|'ve|'m|'ll|'d)`: those that start at `candidates`.
    ///
    /// - Parameters:
    ///   - candidates: Apostrophes that may start one.
    ///   - secondLetters: From contractions of the block before.
    ///   - ends: From contractions of the block before.
    ///   - mayFollow: Whether one may start where another one ends.
    ///   - ignoresCase: Whether they may have capitals, and U+017F for an s.
    @inline(never)
    static func contractions(
        at candidates: UInt64,
        in block: TextBlock,
        secondLetters: UInt64,
        ends: UInt64,
        mayFollow: Bool,
        ignoresCase: Bool = true
    ) -> Contractions {
        var found = Contractions(secondLetters: secondLetters, ends: ends)
        let last = block.masks.last
        var rest = candidates
        while rest != 0 {
            let index = UInt64(truncatingIfNeeded: rest.trailingZeroBitCount)
            rest &= rest &- 1
            if !mayFollow, found.ends &>> index & 1 != 0 { continue }
            let (first, second) = block.twoBytes(after: index)
            let letters = SplitRule.lettersOfContraction(first, second)
            if letters == 0 { continue }
            // Capitals lack the bit of 0x20, and the first byte of U+017F has that of 0x80.
            if !ignoresCase, first & (letters == 1 ? first : second) & 0xA0 != 0x20 { continue }
            found.apostrophes |= 1 &<< index
            let end = index &+ 1 &+ letters
            if end <= last { found.ends |= 1 &<< end } else { found.endsInNext |= 1 &<< (end &- last &- 1) }
            if letters == 1 { continue }
            if end &- 1 <= last {
                found.secondLetters |= 1 &<< (end &- 1)
            } else {
                found.secondLettersInNext |= 1 &<< (end &- last &- 2)
            }
        }
        return found
    }
}
