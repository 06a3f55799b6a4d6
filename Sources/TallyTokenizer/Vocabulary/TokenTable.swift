/// Tokens by their bytes while a vocabulary is made: one allocation for all instead of one for each.
package struct TokenTable {
    private var bytes: [UInt8] = []
    private var starts: [Int32] = [0]
    private var ids: [UInt32] = []
    /// Open addressing: an entry's number plus one, 0 for a free slot; at most half of them are taken.
    private var slots: [Int32]

    package init() {
        self.slots = [Int32](repeating: 0, count: 1 << 12)
    }

    /// The number of tokens.
    package var count: Int { self.ids.count }

    /// The largest id, or -1 if there are no tokens.
    package var largestID: Int { self.ids.max().map(Int.init) ?? -1 }

    /// Adds a token; false if its bytes are there already.
    ///
    /// - Complexity: O(*n*) in the number of bytes.
    @discardableResult
    package mutating func insert(_ token: ArraySlice<UInt8>, id: UInt32) -> Bool {
        var slot = self.slot(of: token)
        guard self.slots[slot] == 0 else { return false }
        if (self.ids.count + 1) * 2 > self.slots.count {
            self.grow()
            slot = self.slot(of: token)
        }
        self.bytes.append(contentsOf: token)
        self.starts.append(Int32(self.bytes.count))
        self.ids.append(id)
        self.slots[slot] = Int32(self.ids.count)
        return true
    }

    /// Returns the id of the token with these bytes.
    ///
    /// - Complexity: O(*n*) in the number of bytes.
    package func find(_ token: ArraySlice<UInt8>) -> UInt32? {
        let entry = self.slots[self.slot(of: token)]
        return entry == 0 ? nil : self.ids[Int(entry) - 1]
    }

    /// Calls `body` with every token, in the order in which they came.
    package func forEach<Failure: Error>(
        _ body: (UInt32, ArraySlice<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        for index in self.ids.indices {
            try body(self.ids[index], self.bytes[self.range(index)])
        }
    }

    private func range(_ index: Int) -> Range<Int> {
        Int(self.starts[index])..<Int(self.starts[index + 1])
    }

    /// The slot that has the token, or the free one where it belongs.
    private func slot(of token: ArraySlice<UInt8>) -> Int {
        let mask = self.slots.count - 1
        var slot = Self.hash(token) & mask
        while self.slots[slot] != 0, !self.isEqual(Int(self.slots[slot]) - 1, token) { slot = (slot + 1) & mask }
        return slot
    }

    private func isEqual(_ index: Int, _ token: ArraySlice<UInt8>) -> Bool {
        let range = self.range(index)
        guard range.count == token.count else { return false }
        for offset in 0..<range.count
        where self.bytes[range.lowerBound + offset] != token[token.startIndex + offset] { return false }
        return true
    }

    private mutating func grow() {
        self.slots = [Int32](repeating: 0, count: self.slots.count * 2)
        for index in self.ids.indices {
            self.slots[self.slot(of: self.bytes[self.range(index)])] = Int32(index + 1)
        }
    }

    /// FNV-1a, its upper bits folded into those that pick the slot.
    private static func hash(_ token: ArraySlice<UInt8>) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in token { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash ^= hash >> 29
        return Int(truncatingIfNeeded: (hash &* 0x9E37_79B9_7F4A_7C15) >> 24)
    }
}
