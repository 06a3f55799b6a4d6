extension Vocabulary {
    /// Returns the token that byte pair encoding makes of these two neighbours, or nil if it leaves them apart.
    ///
    /// Of all ways to cut a token in two there is one by which it comes about (``PairTable``); only that one is known.
    ///
    /// - Precondition: The vocabulary has both tokens.
    /// - Complexity: O(1).
    package func merged(_ left: TokenID, _ right: TokenID) -> TokenID? {
        let merged = self.pairs.merged(left.rawValue, right.rawValue)
        return merged == PairTable.none ? nil : TokenID(rawValue: merged)
    }

    /// Calls `body` with every token that byte pair encoding builds from two others, in no order.
    ///
    /// A token of several bytes that is not among them is found as a whole piece only.
    ///
    /// - Complexity: O(*n*) in the number of tokens.
    package func forEachMergedToken(_ body: (TokenID) -> Void) {
        for slot in 0..<self.layout.pairs.slotCount {
            let entry = unsafe self.pairs.slots[slot]
            if entry != PairTable.emptySlot { body(TokenID(rawValue: PairTable.merged(ofEntry: entry))) }
        }
    }
}
