internal import CTallyKernels

/// From a piece of text to the token that is all of it.
///
/// Four tables. Up to 15 bytes the slots hold the pieces themselves, as keys with the number one in their
/// lowest bits: how many tokens such a piece is.
///
/// - Of the tokens of up to seven bytes, those of low ids are two thirds of what texts consist of. They are in a table of
///   their own, so small that it stays near to the core: each slot has the token of lowest id that belongs there.
/// - The others of up to seven bytes are in buckets of three. Where more fall into one, it has the three of lowest id,
///   and the others are with the medium ones.
/// - Those of 8 to 15 bytes have a ``PerfectHash``.
/// - Longer ones are few; the slots of theirs name the token, whose bytes are compared.
@safe
struct PieceTable {
    /// A ``ShortKey`` and a one, or zero for an empty slot.
    let frequentKeys: UnsafePointer<UInt64>
    let frequentIDs: UnsafePointer<UInt32>
    let shortBucketCount: UInt32
    let shortBuckets: UnsafePointer<ShortBucket>
    let medium: PerfectHash
    /// A ``MediumKey`` and a one for each token of 8 to 15 bytes; zeros for an empty slot.
    let mediumKeys: UnsafePointer<MediumKey>
    let mediumIDs: UnsafePointer<UInt32>
    let long: PerfectHash
    /// The id of each longer token; ``noToken`` for an empty slot.
    let longIDs: UnsafePointer<UInt32>
    let offsets: UnsafePointer<UInt32>
    let bytes: UnsafePointer<UInt8>
    let maxLength: Int

    static let noToken = UInt32.max
    /// How many slots the frequent tokens have.
    static let frequentCount = 1 << TALLY_FREQUENT_BITS

    /// Returns the id of the token whose bytes are exactly `text[start..<end]`.
    ///
    /// - Precondition: `0 <= start < end <= text.count` (not checked).
    /// - Complexity: O(*n*) in the length of the range.
    @inline(__always)
    func find(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> UInt32? {
        let count = end &- start
        if count <= ShortKey.maxLength {
            let key = ShortKey.make(text, start, end)
            let slot = tally_frequent_slot(key)
            if unsafe self.frequentKeys[slot] == key | 1 { return unsafe self.frequentIDs[slot] }
            let bucket = unsafe self.shortBuckets[Int(ShortKey.bucket(key, count: self.shortBucketCount))]
            return bucket.find(key) ?? self.findMedium(MediumKey(short: key))
        }
        return self.findLonger(text, start, count)
    }

    private func findLonger(_ text: Span<UInt8>, _ start: Int, _ count: Int) -> UInt32? {
        guard count <= self.maxLength else { return nil }
        // `count` bytes from `start` on are inside of the text.
        return unsafe text.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return nil }
            let piece = unsafe base + start
            if count <= MediumKey.lengths.upperBound {
                return unsafe self.findMedium(MediumKey(piece, count))
            }
            return unsafe self.findLong(piece, count)
        }
    }

    /// Returns the id of the token with this key that the medium table has.
    private func findMedium(_ key: MediumKey) -> UInt32? {
        let slot = self.medium.slot(key.hash)
        let entry = unsafe self.mediumKeys[slot]
        return unsafe entry.low == key.low && entry.high == key.high | 1 ? self.mediumIDs[slot] : nil
    }

    /// Returns the id of the token whose bytes are the `count` bytes at `piece`, 16 or more.
    @unsafe
    @inline(never)
    func findLong(_ piece: UnsafePointer<UInt8>, _ count: Int) -> UInt32? {
        guard count <= self.maxLength else { return nil }
        let id = unsafe self.longIDs[self.long.slot(PieceHash.hash(piece, count))]
        guard id != Self.noToken else { return nil }
        let first = unsafe Int(self.offsets[Int(id)])
        guard unsafe Int(self.offsets[Int(id) &+ 1]) &- first == count else { return nil }
        return unsafe PieceHash.isEqual(self.bytes + first, piece, count) ? id : nil
    }
}
