internal import CTallyKernels

/// Pieces that were found together: piece *i* is `text[base + positions[i] ..< base + positions[i + 1]]`.
///
/// What it points to holds until the next batch.
@safe
struct PieceBatch {
    let base: Int
    /// How many pieces there are, at least one.
    let count: Int
    /// `count + 1` offsets from `base`, ascending; the first is 0.
    let positions: UnsafePointer<UInt32>
    /// `count` keys: `tally_short_key` of pieces of at most seven bytes, `TALLY_NO_SHORT_KEY` for the others.
    let keys: UnsafePointer<UInt64>

    /// Where piece `index` is in the text.
    func range(of index: Int) -> Range<Int> {
        unsafe self.base + Int(self.positions[index])..<self.base + Int(self.positions[index + 1])
    }
}

/// Splits text into pieces, 64 bytes at a time.
///
/// The kernels turn a chunk of blocks into masks, the pattern turns those into the characters that start pieces, and
/// the kernels turn these into a batch. What the pattern can't decide, `advance` does, and the masks start again behind
/// it. The end of the text is copied in front of spaces, so that nothing outside of the text is read.
enum BlockSplitter<Pattern: SplitPattern> {
    private static var blockSize: Int { Int(TALLY_BLOCK_SIZE) }

    /// How many blocks are worked on right after one that could not be decided: another one makes the rest vain.
    private static var cautiousBlockCount: Int { 8 }

    /// Calls `body` with the pieces of `text`, all of them and in order, until it returns false.
    ///
    /// - Parameter text: Valid UTF-8.
    /// - Precondition: No piece has 2³¹ bytes or more.
    /// - Complexity: O(*n*).
    @inline(__always)
    static func forEachBatch(
        in text: Span<UInt8>,
        kernels: Kernels,
        scratch: borrowing SplitScratch,
        _ body: (PieceBatch) -> Bool
    ) {
        if text.isEmpty { return }
        // The kernels take pointers; each call below says why it stays inside.
        unsafe text.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            unsafe self.forEachBatch(in: text, start, kernels, scratch, body)
        }
    }

    @inline(__always)
    private static func forEachBatch(
        in text: Span<UInt8>,
        _ bytes: UnsafePointer<UInt8>,
        _ kernels: Kernels,
        _ scratch: borrowing SplitScratch,
        _ body: (PieceBatch) -> Bool
    ) {
        let settled = Pattern.endOfSettledStarts(text)
        // The masks go on at `position`; the piece that starts at `pending` has not ended yet.
        var (position, pending) = (0, 0)
        var carry = Pattern.Carry()
        // Set where the masks start at a piece, which is the pending one: its start needs not be found again.
        var isFresh = true
        var wanted = scratch.blockCount
        while true {
            precondition(position &- pending <= Int(Int32.max), "a piece has more than 2147483647 bytes")
            let rest = text.count &- position
            let isTail = rest < SplitScratch.tailSize
            // Outside of the tail, the kernels read one block more than they are asked for, which the text has.
            let blockCount = isTail ? rest / Self.blockSize &+ 1 : min(wanted, rest / Self.blockSize &- 1)
            if isTail { unsafe scratch.fillTail(bytes + position, rest) }
            let source = unsafe isTail ? UnsafePointer(scratch.tail) : bytes + position
            unsafe kernels.classify(source, count: blockCount &+ 1, into: scratch.blocks)
            let decided = unsafe Self.findPieces(source, blockCount, scratch, &carry)
            if isFresh { unsafe scratch.pieces[0] &= ~1 }
            isFresh = false
            if isTail, decided == blockCount { unsafe Self.endText(rest % Self.blockSize, decided &- 1, scratch) }

            // The pending piece has index 0; where it ends is what the kernel finds first.
            let offset = UInt32(truncatingIfNeeded: position &- pending)
            var count = unsafe kernels.emit(
                source,
                pieces: scratch.pieces,
                blocks: scratch.blocks,
                count: decided,
                base: offset,
                positions: scratch.positions + 1,
                keys: scratch.keys + 1
            )
            let base = pending
            unsafe scratch.positions[0] = 0
            if count > 0 { unsafe Self.setKey(of: 0, bytes + base, text.count &- base, scratch) }
            pending = unsafe base &+ Int(scratch.positions[count])
            position &+= decided &* Self.blockSize
            wanted = min(scratch.blockCount, wanted &* 2)
            if decided < blockCount {
                let end = min(position &+ Self.blockSize, text.count)
                pending = unsafe Self.advance(text, bytes, from: pending, to: end, base, &count, scratch)
                (position, carry, isFresh) = (pending, Pattern.Carry(), true)
                wanted = min(scratch.blockCount, Self.cautiousBlockCount)
            }
            if pending > settled {
                pending = unsafe Self.joinUnsettled(from: settled, text.count, bytes, base, &count, scratch)
            }
            if count > 0 {
                let batch = unsafe PieceBatch(
                    base: base,
                    count: count,
                    positions: UnsafePointer(scratch.positions),
                    keys: UnsafePointer(scratch.keys)
                )
                guard body(batch) else { return }
            }
            if pending == text.count { return }
        }
    }

    /// Lets the pattern find the pieces of `count` blocks and returns how many blocks it decided.
    @unsafe
    @inline(__always)
    private static func findPieces(
        _ source: UnsafePointer<UInt8>,
        _ count: Int,
        _ scratch: borrowing SplitScratch,
        _ carry: inout Pattern.Carry
    ) -> Int {
        let blocks = unsafe UnsafePointer(scratch.blocks)
        let pieces = unsafe scratch.pieces
        // A copy, which stays in registers.
        var current = carry
        defer { carry = current }
        var index = 0
        while index < count {
            let block = unsafe TextBlock(blocks + index, source + index &* Self.blockSize)
            // Twice the same, so that what plain blocks don't hold costs them nothing.
            let starts =
                block.isPlain
                ? Pattern.pieceStarts(block.plainMasks, in: block, &current)
                : Pattern.pieceStarts(block.masks, in: block, &current)
            guard let starts else { break }
            unsafe pieces[index] = starts
            index &+= 1
        }
        return index
    }

    /// Lets a piece start at the end of the text, `count` bytes into block `index`, and none behind it.
    @unsafe
    @inline(__always)
    private static func endText(_ count: Int, _ index: Int, _ scratch: borrowing SplitScratch) {
        let starts = unsafe scratch.blocks[index].starts & ((1 &<< UInt64(count)) &- 1)
        let end: UInt64 = 1 &<< UInt64(starts.nonzeroBitCount)
        unsafe scratch.pieces[index] = scratch.pieces[index] & (end &- 1) | end
    }

    /// Appends the pieces from `start` on that start before `end`, one by one, and returns where the last of them ends.
    @unsafe
    @inline(never)
    private static func advance(
        _ text: Span<UInt8>,
        _ bytes: UnsafePointer<UInt8>,
        from start: Int,
        to end: Int,
        _ base: Int,
        _ count: inout Int,
        _ scratch: borrowing SplitScratch
    ) -> Int {
        var start = start
        while start < end {
            start = Pattern.advance(text, from: start)
            precondition(start &- base <= Int(UInt32.max), "a piece has more than 2147483647 bytes")
            unsafe scratch.positions[count &+ 1] = UInt32(truncatingIfNeeded: start &- base)
            unsafe Self.setKey(of: count, bytes + base, text.count &- base, scratch)
            count &+= 1
        }
        return start
    }

    /// Makes one piece of all from the first on that starts at or behind `settled`, and returns where the batch ends.
    @unsafe
    @inline(never)
    private static func joinUnsettled(
        from settled: Int,
        _ end: Int,
        _ bytes: UnsafePointer<UInt8>,
        _ base: Int,
        _ count: inout Int,
        _ scratch: borrowing SplitScratch
    ) -> Int {
        var index = 0
        while unsafe base &+ Int(scratch.positions[index]) < settled { index &+= 1 }
        // Without another start behind it, the piece is not yet in the batch: it is the pending one.
        if index == count { return unsafe base &+ Int(scratch.positions[count]) }
        precondition(end &- base <= Int(UInt32.max), "a piece has more than 2147483647 bytes")
        unsafe scratch.positions[index &+ 1] = UInt32(truncatingIfNeeded: end &- base)
        unsafe Self.setKey(of: index, bytes + base, end &- base, scratch)
        count = index &+ 1
        return end
    }

    /// Sets the key of piece `index` of a batch that starts at `bytes`, of which `limit` are readable.
    @unsafe
    @inline(__always)
    private static func setKey(
        of index: Int,
        _ bytes: UnsafePointer<UInt8>,
        _ limit: Int,
        _ scratch: borrowing SplitScratch
    ) {
        let start = unsafe Int(scratch.positions[index])
        let length = unsafe Int(scratch.positions[index &+ 1]) &- start
        var key = UInt64(TALLY_NO_SHORT_KEY)
        if length < 8 {
            key = tally_short_key(unsafe Self.word(bytes + start, length, limit &- start), UInt64(length))
        }
        unsafe scratch.keys[index] = key
    }

    /// At least `length` bytes, fewer than 8, of the `limit` that may be read: the first is lowest.
    @unsafe
    @inline(__always)
    private static func word(_ bytes: UnsafePointer<UInt8>, _ length: Int, _ limit: Int) -> UInt64 {
        if limit >= 8 {
            return UInt64(littleEndian: unsafe UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self))
        }
        var word: UInt64 = 0
        for index in 0..<length { word |= unsafe UInt64(bytes[index]) &<< UInt64(8 &* index) }
        return word
    }
}
