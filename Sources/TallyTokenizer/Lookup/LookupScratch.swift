internal import CTallyKernels

/// Working memory of ``BatchLookup``: the pieces that wait for the next table, and what they are looked up by.
@safe
struct LookupScratch: ~Copyable {
    /// How many pieces a batch may have, and how many bytes those of them that are merged side by side.
    ///
    /// A batch has the bytes of its blocks; before them those of a piece that began earlier; and where the masks can't
    /// decide, behind them those of one more block and of a piece that ends after it.
    static let capacity = (SplitScratch.largestBlockCount + 4) * Int(TALLY_BLOCK_SIZE)

    /// The pieces of up to 7 bytes that are no frequent tokens, and all longer ones.
    let shortMisses: UnsafeMutablePointer<UInt32>
    let longMisses: UnsafeMutablePointer<UInt32>
    /// The pieces of 8 to 15 bytes, then of up to 15 bytes that no table has.
    let medium: UnsafeMutablePointer<UInt32>
    let mediumKeys: UnsafeMutablePointer<MediumKey>
    /// The slot or the set that a piece of ``medium`` or ``long`` is looked up in.
    let slots: UnsafeMutablePointer<UInt32>
    /// The pieces of 16 to 30 bytes.
    let long: UnsafeMutablePointer<UInt32>
    /// The pieces that are left for merging; what they are; and in how many tokens, and in which, they end.
    let unmerged: UnsafeMutablePointer<UInt32>
    let mergePieces: UnsafeMutablePointer<MergePiece>
    let counts: UnsafeMutablePointer<UInt8>
    let tokens: UnsafeMutablePointer<UInt32>

    init() {
        unsafe self.shortMisses = Self.allocate()
        unsafe self.longMisses = Self.allocate()
        unsafe self.medium = Self.allocate()
        unsafe self.mediumKeys = Self.allocate()
        unsafe self.slots = Self.allocate()
        unsafe self.long = Self.allocate()
        unsafe self.unmerged = Self.allocate()
        unsafe self.mergePieces = Self.allocate()
        unsafe self.counts = Self.allocate()
        unsafe self.tokens = Self.allocate()
    }

    /// Room for one element a piece, and eight more: what writes vectors writes too much.
    private static func allocate<Element: BitwiseCopyable>() -> UnsafeMutablePointer<Element> {
        // Nothing is read that has not been written for the same batch.
        UnsafeMutablePointer.allocate(capacity: self.capacity + 8)
    }

    deinit {
        unsafe self.shortMisses.deallocate()
        unsafe self.longMisses.deallocate()
        unsafe self.medium.deallocate()
        unsafe self.mediumKeys.deallocate()
        unsafe self.slots.deallocate()
        unsafe self.long.deallocate()
        unsafe self.unmerged.deallocate()
        unsafe self.mergePieces.deallocate()
        unsafe self.counts.deallocate()
        unsafe self.tokens.deallocate()
    }
}
