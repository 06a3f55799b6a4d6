internal import CTallyKernels

/// From two adjacent tokens to the token that they merge into.
///
/// Most pairs that are asked for don't merge, and a ``PerfectHash`` answers those as fast as the others.
///
/// Only the pair from which byte pair encoding itself builds a token is stored, not every way to cut the token in two:
/// no other pair ever gets merged. When two tokens are adjacent and their bytes together are a token, then nothing has
/// been merged across the ends of those bytes, so that up to here all was as if they stood alone; and standing alone,
/// the next merge is the one stored.
@safe
struct PairTable {
    static let emptySlot = UInt64.max
    static let none = UInt32.max
    /// An id that is no token's and merges with nothing.
    static let border = UInt32(PackedLayout.idLimit)

    let table: PerfectHash
    /// The pair and what it merges into, as ``entry(_:_:merged:)`` puts them together; ``emptySlot`` for an empty slot.
    let slots: UnsafePointer<UInt64>

    /// Returns the id that `left` and `right` merge into, or ``none``.
    @inline(__always)
    func merged(_ left: UInt32, _ right: UInt32) -> UInt32 {
        let key = Self.key(left, right)
        return unsafe Self.merged(self.slot(of: key).pointee, key)
    }

    /// Where the pair with this key is if it is anywhere.
    ///
    /// Apart from ``merged(_:_:)-(UInt64,_)``, so that the slot may be fetched ahead.
    @unsafe
    @inline(__always)
    func slot(of key: UInt64) -> UnsafePointer<UInt64> {
        unsafe self.slots + self.table.slot(Self.hash(key))
    }

    /// Returns what the pair with this key merges into if `entry` is what its slot holds, else ``none``.
    @inline(__always)
    private static func merged(_ entry: UInt64, _ key: UInt64) -> UInt32 {
        entry &>> Self.idBits == key ? UInt32(truncatingIfNeeded: entry) & Self.idMask : Self.none
    }

    /// The place of ``missBit``.
    private static let missShift: UInt64 = 24
    /// Set in an answer of ``answer(_:_:)`` that is no token; all answers are below twice this.
    static let missBit: UInt32 = 1 << 24

    /// Returns what the pair with this key merges into if `entry` is what its slot holds, else something from
    /// ``missBit`` on.
    ///
    /// Arithmetic instead of a choice, which would become a branch that nobody can predict.
    @inline(__always)
    static func answer(_ entry: UInt64, _ key: UInt64) -> UInt32 {
        let difference = entry &>> Self.idBits ^ key
        // Both are below 2^42, so that only a difference of zero leaves the top bit clear.
        let miss = (0 &- difference) &>> 63
        return UInt32(truncatingIfNeeded: entry) & Self.idMask | UInt32(truncatingIfNeeded: miss &<< Self.missShift)
    }

    private static let idBits: UInt64 = 22
    private static let idMask: UInt32 = 1 << 22 - 1

    /// The table as a kernel takes it.
    @unsafe
    @inline(__always)
    func table(byteTokens: UnsafePointer<UInt32>) -> tally_pair_table {
        unsafe tally_pair_table(
            seeds: self.table.seeds,
            slots: self.slots,
            seed_count: UInt32(truncatingIfNeeded: self.table.size.seedCount),
            slot_count: UInt32(truncatingIfNeeded: self.table.size.slotCount),
            byte_tokens: byteTokens
        )
    }

    /// The key of no pair, which no slot answers.
    static let noKey: UInt64 = 1 << 42

    /// The slot's content for a pair and what it merges into.
    static func entry(_ left: UInt32, _ right: UInt32, merged: UInt32) -> UInt64 {
        Self.key(left, right) << Self.idBits | UInt64(merged)
    }

    /// What a slot's pair merges into.
    static func merged(ofEntry entry: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: entry) & Self.idMask
    }

    /// The pair in 42 bits.
    @inline(__always)
    static func key(_ left: UInt32, _ right: UInt32) -> UInt64 {
        UInt64(left) &<< 21 | UInt64(right)
    }

    @inline(__always)
    static func hash(_ key: UInt64) -> UInt64 {
        // One product, of which vectors have instructions, too; its upper half, which picks bucket and slot, depends on
        // all bits of the key, and so does the lower half with that added.
        let product = key &* UInt64(TALLY_PAIR_FACTOR)
        return product ^ product &>> 32
    }
}
