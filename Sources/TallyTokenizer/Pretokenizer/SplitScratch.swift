internal import CTallyKernels

/// Working memory for splitting, owned by one caller and good for any number of texts of any length.
@safe
struct SplitScratch: ~Copyable {
    /// The most blocks that are worked on at a time: their masks stay in the first level of the cache.
    static let largestBlockCount = 128
    /// The longest end of a text that is split in ``tail``.
    static let tailSize = 2 * Int(TALLY_BLOCK_SIZE)

    /// How many blocks are worked on at a time, one to look ahead not counted.
    let blockCount: Int
    let blocks: UnsafeMutablePointer<tally_block>
    /// The characters that start pieces, for each block.
    let pieces: UnsafeMutablePointer<UInt64>
    let positions: UnsafeMutablePointer<UInt32>
    let keys: UnsafeMutablePointer<UInt64>
    /// The end of a text, then spaces, then a block of zeros.
    let tail: UnsafeMutablePointer<UInt8>

    /// Makes working memory that suits texts of at most `byteCount` bytes; longer ones take more steps.
    ///
    /// - Complexity: O(min(*byteCount*, 8192)).
    init(byteCount: Int = .max) {
        let wanted = min(byteCount, Self.largestBlockCount * Int(TALLY_BLOCK_SIZE)) / Int(TALLY_BLOCK_SIZE)
        // The tail alone has two blocks.
        self.blockCount = max(Self.tailSize / Int(TALLY_BLOCK_SIZE), wanted)
        // One piece a byte; one more block of them where the masks can't decide; the piece before and the end behind.
        let pieceCount = (self.blockCount + 1) * Int(TALLY_BLOCK_SIZE) + 2
        let capacity = pieceCount + Int(TALLY_EMIT_SLACK)
        unsafe self.blocks = UnsafeMutablePointer.allocate(capacity: self.blockCount + 1)
        unsafe self.pieces = UnsafeMutablePointer.allocate(capacity: self.blockCount)
        unsafe self.positions = UnsafeMutablePointer.allocate(capacity: capacity)
        unsafe self.keys = UnsafeMutablePointer.allocate(capacity: capacity)
        unsafe self.tail = UnsafeMutablePointer.allocate(capacity: Self.tailSize + Int(TALLY_BLOCK_SIZE))
        unsafe self.tail.initialize(repeating: 0, count: Self.tailSize + Int(TALLY_BLOCK_SIZE))
    }

    deinit {
        unsafe self.blocks.deallocate()
        unsafe self.pieces.deallocate()
        unsafe self.positions.deallocate()
        unsafe self.keys.deallocate()
        unsafe self.tail.deallocate()
    }

    /// Copies `count` bytes, fewer than ``tailSize``, and adds spaces up to the end of a block and a block of zeros.
    ///
    /// There is at least one space, which ends the text as its end does; the zeros end the white space.
    @unsafe
    @inline(__always)
    func fillTail(_ text: UnsafePointer<UInt8>, _ count: Int) {
        let size = Int(TALLY_BLOCK_SIZE)
        unsafe self.tail.update(repeating: 0x20, count: Self.tailSize)
        unsafe self.tail.update(from: text, count: count)
        unsafe (self.tail + (count / size + 1) * size).update(repeating: 0, count: size)
    }
}
