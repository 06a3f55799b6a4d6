internal import CTallyKernels

/// Finds out what the pieces of a batch are, one table at a time for all of them.
///
/// Each loop does one thing for many pieces, fetches ahead of itself and has no branch that depends on a piece: a piece
/// that the table has not is written to the next list by arithmetic. So the core has dozens of look-ups under way at
/// once instead of waiting for one after the other.
///
///     all pieces ── frequent tokens ─┬─ up to 7 bytes ── short table ─┬─ medium table ── cache ─┬─ merging
///                                    ├─ 8 to 15 bytes ────────────────┘                         │
///                                    └─ longer ── cache ── long table ──────────────────────────┘
///
/// The tables are asked before the cache where most pieces are tokens, and after it where few are.
enum BatchLookup<Answers: PieceAnswers & ~Copyable> {
    /// Passes every piece of `batch`, which is of `text`, to `answers`.
    ///
    /// - Complexity: O(*n*) in the number of bytes of the batch.
    @inline(never)
    static func run(
        _ batch: PieceBatch,
        of text: Span<UInt8>,
        _ vocabulary: Vocabulary,
        _ workspace: inout Workspace,
        _ answers: inout Answers
    ) {
        // Positions are offsets from the batch's base, and nothing is read but the pieces' own bytes.
        unsafe text.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            let bytes = unsafe start + batch.base
            let pieces = vocabulary.pieces
            let missed = unsafe workspace.kernels.probe(
                batch.keys,
                count: batch.count,
                pieces.frequentKeys,
                pieces.frequentIDs,
                tokens: answers.tokens,
                shortMisses: workspace.lookup.shortMisses,
                longMisses: workspace.lookup.longMisses
            )
            answers.foundTokens(batch.count &- missed.shortMisses &- missed.longMisses)
            let short = unsafe Self.lookUpShort(missed.shortMisses, batch, pieces, workspace.lookup, &answers)
            let (medium, long) = unsafe Self.sort(missed.longMisses, batch.positions, workspace.lookup)
            unsafe Self.makeKeys(medium, short, batch, bytes, workspace.lookup)
            let left = unsafe Self.lookUpMedium(medium &+ short, pieces, workspace.lookup, &answers)
            var unmerged = unsafe Self.lookUpCached(left, workspace.cache.short, workspace.lookup, &answers)
            if long > 0 {
                unsafe Self.lookUpLong(long, batch, bytes, text, vocabulary, &workspace, &unmerged, &answers)
            }
            if unmerged > 0 {
                unsafe Self.merge(unmerged, batch, bytes, text, vocabulary, &workspace, &answers)
            }
        }
    }

    /// Looks the missed pieces of up to 7 bytes up among the other tokens, and leaves those that are none.
    @unsafe
    @inline(__always)
    private static func lookUpShort(
        _ count: Int,
        _ batch: PieceBatch,
        _ table: PieceTable,
        _ scratch: borrowing LookupScratch,
        _ answers: inout Answers
    ) -> Int {
        let keys = unsafe batch.keys
        let (pieces, slots) = unsafe (scratch.shortMisses, scratch.slots)
        let buckets = unsafe table.shortBuckets
        let bucketCount = table.shortBucketCount
        for index in 0..<count {
            let slot = unsafe ShortKey.bucket(keys[Int(pieces[index])], count: bucketCount)
            unsafe tally_prefetch(buckets + Int(slot))
            unsafe slots[index] = slot
        }
        var missed = 0
        for index in 0..<count {
            let piece = unsafe pieces[index]
            let bucket = unsafe buckets[Int(slots[index])]
            let difference = unsafe bucket.differs(from: keys[Int(piece)])
            answers.tryToken(Int(piece), bucket.id(at: difference.place))
            unsafe pieces[missed] = piece
            missed &+= Int(truncatingIfNeeded: difference.isMiss)
        }
        answers.foundTokens(count &- missed)
        return missed
    }

    /// Parts the missed pieces of 8 bytes and more into those of up to 15 and longer ones.
    @unsafe
    @inline(__always)
    private static func sort(
        _ count: Int,
        _ positions: UnsafePointer<UInt32>,
        _ scratch: borrowing LookupScratch
    ) -> (medium: Int, long: Int) {
        let (pieces, medium, long) = unsafe (scratch.longMisses, scratch.medium, scratch.long)
        var (mediumCount, longCount) = (0, 0)
        for index in 0..<count {
            let piece = unsafe pieces[index]
            let length = unsafe positions[Int(piece) &+ 1] &- positions[Int(piece)]
            unsafe medium[mediumCount] = piece
            unsafe long[longCount] = piece
            let isLong = Int(truncatingIfNeeded: PieceKey.isNotZero(UInt64(length &>> 4)))
            mediumCount &+= 1 &- isLong
            longCount &+= isLong
        }
        return (mediumCount, longCount)
    }

    /// Makes the keys of the pieces of 8 to 15 bytes, and adds the shorter ones that are left with theirs.
    @unsafe
    @inline(__always)
    private static func makeKeys(
        _ mediumCount: Int,
        _ shortCount: Int,
        _ batch: PieceBatch,
        _ bytes: UnsafePointer<UInt8>,
        _ scratch: borrowing LookupScratch
    ) {
        let positions = unsafe batch.positions
        let shortKeys = unsafe batch.keys
        let (pieces, keys) = unsafe (scratch.medium, scratch.mediumKeys)
        for index in 0..<mediumCount {
            let piece = unsafe Int(pieces[index])
            let start = unsafe positions[piece]
            let length = unsafe Int(positions[piece &+ 1] &- start)
            unsafe keys[index] = MediumKey(bytes + Int(start), length)
        }
        for index in 0..<shortCount {
            let piece = unsafe scratch.shortMisses[index]
            unsafe pieces[mediumCount &+ index] = piece
            unsafe keys[mediumCount &+ index] = MediumKey(short: shortKeys[Int(piece)])
        }
    }

    /// Looks pieces up in the medium table, and leaves those that it lacks, with their keys.
    @unsafe
    @inline(__always)
    private static func lookUpMedium(
        _ count: Int,
        _ table: PieceTable,
        _ scratch: borrowing LookupScratch,
        _ answers: inout Answers
    ) -> Int {
        let (pieces, keys, slots) = unsafe (scratch.medium, scratch.mediumKeys, scratch.slots)
        let entries = unsafe table.mediumKeys
        let ids = unsafe table.mediumIDs
        let hash = table.medium
        for index in 0..<count {
            let slot = unsafe hash.slot(keys[index].hash)
            unsafe tally_prefetch(entries + slot)
            if Answers.needsTokens { unsafe tally_prefetch(ids + slot) }
            unsafe slots[index] = UInt32(truncatingIfNeeded: slot)
        }
        var missed = 0
        for index in 0..<count {
            let key = unsafe keys[index]
            let piece = unsafe pieces[index]
            let slot = unsafe Int(slots[index])
            let entry = unsafe entries[slot]
            answers.tryToken(Int(piece), unsafe ids[slot])
            unsafe pieces[missed] = piece
            unsafe keys[missed] = key
            let difference = (entry.low ^ key.low) | (entry.high ^ key.high ^ 1)
            missed &+= Int(truncatingIfNeeded: PieceKey.isNotZero(difference))
        }
        answers.foundTokens(count &- missed)
        return missed
    }

    /// Looks the pieces of up to 15 bytes up in the cache, and lists those that it lacks for merging.
    @unsafe
    @inline(__always)
    private static func lookUpCached(
        _ count: Int,
        _ cache: borrowing CacheTable<MediumKey>,
        _ scratch: borrowing LookupScratch,
        _ answers: inout Answers
    ) -> Int {
        let (pieces, keys, sets) = unsafe (scratch.medium, scratch.mediumKeys, scratch.slots)
        let entries = unsafe cache.entries.start
        let values = unsafe cache.values.start
        let unmerged = unsafe scratch.unmerged
        for index in 0..<count {
            let set = unsafe cache.set(of: keys[index])
            unsafe tally_prefetch(entries + set)
            if Answers.needsTokens { unsafe tally_prefetch(values + set) }
            unsafe sets[index] = UInt32(truncatingIfNeeded: set)
        }
        var missed = 0
        for index in 0..<count {
            let key = unsafe keys[index]
            let piece = unsafe pieces[index]
            let set = unsafe Int(sets[index])
            // A set is four slots; at most one of them agrees.
            let first = unsafe key.differs(from: entries[set])
            let second = unsafe key.differs(from: entries[set &+ 1])
            let third = unsafe key.differs(from: entries[set &+ 2])
            let fourth = unsafe key.differs(from: entries[set &+ 3])
            let number = min(min(first, second), min(third, fourth))
            let miss = PieceKey.isNotZero(number &>> 4)
            let way =
                (1 &- PieceKey.isNotZero(second &>> 4)) &+ 2 &* (1 &- PieceKey.isNotZero(third &>> 4))
                &+ 3 &* (1 &- PieceKey.isNotZero(fourth &>> 4))
            let slot = set &+ Int(truncatingIfNeeded: way)
            unsafe answers.tryCached(Int(piece), number: number & (miss &- 1), values + slot)
            unsafe unmerged[missed] = piece
            missed &+= Int(truncatingIfNeeded: miss)
        }
        return missed
    }
}
