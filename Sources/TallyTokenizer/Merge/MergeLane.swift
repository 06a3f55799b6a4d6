internal import CTallyKernels

/// One piece in the course of being merged by ``BatchMerge``.
@safe
struct MergeLane {
    /// What stands for a pair that does not merge; the word of a pair that does is less.
    ///
    /// Words are compared as floating-point numbers, of which every processor has the minimum of four; all lie where
    /// these are normal and in the same order as whole numbers.
    static let none: UInt32 = PairTable.missBit << 6
    /// Set in the word of every pair, so that none is a subnormal number, which some programs make equal to zero.
    private static let normal: UInt32 = 1 << 28
    private static let placeBits: UInt32 = 6
    private static let placeMask: UInt32 = 1 << 6 - 1

    /// At each place that a token starts at, what it and the next one merge into.
    let pairs: UnsafeMutablePointer<UInt32>
    /// At each place that a token starts at, the token; there are borders at -1 and at ``BatchMerge/limit``.
    let tokens: UnsafeMutablePointer<UInt32>
    /// The number of vectors of eight pairs that are searched.
    var vectors = 0
    /// Bit *i*: a token starts at place *i*.
    var starts: UInt64 = 0
    /// The piece, and where its tokens are to be written.
    var index = 0
    var output = 0
    // What the last merge has asked for: the new token with the one after it, and with the one before.
    var place = -1
    var placeBefore = -1
    var key: UInt64 = 0
    var keyBefore: UInt64 = 0
    var slot: UnsafePointer<UInt64>
    var slotBefore: UnsafePointer<UInt64>

    init(pairs: UnsafeMutablePointer<UInt32>, tokens: UnsafeMutablePointer<UInt32>) {
        unsafe self.pairs = pairs
        unsafe self.tokens = tokens
        // Any readable word: both answers go to the place before the first, which is not searched.
        unsafe self.slot = UnsafeRawPointer(pairs).assumingMemoryBound(to: UInt64.self)
        unsafe self.slotBefore = self.slot
    }

    /// Starts with the bytes of `piece`.
    @inline(__always)
    mutating func load(_ text: Span<UInt8>, _ piece: MergePiece, index: Int, output: Int, _ vocabulary: Vocabulary) {
        let start = Int(piece.start)
        let count = Int(piece.count)
        precondition(1 <= count && count <= BatchMerge.limit && start &+ count <= text.count)
        self.index = index
        self.output = output
        self.starts = UInt64.max &>> UInt64(64 &- count)
        self.vectors = (count &+ 7) &>> 3
        self.place = -1
        self.placeBefore = -1
        self.key = PairTable.noKey
        self.keyBefore = PairTable.noKey
        unsafe self.slot = vocabulary.pairs.slots
        unsafe self.slotBefore = vocabulary.pairs.slots
        var previous = unsafe vocabulary.token(ofByte: text[unchecked: start])
        for place in 1..<count {
            let token = unsafe vocabulary.token(ofByte: text[unchecked: start &+ place])
            let key = PairTable.key(previous, token)
            let answer = unsafe PairTable.answer(vocabulary.pairs.slot(of: key).pointee, key)
            unsafe self.tokens[place &- 1] = previous
            unsafe self.pairs[place &- 1] = Self.word(answer, place &- 1)
            previous = token
        }
        unsafe self.tokens[count &- 1] = previous
        for place in (count &- 1)..<(self.vectors &* 8) {
            unsafe self.pairs[place] = Self.none
        }
    }

    @inline(__always)
    private static func word(_ answer: UInt32, _ place: Int) -> UInt32 {
        answer &<< Self.placeBits | UInt32(truncatingIfNeeded: place) | Self.normal
    }

    /// Takes in the two answers that the last merge has asked for, and returns the lowest word of all.
    ///
    /// The two are compared by themselves: a vector with a word that has just been stored would have to wait for it.
    @inline(__always)
    func lowest() -> UInt32 {
        let word = unsafe Self.word(PairTable.answer(self.slot.pointee, self.key), self.place)
        let wordBefore = unsafe Self.word(PairTable.answer(self.slotBefore.pointee, self.keyBefore), self.placeBefore)
        let others = unsafe tally_lowest(self.pairs, self.vectors)
        unsafe self.pairs[self.place] = word
        unsafe self.pairs[self.placeBefore] = wordBefore
        return min(others, min(word, wordBefore))
    }

    /// Merges the pair `best` and asks for the two new pairs.
    @inline(__always)
    mutating func merge(_ best: UInt32, _ table: PairTable) {
        let place = UInt64(best & Self.placeMask)
        let merged = (best ^ Self.normal) &>> Self.placeBits
        let starts = self.starts
        // There is a token after the merged one's left half, but perhaps no other after that or before it: then the
        // counts of zeros lead to the borders.
        let above = starts & ~(UInt64(2) &<< place &- 1)
        let after = above & (above &- 1)
        let right = above.trailingZeroBitCount
        let next = after.trailingZeroBitCount
        let before = 63 &- (starts & (UInt64(1) &<< place &- 1)).leadingZeroBitCount
        self.starts = starts ^ above ^ after
        unsafe self.tokens[Int(place)] = merged
        unsafe self.pairs[Int(place)] = Self.none
        unsafe self.pairs[before] = Self.none
        unsafe self.pairs[right] = Self.none
        self.place = Int(place)
        self.placeBefore = before
        self.key = unsafe PairTable.key(merged, self.tokens[next])
        self.keyBefore = unsafe PairTable.key(self.tokens[before], merged)
        unsafe self.slot = table.slot(of: self.key)
        unsafe self.slotBefore = table.slot(of: self.keyBefore)
        unsafe tally_prefetch(self.slot)
        unsafe tally_prefetch(self.slotBefore)
    }

    /// Writes the tokens that are left.
    @inline(__always)
    func write(to output: UnsafeMutablePointer<UInt32>) {
        var starts = self.starts
        var position = self.output
        while starts != 0 {
            unsafe output[position] = self.tokens[starts.trailingZeroBitCount]
            starts &= starts &- 1
            position &+= 1
        }
    }
}
