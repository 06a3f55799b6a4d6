extension PieceTable {
    /// Whether each filled slot names a token of `count` as long as its piece, and no more than one.
    ///
    /// That is all that a look-up relies on for staying inside of the tables and of the text; whether the token has the
    /// piece's bytes is not compared.
    ///
    /// - Complexity: O(*n*) in the number of slots.
    func namesTokensOfEqualLength(below count: UInt32, _ layout: PackedLayout) -> Bool {
        /// `key` is a ``ShortKey`` or the upper word of a ``MediumKey``, `base` is added to the length in it.
        func fits(_ key: UInt64, _ base: UInt64, _ id: UInt32) -> Bool {
            guard id < count, key & 0xF == 1 else { return false }
            // Unsafe: the id is in the tables.
            let length = unsafe self.offsets[Int(id) &+ 1] &- self.offsets[Int(id)]
            return UInt64(length) == base &+ (key &>> 5 & 7)
        }
        for slot in 0..<Self.frequentCount {
            let key = unsafe self.frequentKeys[slot]
            guard unsafe key == 0 || fits(key, 0, self.frequentIDs[slot]) else { return false }
        }
        for bucket in 0..<layout.shortBucketCount {
            let bucket = unsafe self.shortBuckets[bucket]
            guard bucket.first == 0 || fits(bucket.first, 0, bucket.id(at: 0)),
                bucket.second == 0 || fits(bucket.second, 0, bucket.id(at: 1)),
                bucket.third == 0 || fits(bucket.third, 0, bucket.id(at: 2))
            else { return false }
        }
        for slot in 0..<layout.medium.slotCount {
            let key = unsafe self.mediumKeys[slot]
            if key.low | key.high == 0 { continue }
            // Bit 4 tells a medium piece from a short one that found no place among its like.
            guard unsafe fits(key.high, key.high & 0x10 == 0 ? 0 : 8, self.mediumIDs[slot]) else { return false }
        }
        for slot in 0..<layout.long.slotCount {
            guard unsafe self.longIDs[slot] == Self.noToken || self.longIDs[slot] < count else { return false }
        }
        return true
    }
}
