internal import CTallyKernels

/// Builds the packed form of a vocabulary from its tokens.
///
/// Used by the packing script for what is committed and by the loaders for what users bring; equal tokens give equal
/// bytes, on every platform.
enum VocabularyPacker {
    /// Packs `tokens`, whose index is their id; an empty one is an id that is not used.
    ///
    /// - Complexity: O(*n* · *m*²) for *n* tokens of at most *m* bytes; 0.3 seconds for 200,000 tokens.
    /// - Throws: ``TokenizerError`` with the code `missingByteToken`, `duplicateToken`, `tooManyTokens` or
    ///   `malformedVocabulary`.
    static func pack(_ tokens: [[UInt8]]) throws(TokenizerError) -> [UInt8] {
        try Self.pack(tokens, mergedFrom: tokens.count).packed
    }

    /// The same, if merging leads to all tokens from `first` on; else returns which it does not lead to, and no bytes.
    static func pack(
        _ tokens: [[UInt8]],
        mergedFrom first: Int
    ) throws(TokenizerError) -> (packed: [UInt8], unreached: [Int]) {
        let list = try TokenList(tokens)
        let pieces = try PackedPieces(list)
        var layout = PackedLayout(
            idCount: tokens.count,
            byteCount: list.bytes.count,
            maxTokenLength: list.maxLength,
            shortBucketCount: pieces.shortBuckets.count,
            medium: pieces.medium.size,
            long: pieces.long.size,
            pairs: PerfectHash.Size(keyCount: 0)
        )
        var output = PackedOutput(size: layout.size)
        output.write(list.byteTokens, at: layout.byteTokens)
        output.write(list.offsets, at: layout.offsets)
        output.write(list.bytes, at: layout.bytes)
        output.write(pieces, layout)
        // The pairs come last: what is before them stays where it is, and finds the tokens that the pairs are made of.
        let merged = PackedPairs.mergedPairs(list, output.bytes, layout)
        var isReached = [Bool](repeating: false, count: tokens.count)
        for pair in merged { isReached[Int(pair.merged)] = true }
        let unreached = (first..<tokens.count).filter { !isReached[$0] }
        guard unreached.isEmpty else { return ([], unreached) }
        let pairs = try PackedPairs(merged)
        layout.pairs = pairs.placement.size
        output.resize(to: layout.size)
        output.write(layout.header, at: 0)
        output.write(pairs.placement.seeds, at: layout.pairSeeds)
        output.write(pairs.slots, at: layout.pairSlots)
        return (output.bytes, [])
    }
}

/// The packed bytes while they are written.
private struct PackedOutput {
    private(set) var bytes: [UInt8]

    init(size: Int) {
        self.bytes = [UInt8](repeating: 0, count: size)
    }

    mutating func resize(to size: Int) {
        self.bytes += [UInt8](repeating: 0, count: max(0, size - self.bytes.count))
    }

    /// Writes `numbers` one after the other, little-endian.
    mutating func write<Number: FixedWidthInteger & UnsignedInteger>(_ numbers: [Number], at position: Int) {
        let size = Number.bitWidth / 8
        for (index, number) in numbers.enumerated() {
            for byte in 0..<size {
                self.bytes[position + index * size + byte] = UInt8(truncatingIfNeeded: number >> (8 * byte))
            }
        }
    }

    mutating func write(_ pieces: PackedPieces, _ layout: PackedLayout) {
        self.write(pieces.frequentKeys, at: layout.frequentKeys)
        self.write(pieces.frequentIDs, at: layout.frequentIDs)
        self.write(pieces.shortBuckets.flatMap(\.words), at: layout.shortBuckets)
        self.write(pieces.medium.seeds, at: layout.mediumSeeds)
        self.write(pieces.mediumKeys, at: layout.mediumKeys)
        self.write(pieces.mediumIDs, at: layout.mediumIDs)
        self.write(pieces.long.seeds, at: layout.longSeeds)
        self.write(pieces.longIDs, at: layout.longIDs)
    }
}

/// The tokens with their ids, checked.
private struct TokenList {
    let bytes: [UInt8]
    let offsets: [UInt32]
    let byteTokens: [UInt32]
    let maxLength: Int

    init(_ tokens: [[UInt8]]) throws(TokenizerError) {
        guard tokens.count < PackedLayout.idLimit else {
            throw TokenizerError(
                .tooManyTokens,
                "the largest token id is \(tokens.count - 1), but at most \(PackedLayout.idLimit - 1) can be packed"
            )
        }
        let byteCount = tokens.reduce(0) { $0 + $1.count }
        guard byteCount <= PackedLayout.byteLimit else {
            throw TokenizerError(.tooManyTokens, "the tokens have \(byteCount) bytes, but at most 256 MB can be packed")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(byteCount)
        var offsets: [UInt32] = [0]
        offsets.reserveCapacity(tokens.count + 1)
        var byteTokens = [UInt32?](repeating: nil, count: 256)
        for (id, token) in tokens.enumerated() {
            bytes += token
            offsets.append(UInt32(bytes.count))
            guard token.count == 1 else { continue }
            if let first = byteTokens[Int(token[0])] { throw Self.duplicate(first, UInt32(id)) }
            byteTokens[Int(token[0])] = UInt32(id)
        }
        if let missing = byteTokens.firstIndex(of: nil) {
            throw TokenizerError(
                .missingByteToken,
                "the vocabulary has no token for byte \(missing), so that some text could not be encoded"
            )
        }
        self.bytes = bytes
        self.offsets = offsets
        self.byteTokens = byteTokens.compactMap { $0 }
        self.maxLength = tokens.reduce(0) { max($0, $1.count) }
    }

    var ids: Range<UInt32> { 0..<UInt32(self.offsets.count - 1) }

    func length(of id: UInt32) -> Int {
        Int(self.offsets[Int(id) + 1] - self.offsets[Int(id)])
    }

    func bytes(of id: UInt32) -> ArraySlice<UInt8> {
        self.bytes[Int(self.offsets[Int(id)])..<Int(self.offsets[Int(id) + 1])]
    }

    /// Calls `body` with where the bytes of `id`, of which there are some, start.
    func withPointer<Result>(to id: UInt32, _ body: (UnsafePointer<UInt8>) -> Result) -> Result {
        unsafe self.bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("there are no tokens") }
            return unsafe body(base + Int(self.offsets[Int(id)]))
        }
    }

    static func duplicate(_ first: UInt32, _ second: UInt32) -> TokenizerError {
        TokenizerError(.duplicateToken, "tokens \(first) and \(second) are the same bytes: remove one of them")
    }
}

/// The sections of ``PieceTable``.
private struct PackedPieces {
    let medium: PerfectHash.Placement
    let long: PerfectHash.Placement
    let frequentKeys: [UInt64]
    let frequentIDs: [UInt32]
    let shortBuckets: [ShortBucket]
    /// Two words a slot: low, high.
    private(set) var mediumKeys: [UInt64]
    private(set) var mediumIDs: [UInt32]
    private(set) var longIDs: [UInt32]

    init(_ tokens: TokenList) throws(TokenizerError) {
        let shortTokens = tokens.ids.filter { 1...ShortKey.maxLength ~= tokens.length(of: $0) }
        var mediumTokens = tokens.ids.filter { MediumKey.lengths ~= tokens.length(of: $0) }
        let longTokens = tokens.ids.filter { tokens.length(of: $0) > MediumKey.lengths.upperBound }
        let shorts = shortTokens.map { id in
            let (start, end) = (Int(tokens.offsets[Int(id)]), Int(tokens.offsets[Int(id) + 1]))
            return unsafe tokens.bytes.withUnsafeBufferPointer { unsafe ShortKey.make($0.span, start, end) }
        }
        var mediums = mediumTokens.map { id in
            unsafe tokens.withPointer(to: id) { unsafe MediumKey($0, tokens.length(of: id)) }
        }
        let longs = longTokens.map { id in
            unsafe tokens.withPointer(to: id) { unsafe PieceHash.hash($0, tokens.length(of: id)) }
        }
        var frequentKeys = [UInt64](repeating: 0, count: PieceTable.frequentCount)
        var frequentIDs = [UInt32](repeating: 0, count: PieceTable.frequentCount)
        // 80 per cent full if no token were among the frequent ones.
        var buckets = [ShortBucket](repeating: ShortBucket(), count: max(1, shortTokens.count * 5 / 12))
        for (key, id) in zip(shorts, shortTokens) {
            let slot = tally_frequent_slot(key)
            let bucket = Int(ShortKey.bucket(key, count: UInt32(buckets.count)))
            if let other = frequentKeys[slot] == key | 1 ? frequentIDs[slot] : buckets[bucket].find(key) {
                throw TokenList.duplicate(other, id)
            }
            if frequentKeys[slot] == 0 {
                frequentKeys[slot] = key | 1
                frequentIDs[slot] = id
            } else if !buckets[bucket].insert(key, id: id) {
                mediumTokens.append(id)
                mediums.append(MediumKey(short: key))
            }
        }
        self.frequentKeys = frequentKeys
        self.frequentIDs = frequentIDs
        self.shortBuckets = buckets
        self.medium = try Self.place(mediums.map(\.hash), mediumTokens, tokens)
        self.long = try Self.place(longs, longTokens, tokens)
        self.mediumKeys = [UInt64](repeating: 0, count: self.medium.size.slotCount * 2)
        self.mediumIDs = [UInt32](repeating: 0, count: self.medium.size.slotCount)
        self.longIDs = [UInt32](repeating: PieceTable.noToken, count: self.long.size.slotCount)
        for (index, slot) in self.medium.slots.enumerated() {
            self.mediumKeys[2 * slot] = mediums[index].low
            self.mediumKeys[2 * slot + 1] = mediums[index].high | 1
            self.mediumIDs[slot] = mediumTokens[index]
        }
        for (index, slot) in self.long.slots.enumerated() {
            self.longIDs[slot] = longTokens[index]
        }
    }

    private static func place(
        _ hashes: [UInt64],
        _ ids: [UInt32],
        _ tokens: TokenList
    ) throws(TokenizerError) -> PerfectHash.Placement {
        if let placement = PerfectHash.place(hashes) { return placement }
        var seen: [UInt64: UInt32] = [:]
        for (hash, id) in zip(hashes, ids) {
            guard let other = seen.updateValue(id, forKey: hash) else { continue }
            if tokens.bytes(of: other) == tokens.bytes(of: id) { throw TokenList.duplicate(other, id) }
            throw TokenizerError(.malformedVocabulary, "tokens \(other) and \(id) have one hash: remove one of them")
        }
        preconditionFailure("no placement without equal hashes")
    }
}

/// The sections of ``PairTable``.
private struct PackedPairs {
    let placement: PerfectHash.Placement
    private(set) var slots: [UInt64]

    init(_ pairs: [(left: UInt32, right: UInt32, merged: UInt32)]) throws(TokenizerError) {
        guard let placement = PerfectHash.place(pairs.map { PairTable.hash(PairTable.key($0.left, $0.right)) }) else {
            throw TokenizerError(.malformedVocabulary, "two pairs of tokens have one hash: it can't be packed")
        }
        self.placement = placement
        self.slots = [UInt64](repeating: PairTable.emptySlot, count: placement.size.slotCount)
        for (pair, slot) in zip(pairs, placement.slots) {
            self.slots[slot] = PairTable.entry(pair.left, pair.right, merged: pair.merged)
        }
    }

    /// The last merge by which each token comes about when its bytes are encoded alone; none for a token that is not
    /// reached by merging.
    static func mergedPairs(
        _ tokens: TokenList,
        _ packed: [UInt8],
        _ layout: PackedLayout
    ) -> [(left: UInt32, right: UInt32, merged: UInt32)] {
        // Read in place, so they must lie as they will in the image.
        let memory = PackedMemory(copying: packed)
        defer { withExtendedLifetime(memory) {} }
        guard let base = unsafe memory.bytes.baseAddress else { return [] }
        let pieces = unsafe PieceTable(packed: base, layout)
        return unsafe tokens.bytes.withUnsafeBufferPointer { buffer in
            let text = unsafe buffer.span
            var (cuts, ranks): ([Int], [UInt32]) = ([], [])
            return tokens.ids.compactMap { id in
                let (start, end) = (Int(tokens.offsets[Int(id)]), Int(tokens.offsets[Int(id) + 1]))
                guard end - start > 1,
                    let middle = Self.lastMerge(of: text, start, end, pieces, &cuts, &ranks),
                    let left = pieces.find(text, start, middle),
                    let right = pieces.find(text, middle, end)
                else { return nil }
                return (left, right, id)
            }
        }
    }

    /// Where the two tokens meet from which merging in the order of ranks makes all of `text[start..<end]`.
    ///
    /// - Parameters:
    ///   - cuts: Memory to work with, as `ranks`.
    private static func lastMerge(
        of text: Span<UInt8>,
        _ start: Int,
        _ end: Int,
        _ pieces: PieceTable,
        _ cuts: inout [Int],
        _ ranks: inout [UInt32]
    ) -> Int? {
        cuts.removeAll(keepingCapacity: true)
        ranks.removeAll(keepingCapacity: true)
        cuts.append(contentsOf: start...end)
        for index in 0..<cuts.count - 2 {
            ranks.append(pieces.find(text, cuts[index], cuts[index + 2]) ?? PairTable.none)
        }
        while cuts.count > 3 {
            var best = 0
            for index in 1..<ranks.count where ranks[index] < ranks[best] { best = index }
            guard ranks[best] != PairTable.none else { return nil }
            cuts.remove(at: best + 1)
            ranks.remove(at: best)
            for index in max(0, best - 1)...best where index < ranks.count {
                ranks[index] = pieces.find(text, cuts[index], cuts[index + 2]) ?? PairTable.none
            }
        }
        return cuts[1]
    }
}

extension Vocabulary {
    /// Creates a vocabulary from its tokens, whose index is their id and their rank; an empty one is an unused id.
    ///
    /// Merging prefers the lower rank, as tiktoken does.
    ///
    /// - Complexity: O(*n* · *m*²) for *n* tokens of at most *m* bytes; about 0.3 seconds for 200,000 tokens.
    /// - Throws: ``TokenizerError`` with the code ``TokenizerError/Code/missingByteToken``,
    ///   ``TokenizerError/Code/duplicateToken`` or ``TokenizerError/Code/tooManyTokens``.
    public init(tokens: [[UInt8]]) throws(TokenizerError) {
        try self.init(packed: VocabularyPacker.pack(tokens))
    }
}
