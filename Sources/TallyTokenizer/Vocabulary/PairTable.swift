/// From two adjacent tokens to the token that they merge into.
///
/// A perfect hash by displacement (Belazzougui, Botelho and Dietzfelbinger, "Hash, displace, and compress", 2009): a
/// bucket's seed moves its pairs to slots that nobody else takes, so that an answer costs two loads, whether the pair
/// merges or, as most do, does not.
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

    let seeds: UnsafePointer<UInt16>
    let seedCount: Int
    let slots: UnsafePointer<UInt64>
    let slotCount: Int

    /// Returns the id that `left` and `right` merge into, or ``none``.
    @inline(__always)
    func merged(_ left: UInt32, _ right: UInt32) -> UInt32 {
        let key = Self.key(left, right)
        let hash = Self.hash(key)
        let seed = unsafe self.seeds[Self.bucket(hash, count: self.seedCount)]
        let entry = unsafe self.slots[Self.slot(hash, seed: seed, count: self.slotCount)]
        return entry &>> Self.idBits == key ? UInt32(truncatingIfNeeded: entry) & Self.idMask : Self.none
    }

    private static let idBits: UInt64 = 22
    private static let idMask: UInt32 = 1 << 22 - 1

    /// The slot's content for a pair and what it merges into.
    static func entry(_ left: UInt32, _ right: UInt32, merged: UInt32) -> UInt64 {
        Self.key(left, right) << Self.idBits | UInt64(merged)
    }

    /// The pair in 42 bits.
    @inline(__always)
    static func key(_ left: UInt32, _ right: UInt32) -> UInt64 {
        UInt64(left) &<< 21 | UInt64(right)
    }

    @inline(__always)
    static func hash(_ key: UInt64) -> UInt64 {
        PieceHash.fold(key ^ 0x9E37_79B9_7F4A_7C15, 0xD6E8_FEB8_6659_FD93)
    }

    @inline(__always)
    static func bucket(_ hash: UInt64, count: Int) -> Int {
        PieceHash.scale(hash, to: count)
    }

    @inline(__always)
    static func slot(_ hash: UInt64, seed: UInt16, count: Int) -> Int {
        let moved = (hash ^ UInt64(seed) &* 0xA076_1D64_78BD_642F) &* 0xE703_7ED1_A0B4_28DB
        return PieceHash.scale(moved, to: count)
    }
}
