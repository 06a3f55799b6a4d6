/// Merges a piece of any length by a heap of its pairs.
///
/// The plain way, which needs no bound on how far a merge can reach: ``LongMerge`` turns to it when its windows are
/// not enough, and the tests hold everything else against it.
enum HeapMerge {
    /// Merges `text[start..<end]` into `tokens`.
    ///
    /// - Complexity: O(*n* log *n*) time and O(*n*) memory.
    static func merge(
        _ text: Span<UInt8>,
        _ start: Int,
        _ end: Int,
        _ vocabulary: Vocabulary,
        into tokens: inout [UInt32]
    ) {
        let count = end - start
        // A list linked in both directions over the bytes; a token is kept where it starts.
        var parts = (0..<count).map { vocabulary.token(ofByte: text[start + $0]) }
        var next = Array(1...max(1, count))
        var previous = Array(-1..<max(0, count - 1))
        var heap = PairHeap()
        for left in 0..<max(0, count - 1) {
            heap.push(rank: vocabulary.pairs.merged(parts[left], parts[left + 1]), position: left)
        }
        while let (rank, left) = heap.pop() {
            let right = next[left]
            // An entry is stale once either of its tokens has become part of another.
            guard parts[left] != PairTable.none, right < count,
                vocabulary.pairs.merged(parts[left], parts[right]) == rank
            else { continue }
            parts[left] = rank
            parts[right] = PairTable.none
            let after = next[right]
            next[left] = after
            if after < count {
                previous[after] = left
                heap.push(rank: vocabulary.pairs.merged(rank, parts[after]), position: left)
            }
            if previous[left] >= 0 {
                let before = previous[left]
                heap.push(rank: vocabulary.pairs.merged(parts[before], rank), position: before)
            }
        }
        tokens.removeAll(keepingCapacity: true)
        var position = 0
        while position < count {
            tokens.append(parts[position])
            position = next[position]
        }
    }
}

/// A binary heap of pairs: the lowest rank first, and of equals the leftmost.
private struct PairHeap {
    /// Rank above, position below, so that one comparison orders both.
    private var entries: [UInt64] = []

    mutating func push(rank: UInt32, position: Int) {
        guard rank != PairTable.none else { return }
        var child = self.entries.count
        self.entries.append(UInt64(rank) << 40 | UInt64(position))
        while child > 0 {
            let parent = (child - 1) / 2
            guard self.entries[child] < self.entries[parent] else { break }
            self.entries.swapAt(child, parent)
            child = parent
        }
    }

    mutating func pop() -> (rank: UInt32, position: Int)? {
        guard let first = self.entries.first else { return nil }
        let last = self.entries.removeLast()
        if !self.entries.isEmpty {
            self.entries[0] = last
            self.siftDown()
        }
        return (UInt32(first >> 40), Int(first & (1 << 40 - 1)))
    }

    private mutating func siftDown() {
        var parent = 0
        while true {
            var child = parent * 2 + 1
            guard child < self.entries.count else { return }
            if child + 1 < self.entries.count, self.entries[child + 1] < self.entries[child] { child += 1 }
            guard self.entries[child] < self.entries[parent] else { return }
            self.entries.swapAt(child, parent)
            parent = child
        }
    }
}
