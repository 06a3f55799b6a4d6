internal import CTallyKernels

/// Merges many short pieces side by side.
///
/// Each merge needs two look-ups in the pair table, which does not fit into the cache nearest to the core, and the next
/// merge of a piece depends on them. So several pieces take turns, each in a lane of its own: a merge only asks for its
/// two slots, and by the time the lane's turn comes again they have arrived.
///
/// A token stays where its first byte is, and a mask says which places have one; a pair is kept where its left token is,
/// with its rank above and its place below in one word, so that the least word is the lowest rank and of equals the
/// leftmost. That is the definition of byte pair encoding, with nothing assumed about the vocabulary.
///
/// Where a kernel does the same with vectors, it has most of the work.
@safe
struct BatchMerge: ~Copyable {
    /// The longest piece that a lane takes, in bytes: a mask has as many bits.
    static let limit = 64
    private static let laneCount = 8
    /// A kernel takes the same time for sixteen pieces as for one: for fewer than this the lanes are faster.
    private static let kernelMinimum = 12
    /// A lane's elements in either buffer: a vector of eight before the places and one behind them.
    private static let stride = limit + 16

    private let kernels: Kernels
    private let lanes: UnsafeMutablePointer<MergeLane>
    /// The lanes in use, before those that have run out of pieces.
    private let turns: UnsafeMutablePointer<UnsafeMutablePointer<MergeLane>>
    private let pairs: UnsafeMutablePointer<UInt32>
    private let tokens: UnsafeMutablePointer<UInt32>

    init(_ kernels: Kernels) {
        self.kernels = kernels
        let size = Self.laneCount * Self.stride
        unsafe self.lanes = .allocate(capacity: Self.laneCount)
        unsafe self.turns = .allocate(capacity: Self.laneCount)
        unsafe self.pairs = .allocate(capacity: size)
        unsafe self.tokens = .allocate(capacity: size)
        unsafe self.pairs.initialize(repeating: MergeLane.none, count: size)
        unsafe self.tokens.initialize(repeating: PairTable.border, count: size)
        for index in 0..<Self.laneCount {
            let first = index * Self.stride + 8
            let lane = unsafe MergeLane(pairs: self.pairs + first, tokens: self.tokens + first)
            unsafe (self.lanes + index).initialize(to: lane)
            unsafe (self.turns + index).initialize(to: self.lanes + index)
        }
    }

    deinit {
        unsafe self.lanes.deallocate()
        unsafe self.turns.deallocate()
        unsafe self.pairs.deallocate()
        unsafe self.tokens.deallocate()
    }

    /// Merges each of `pieces` and writes the number of its tokens to `counts`, at the piece's index.
    ///
    /// - Precondition: Each piece has 1 to ``limit`` bytes, all of them in `text`. A piece that is a token should not be
    ///   among them: it is that token even if merging does not reach it.
    /// - Complexity: O(*n*) for pieces of *n* bytes together.
    func count(
        _ text: Span<UInt8>,
        _ pieces: UnsafeBufferPointer<MergePiece>,
        _ vocabulary: Vocabulary,
        counts: UnsafeMutablePointer<UInt8>
    ) {
        unsafe self.run(text, pieces, vocabulary, counts, nil, nil)
    }

    /// Merges each of `pieces`, writes the number of its tokens to `counts`, at the piece's index, and the tokens to
    /// `tokens`, from the index on that the bytes of the pieces before it add up to.
    ///
    /// - Precondition: As for ``count(_:_:_:counts:)``, and `tokens` has room for as many as the pieces have bytes.
    /// - Complexity: O(*n*) for pieces of *n* bytes together.
    func encode(
        _ text: Span<UInt8>,
        _ pieces: UnsafeBufferPointer<MergePiece>,
        _ vocabulary: Vocabulary,
        counts: UnsafeMutablePointer<UInt8>,
        tokens: UnsafeMutablePointer<UInt32>
    ) {
        unsafe self.run(text, pieces, vocabulary, counts, nil, tokens)
    }

    /// Merges each of `pieces` and writes to `starts`, at the piece's index, a mask of the places where its tokens start,
    /// and the tokens as ``encode(_:_:_:counts:tokens:)`` does.
    ///
    /// - Precondition: As for ``encode(_:_:_:counts:tokens:)``.
    /// - Complexity: O(*n*) for pieces of *n* bytes together.
    func mark(
        _ text: Span<UInt8>,
        _ pieces: UnsafeBufferPointer<MergePiece>,
        _ vocabulary: Vocabulary,
        starts: UnsafeMutablePointer<UInt64>,
        tokens: UnsafeMutablePointer<UInt32>
    ) {
        unsafe self.run(text, pieces, vocabulary, nil, starts, tokens)
    }

    @inline(__always)
    private func run(
        _ text: Span<UInt8>,
        _ pieces: UnsafeBufferPointer<MergePiece>,
        _ vocabulary: Vocabulary,
        _ counts: UnsafeMutablePointer<UInt8>?,
        _ starts: UnsafeMutablePointer<UInt64>?,
        _ tokens: UnsafeMutablePointer<UInt32>?
    ) {
        guard unsafe !self.runKernel(text, pieces, vocabulary, counts, starts, tokens) else { return }
        // The lanes' pointers stay inside of the buffers: a place is below `limit`, or one outside where the borders are.
        let turns = unsafe self.turns
        let table = vocabulary.pairs
        var next = 0
        var output = 0
        var active = 0
        while active < Self.laneCount, next < pieces.count {
            unsafe turns[active].pointee.load(text, pieces[next], index: next, output: output, vocabulary)
            output &+= unsafe Int(pieces[next].count)
            next &+= 1
            active &+= 1
        }
        while active > 0 {
            var turn = 0
            while turn < active {
                let lane = unsafe turns[turn]
                let best = unsafe lane.pointee.lowest()
                if best < MergeLane.none {
                    unsafe lane.pointee.merge(best, table)
                    turn &+= 1
                    continue
                }
                if let counts = unsafe counts {
                    unsafe counts[lane.pointee.index] = UInt8(truncatingIfNeeded: lane.pointee.starts.nonzeroBitCount)
                }
                if let starts = unsafe starts { unsafe starts[lane.pointee.index] = lane.pointee.starts }
                if let tokens = unsafe tokens { unsafe lane.pointee.write(to: tokens) }
                if next < pieces.count {
                    unsafe lane.pointee.load(text, pieces[next], index: next, output: output, vocabulary)
                    output &+= unsafe Int(pieces[next].count)
                    next &+= 1
                    turn &+= 1
                } else {
                    active &-= 1
                    unsafe turns[turn] = turns[active]
                    unsafe turns[active] = lane
                }
            }
        }
    }

    /// Has a kernel do all of it; false if there is none.
    @inline(__always)
    private func runKernel(
        _ text: Span<UInt8>,
        _ pieces: UnsafeBufferPointer<MergePiece>,
        _ vocabulary: Vocabulary,
        _ counts: UnsafeMutablePointer<UInt8>?,
        _ starts: UnsafeMutablePointer<UInt64>?,
        _ tokens: UnsafeMutablePointer<UInt32>?
    ) -> Bool {
        guard self.kernels.mergesPieces, pieces.count >= Self.kernelMinimum else { return false }
        for index in 0..<pieces.count {
            let piece = unsafe pieces[index]
            precondition(1...UInt32(Self.limit) ~= piece.count && Int(piece.start) &+ Int(piece.count) <= text.count)
        }
        // The kernel reads nothing but the pieces' bytes, which have just been checked, and the tables.
        return unsafe text.withUnsafeBufferPointer { text in
            guard let text = text.baseAddress, let first = pieces.baseAddress else { return true }
            let list = unsafe UnsafeRawPointer(first).assumingMemoryBound(to: tally_merge_piece.self)
            let table = unsafe vocabulary.pairs.table(byteTokens: vocabulary.byteTokens)
            return unsafe self.kernels.merge(
                text,
                list,
                count: pieces.count,
                table,
                counts: counts,
                starts: starts,
                tokens: tokens
            )
        }
    }
}
