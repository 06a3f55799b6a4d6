internal import CTallyKernels

// The pieces that few texts have many of: longer ones, and those that nobody knows yet.
extension BatchLookup where Answers: ~Copyable {
    /// Looks the pieces of 16 bytes and more up in the cache, then in the long table; merges those that are too long to
    /// be merged side by side and adds the others to the unmerged ones.
    @unsafe
    @inline(never)
    static func lookUpLong(
        _ count: Int,
        _ batch: PieceBatch,
        _ bytes: UnsafePointer<UInt8>,
        _ text: Span<UInt8>,
        _ vocabulary: Vocabulary,
        _ workspace: inout Workspace,
        _ unmerged: inout Int,
        _ answers: inout Answers
    ) {
        let positions = unsafe batch.positions
        let (pieces, sets) = unsafe (workspace.lookup.long, workspace.lookup.slots)
        for index in 0..<count {
            let (start, length) = unsafe Self.range(of: Int(pieces[index]), positions)
            guard LongKey.lengths ~= length else { continue }
            let set = unsafe workspace.cache.long.set(of: LongKey(bytes + start, length))
            unsafe tally_prefetch(workspace.cache.long.entries.start + set)
            unsafe sets[index] = UInt32(truncatingIfNeeded: set)
        }
        for index in 0..<count {
            let piece = unsafe Int(pieces[index])
            let (start, length) = unsafe Self.range(of: piece, positions)
            if length <= LongKey.lengths.upperBound {
                let key = unsafe LongKey(bytes + start, length)
                // Not the set that was fetched ahead if the table has grown since.
                let set = workspace.cache.long.set(of: key)
                let entries = unsafe workspace.cache.long.entries.start
                let values = unsafe workspace.cache.long.values.start
                let first = unsafe key.differs(from: entries[set])
                let second = unsafe key.differs(from: entries[set &+ 1])
                if min(first, second) < 32 {
                    let slot = first < 32 ? set : set &+ 1
                    unsafe answers.tryCached(piece, number: min(first, second), values + slot)
                    continue
                }
            } else if length <= PieceCache.maxLength,
                let found = unsafe workspace.cache.texts.find(bytes + start, length)
            {
                answers.foundCached(piece, number: found.number, value: found.value)
                continue
            }
            if var token = unsafe vocabulary.pieces.findLong(bytes + start, length) {
                guard length <= PieceCache.maxLength else {
                    answers.foundToken(piece, token)
                    continue
                }
                let value = unsafe answers.merged(piece, number: 1, &token)
                unsafe workspace.cache.insert(bytes + start, length: length, key: 0, number: 1, value: value)
            } else if length <= BatchMerge.limit {
                unsafe workspace.lookup.unmerged[unmerged] = UInt32(truncatingIfNeeded: piece)
                unmerged &+= 1
            } else {
                let range = batch.base &+ start..<batch.base &+ start &+ length
                guard length <= PieceCache.maxLength else {
                    answers.foundGiant(piece, text, range, vocabulary, &workspace.merging)
                    continue
                }
                LongMerge.merge(text, range.lowerBound, range.upperBound, vocabulary, &workspace.merging)
                let number = workspace.merging.longTokens.count
                let value = unsafe workspace.merging.longTokens.withUnsafeBufferPointer { tokens in
                    guard let tokens = tokens.baseAddress else { preconditionFailure("a piece has tokens") }
                    return unsafe answers.merged(piece, number: number, tokens)
                }
                unsafe workspace.cache.insert(bytes + start, length: length, key: 0, number: number, value: value)
            }
        }
    }

    /// Merges the `count` pieces of ``LookupScratch/unmerged`` side by side and keeps the answers.
    @unsafe
    @inline(never)
    static func merge(
        _ count: Int,
        _ batch: PieceBatch,
        _ bytes: UnsafePointer<UInt8>,
        _ text: Span<UInt8>,
        _ vocabulary: Vocabulary,
        _ workspace: inout Workspace,
        _ answers: inout Answers
    ) {
        let positions = unsafe batch.positions
        let (pieces, counts, tokens) = unsafe (
            workspace.lookup.mergePieces, workspace.lookup.counts, workspace.lookup.tokens
        )
        for index in 0..<count {
            let (start, length) = unsafe Self.range(of: Int(workspace.lookup.unmerged[index]), positions)
            unsafe pieces[index] = MergePiece(start: UInt32(start), count: UInt32(length))
        }
        let rest = text.extracting(batch.base..<text.count)
        let list = unsafe UnsafeBufferPointer(start: pieces, count: count)
        if Answers.needsTokens || vocabulary.hasFallback {
            unsafe workspace.sideBySide.encode(rest, list, vocabulary, counts: counts, tokens: tokens)
        } else {
            unsafe workspace.sideBySide.count(rest, list, vocabulary, counts: counts)
        }
        var output = 0
        for index in 0..<count {
            let piece = unsafe Int(workspace.lookup.unmerged[index])
            let (start, length) = unsafe Self.range(of: piece, positions)
            var number = unsafe Int(counts[index])
            if vocabulary.hasFallback { number = unsafe vocabulary.spellOut(tokens + output, count: number) }
            let value = unsafe answers.merged(piece, number: number, tokens + output)
            output &+= length
            let key = unsafe batch.keys[piece]
            unsafe workspace.cache.insert(bytes + start, length: length, key: key, number: number, value: value)
        }
    }

    @unsafe
    @inline(__always)
    private static func range(of piece: Int, _ positions: UnsafePointer<UInt32>) -> (start: Int, length: Int) {
        let start = unsafe positions[piece]
        return unsafe (Int(start), Int(positions[piece &+ 1] &- start))
    }
}
