/// Builds the packed form of a vocabulary from its tokens.
///
/// Used by the packing script for what is committed and by the loaders for what users bring; equal tokens give equal
/// bytes, on every platform.
struct VocabularyPacker {
    private let bytes: [UInt8]
    private let offsets: [UInt32]
    private let layout: PackedLayout
    private var output: [UInt8]

    /// Packs `tokens`, whose index is their id; an empty one is an id that is not used.
    ///
    /// - Complexity: O(*n* · *m*²) for *n* tokens of at most *m* bytes; 0.2 seconds for 200,000 tokens.
    /// - Throws: ``TokenizerError`` with the code `missingByteToken`, `duplicateToken` or `tooManyTokens`.
    static func pack(_ tokens: [[UInt8]]) throws(TokenizerError) -> [UInt8] {
        var packer = try VocabularyPacker(tokens)
        try packer.writeTokens()
        try packer.writePieces()
        packer.writePairs()
        return packer.output
    }

    private init(_ tokens: [[UInt8]]) throws(TokenizerError) {
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
        var used = 0
        var mergeable = 0
        for token in tokens {
            bytes += token
            offsets.append(UInt32(bytes.count))
            used += token.isEmpty ? 0 : 1
            mergeable += token.count > 1 ? 1 : 0
        }
        self.bytes = bytes
        self.offsets = offsets
        self.layout = PackedLayout(
            idCount: tokens.count,
            byteCount: byteCount,
            maxTokenLength: tokens.reduce(0) { max($0, $1.count) },
            // Between 40 and 80 per cent full: an unsuccessful search stays within a cache line or two.
            pieceSlotBits: Self.binaryLogarithm(used + used / 4 + 1),
            pairSeedCount: max(1, mergeable / 4),
            // 92 per cent full, so that a 16-bit seed is found for every bucket.
            pairSlotCount: max(8, mergeable + mergeable / 11)
        )
        self.output = [UInt8](repeating: 0, count: self.layout.size)
    }

    /// The smallest exponent of two that reaches `count`.
    private static func binaryLogarithm(_ count: Int) -> Int {
        Int.bitWidth - (count - 1).leadingZeroBitCount
    }

    private mutating func write(_ words: [UInt32], at position: Int) {
        for (index, word) in words.enumerated() {
            for byte in 0..<4 {
                self.output[position + index * 4 + byte] = UInt8(truncatingIfNeeded: word >> (8 * UInt32(byte)))
            }
        }
    }

    private mutating func write(_ words: [UInt64], at position: Int) {
        self.write(
            words.flatMap { [UInt32(truncatingIfNeeded: $0), UInt32(truncatingIfNeeded: $0 >> 32)] },
            at: position
        )
    }
}

extension VocabularyPacker {
    private mutating func writeTokens() throws(TokenizerError) {
        self.write(self.layout.header, at: 0)
        self.write(self.offsets, at: self.layout.offsets)
        self.output.replaceSubrange(self.layout.bytes..<self.layout.bytes + self.bytes.count, with: self.bytes)
        var byteTokens = [UInt32?](repeating: nil, count: 256)
        for id in 0..<self.layout.idCount where self.offsets[id + 1] - self.offsets[id] == 1 {
            byteTokens[Int(self.bytes[Int(self.offsets[id])])] = UInt32(id)
        }
        if let missing = byteTokens.firstIndex(of: nil) {
            throw TokenizerError(
                .missingByteToken,
                "the vocabulary has no token for byte \(missing), so that some text could not be encoded"
            )
        }
        self.write(byteTokens.compactMap { $0 }, at: self.layout.byteTokens)
    }

    private mutating func writePieces() throws(TokenizerError) {
        var slots = [UInt32](repeating: PieceTable.emptySlot, count: 1 << self.layout.pieceSlotBits)
        let idMask = UInt32(1) << PieceTable.idBits(idCount: self.layout.idCount) - 1
        var duplicate: (UInt32, Int)?
        unsafe self.bytes.withUnsafeBufferPointer { buffer in
            let text = unsafe buffer.span
            for id in 0..<self.layout.idCount {
                let (start, end) = (Int(self.offsets[id]), Int(self.offsets[id + 1]))
                guard start < end else { continue }
                let hash = PieceHash.hash(text, start, end)
                var slot = Int(truncatingIfNeeded: hash >> (64 - UInt64(self.layout.pieceSlotBits)))
                while slots[slot] != PieceTable.emptySlot {
                    let other = slots[slot] & idMask
                    if self.token(Int(other)) == self.token(id) { duplicate = (other, id) }
                    slot = (slot + 1) & (slots.count - 1)
                }
                slots[slot] = UInt32(truncatingIfNeeded: hash) & ~idMask | UInt32(id)
            }
        }
        if let (first, second) = duplicate {
            throw TokenizerError(
                .duplicateToken,
                "tokens \(first) and \(second) are the same bytes: remove one of them"
            )
        }
        self.write(slots, at: self.layout.pieceSlots)
    }

    private func token(_ id: Int) -> ArraySlice<UInt8> {
        self.bytes[Int(self.offsets[id])..<Int(self.offsets[id + 1])]
    }
}

extension VocabularyPacker {
    private mutating func writePairs() {
        let pairs = self.mergedPairs()
        var seeds = [UInt16](repeating: 0, count: self.layout.pairSeedCount)
        var slots = [UInt64](repeating: PairTable.emptySlot, count: self.layout.pairSlotCount)
        let hashes = pairs.map { PairTable.hash(PairTable.key($0.left, $0.right)) }
        var buckets = [[Int]](repeating: [], count: seeds.count)
        for (index, hash) in hashes.enumerated() {
            buckets[PairTable.bucket(hash, count: seeds.count)].append(index)
        }
        // The largest first, while there is room; equal sizes in their order, so that the result is repeatable.
        let order = buckets.indices.sorted { (buckets[$0].count, $1) > (buckets[$1].count, $0) }
        for bucket in order where !buckets[bucket].isEmpty {
            let members = buckets[bucket]
            let seed = (UInt16.min...UInt16.max).first { seed in
                let places = members.map { PairTable.slot(hashes[$0], seed: seed, count: slots.count) }
                return places.allSatisfy { slots[$0] == PairTable.emptySlot } && Set(places).count == places.count
            }
            guard let seed else {
                // 65,536 independent tries at 92 per cent: the chance of this is below 10^-2000.
                preconditionFailure("no displacement found for a bucket of \(members.count) pairs")
            }
            seeds[bucket] = seed
            for member in members {
                let pair = pairs[member]
                slots[PairTable.slot(hashes[member], seed: seed, count: slots.count)] = PairTable.entry(
                    pair.left,
                    pair.right,
                    merged: pair.merged
                )
            }
        }
        for (index, seed) in seeds.enumerated() {
            self.output[self.layout.pairSeeds + index * 2] = UInt8(truncatingIfNeeded: seed)
            self.output[self.layout.pairSeeds + index * 2 + 1] = UInt8(truncatingIfNeeded: seed >> 8)
        }
        self.write(slots, at: self.layout.pairSlots)
    }

    /// The last merge by which each token comes about when its bytes are encoded alone; none for a token that is not
    /// reached by merging.
    private func mergedPairs() -> [(left: UInt32, right: UInt32, merged: UInt32)] {
        unsafe self.output.withUnsafeBytes { packed in
            unsafe self.bytes.withUnsafeBufferPointer { buffer in
                let pieces = unsafe PieceTable(packed: packed, layout: self.layout)
                let text = unsafe buffer.span
                return (0..<self.layout.idCount).compactMap { id in
                    let (start, end) = (Int(self.offsets[id]), Int(self.offsets[id + 1]))
                    guard end - start > 1,
                        let middle = Self.lastMerge(of: text, start, end, pieces),
                        let left = pieces.find(text, start, middle),
                        let right = pieces.find(text, middle, end)
                    else { return nil }
                    return (left, right, UInt32(id))
                }
            }
        }
    }

    /// Where the two tokens meet from which merging in the order of ranks makes all of `text[start..<end]`.
    private static func lastMerge(of text: Span<UInt8>, _ start: Int, _ end: Int, _ pieces: PieceTable) -> Int? {
        var cuts = Array(start...end)
        var ranks = (0..<cuts.count - 2).map { pieces.find(text, cuts[$0], cuts[$0 + 2]) ?? PairTable.none }
        while cuts.count > 3 {
            guard let best = ranks.indices.min(by: { ranks[$0] < ranks[$1] }), ranks[best] != PairTable.none else {
                return nil
            }
            cuts.remove(at: best + 1)
            ranks.remove(at: best)
            for index in max(0, best - 1)...best where index < ranks.count {
                ranks[index] = pieces.find(text, cuts[index], cuts[index + 2]) ?? PairTable.none
            }
        }
        return cuts[1]
    }
}

extension PieceTable {
    /// The piece table inside packed bytes.
    init(packed: UnsafeRawBufferPointer, layout: PackedLayout) {
        guard let base = packed.baseAddress else { preconditionFailure("packed bytes are never empty") }
        unsafe self.init(
            slots: (base + layout.pieceSlots).assumingMemoryBound(to: UInt32.self),
            slotBits: layout.pieceSlotBits,
            idBits: Self.idBits(idCount: layout.idCount),
            offsets: (base + layout.offsets).assumingMemoryBound(to: UInt32.self),
            bytes: (base + layout.bytes).assumingMemoryBound(to: UInt8.self),
            maxLength: layout.maxTokenLength
        )
    }
}

extension Vocabulary {
    /// Creates a vocabulary from its tokens, whose index is their id and their rank; an empty one is an unused id.
    ///
    /// Merging prefers the lower rank, as tiktoken does.
    ///
    /// - Complexity: O(*n* · *m*²) for *n* tokens of at most *m* bytes; about 0.2 seconds for 200,000 tokens.
    /// - Throws: ``TokenizerError`` with the code ``TokenizerError/Code/missingByteToken``,
    ///   ``TokenizerError/Code/duplicateToken`` or ``TokenizerError/Code/tooManyTokens``.
    public init(tokens: [[UInt8]]) throws(TokenizerError) {
        try self.init(packed: VocabularyPacker.pack(tokens))
    }
}
