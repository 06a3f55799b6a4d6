extension BlockRules {
    // MARK: - Words by case

    /// How a word of the block before goes on.
    struct CaseCarry {
        /// Whether a small letter was read and no capital may follow: 1 or 0.
        var isLower: UInt64 = 0
        /// Whether its last character is a letter without case or a mark, and no small letter was read: 1 or 0.
        var isUncased: UInt64 = 0
    }

    /// `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+` and its sister with `+` and `*` changed: the
    /// capitals that start a word inside of a run of letters.
    ///
    /// A capital behind a small letter does, or behind letters without case which a small letter is before. Behind
    /// other letters without case capitals do if neither a small letter nor one without case follows them.
    ///
    /// - Parameters:
    ///   - uncased: Letters without case, and marks that belong to words.
    ///   - restarts: Where words start whatever is before.
    ///   - apart: Letters without case that no word has; nil if the pattern knows none.
    /// - Returns: nil if what matters is behind the next block.
    @inline(__always)
    static func capitals(
        _ masks: BlockMasks,
        uncased: UInt64,
        restarts: UInt64,
        apart: UInt64?,
        in block: TextBlock,
        _ carry: inout CaseCarry
    ) -> UInt64? {
        let seeds = uncased & (masks.lower &<< 1 | carry.isLower) & ~restarts
        let lowerUncased = uncased & ~(uncased &+ seeds)
        let lower = masks.lower | lowerUncased
        let upperUncased = uncased & ~lowerUncased
        var starts = masks.upper & (lower &<< 1 | carry.isLower)
        let behindUncased = masks.upper & (upperUncased &<< 1 | carry.isUncased)
        if behindUncased != 0 {
            guard let alone = Self.capitalsAlone(behindUncased, apart: apart, in: block) else { return nil }
            starts |= alone
        }
        carry.isLower = masks.carry(of: lower)
        carry.isUncased = masks.carry(of: upperUncased)
        return starts
    }

    /// Those of `candidates`, first capitals of a run, behind whose run no other letter or mark follows.
    @inline(never)
    private static func capitalsAlone(_ candidates: UInt64, apart: UInt64?, in block: TextBlock) -> UInt64? {
        let masks = block.masks
        // A mark behind a letter belongs to its word.
        let others = masks.lower | masks.uncased & ~(apart ?? 0) | masks.mark
        var (result, rest) = (candidates, candidates)
        while rest != 0 {
            let candidate = rest & (0 &- rest)
            rest &= rest &- 1
            let end = (masks.upper &+ candidate) & ~masks.upper & (0 &- candidate)
            if end & masks.all != 0 {
                if end & others != 0 { result &= ~candidate }
                continue
            }
            let next = block.nextMasks
            let length = (~next.upper).trailingZeroBitCount
            if length > Int(next.last) { return nil }
            // Which of the next block's letters are apart is not known yet.
            if apart != nil, next.uncased &>> UInt64(length) & 1 != 0 { return nil }
            if (next.lower | next.uncased | next.mark) &>> UInt64(length) & 1 != 0 {
                result &= ~candidate
            }
        }
        return result
    }

    // MARK: - Marks in punctuation

    /// Punctuation that has taken its marks along.
    struct MarkedPunctuation {
        /// Characters of punctuation, and the marks that joined them.
        var punctuation: UInt64
        /// The marks that belong to words.
        var marks: UInt64
        /// As ``BlockRules/tail(of:_:over:isBehind:isInside:)`` has it.
        var tail: UInt64
    }

    /// Joins marks to the punctuation before them: `[^\s\p{L}\p{N}]+` takes those that no word takes first, which are
    /// the ones behind a character of punctuation that doesn't start its piece.
    ///
    /// - Parameters:
    ///   - classes: What a tail may hold.
    ///   - isBehind: Whether the block before ends in punctuation that is no tail: 1 or 0.
    ///   - isInner: Whether it ends in punctuation that starts no piece: 1 or 0.
    ///   - isBehindInner: Whether punctuation at the start of the block would start no piece: 1 or 0.
    ///   - isInTail: Whether the block before ends in a tail: 1 or 0.
    @inline(never)
    static func joinMarks(
        in block: TextBlock,
        over classes: UInt64,
        isBehind: UInt64,
        isInner: UInt64,
        isBehindInner: UInt64,
        isInTail: UInt64
    ) -> MarkedPunctuation {
        let masks = block.masks
        var (punctuation, marks) = (masks.other, masks.mark)
        while true {
            let tail = Self.tail(of: punctuation, masks, over: classes, isBehind: isBehind, isInside: isInTail)
            let outside = punctuation & ~tail
            let inner = outside & ((outside | masks.blank) &<< 1 | isBehindInner)
            let joining = marks & (inner &<< 1 | isInner)
            if joining == 0 {
                return MarkedPunctuation(punctuation: punctuation, marks: marks, tail: tail)
            }
            // Only the first is certain: joining it may lengthen a tail, which ends what others seem to join.
            let first = joining & (0 &- joining)
            let run = marks & ~(marks &+ first)
            punctuation |= run
            marks &= ~run
        }
    }
}
