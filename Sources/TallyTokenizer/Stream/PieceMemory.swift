/// What is known of the long pieces at the end of a stream, so that neither scanning nor merging begins anew.
///
/// Entries are found by the start of their piece. A piece can have several ends in turn: white space with newlines in
/// it is one piece for cl100k_base as long as the text ends there, and two once anything follows. All the ends that are
/// asked for at one start only ever move forward, apart from the last character or so, and there are at most three such
/// sequences: the end of the run, of its last character but one, and of its last newline. An entry that was ahead of
/// one of them is therefore not taken back for it, but a second one is made, which happens once; from then on each
/// follows its own sequence. All the entries together are extended by a few times the bytes appended.
struct PieceMemory {
    /// Which of the entries serve a piece that ends a little before they do, in bytes.
    private static let slack = 64
    private static let capacity = 6

    private var scans: [(start: Int, memo: ScanMemo)] = []
    /// The one used last is last.
    private var merges: [GrowingPiece] = []

    var isEmpty: Bool { self.scans.isEmpty && self.merges.isEmpty }

    mutating func removeAll() {
        self.scans.removeAll(keepingCapacity: true)
        self.merges.removeAll()
    }

    /// What the scan of the piece at `start` has read.
    func scan(from start: Int) -> ScanMemo {
        self.scans.last { $0.start == start }?.memo ?? ScanMemo()
    }

    /// Keeps what the scan of the piece at `start` has read, and forgets what has not been used for long.
    mutating func keep(_ memo: ScanMemo, from start: Int) {
        if let index = self.scans.firstIndex(where: { $0.start == start }) {
            self.scans.remove(at: index)
        } else if self.scans.count == Self.capacity {
            self.scans.removeFirst()
        }
        self.scans.append((start, memo))
    }

    /// Returns the number of tokens that the bytes of `piece` merge into.
    mutating func count(
        _ text: Span<UInt8>,
        _ piece: Range<Int>,
        _ vocabulary: Vocabulary,
        _ scratch: inout MergeScratch,
        _ work: inout Int
    ) -> Int {
        var merge = GrowingPiece(start: piece.lowerBound)
        var best: Int?
        for (index, entry) in self.merges.enumerated()
        where entry.start == piece.lowerBound && entry.end <= piece.upperBound + Self.slack {
            if best.map({ self.merges[$0].end < entry.end }) ?? true { best = index }
        }
        if let best {
            merge = self.merges.remove(at: best)
        } else if self.merges.count == Self.capacity {
            self.merges.removeFirst()
        }
        let count = merge.count(text, upTo: piece.upperBound, vocabulary, &scratch, &work)
        self.merges.append(merge)
        return count
    }

    /// Forgets what was learnt from bytes at or after `end`, which will be others.
    mutating func forget(after end: Int, _ vocabulary: Vocabulary) {
        self.scans.removeAll { $0.memo.position > end }
        self.merges.removeAll { $0.start >= end }
        for index in self.merges.indices {
            self.merges[index].shrink(to: end, vocabulary)
        }
    }

    /// Follows the text, of which the first `count` bytes have been taken away.
    mutating func move(back count: Int) {
        guard count > 0 else { return }
        self.scans.removeAll { $0.start < count }
        self.merges.removeAll { $0.start < count }
        for index in self.scans.indices {
            self.scans[index] = (self.scans[index].start - count, self.scans[index].memo.moved(back: count))
        }
        for index in self.merges.indices {
            self.merges[index].start -= count
        }
    }
}
