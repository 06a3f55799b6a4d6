extension Vocabulary {
    /// Returns the token that byte pair encoding makes of these two neighbours, or nil if it leaves them apart.
    ///
    /// Of all ways to cut a token in two there is one by which it comes about (``PairTable``); only that one is known.
    ///
    /// - Precondition: The vocabulary has both tokens.
    /// - Complexity: O(1).
    package func merged(_ left: TokenID, _ right: TokenID) -> TokenID? {
        guard let tables = self.order?.bothWays else {
            let merged = self.pairs.merged(left.rawValue, right.rawValue)
            return merged == PairTable.none ? nil : TokenID(rawValue: merged)
        }
        let (first, second) = (tables.ranks[Int(left.rawValue)], tables.ranks[Int(right.rawValue)])
        guard first != TokenOrder.none, second != TokenOrder.none else { return nil }
        let merged = self.pairs.merged(first, second)
        return merged == PairTable.none ? nil : TokenID(rawValue: tables.ids[Int(merged)])
    }

    /// Calls `body` with every token that byte pair encoding builds from two others, in no order.
    ///
    /// A token of several bytes that is not among them is found as a whole piece only. Characters that are built from
    /// their bytes first (``CharacterTokens``) are among them.
    ///
    /// - Complexity: O(*n*) in the number of tokens.
    package func forEachMergedToken(_ body: (TokenID) -> Void) {
        let ids = self.order?.bothWays.ids
        for slot in 0..<self.layout.pairs.slotCount {
            let entry = unsafe self.pairs.slots[slot]
            guard entry != PairTable.emptySlot else { continue }
            let merged = PairTable.merged(ofEntry: entry)
            let id = ids.map { $0[Int(merged)] } ?? merged
            if id != TokenOrder.none { body(TokenID(rawValue: id)) }
        }
    }
}
