/// Working memory for merging, owned by one call.
@safe
struct MergeScratch: ~Copyable {
    /// The longest piece that ``ShortMerge`` takes, in bytes.
    static let shortLimit = 128

    /// The tokens of a short piece, from index 1 on, and a border at each end.
    let tokens: UnsafeMutablePointer<UInt32>
    /// What each token and its right neighbour merge into.
    let merges: UnsafeMutablePointer<UInt32>
    /// The tokens of a long piece.
    var longTokens: [UInt32] = []
    /// The tokens of one window of a long piece.
    var windowTokens: [UInt32] = []
    /// What merges chunks, once it has been needed.
    private var chunks: ChunkMerge?

    init() {
        unsafe self.tokens = UnsafeMutablePointer<UInt32>.allocate(capacity: Self.shortLimit + 2)
        unsafe self.merges = UnsafeMutablePointer<UInt32>.allocate(capacity: Self.shortLimit + 2)
        unsafe self.tokens.initialize(repeating: 0, count: Self.shortLimit + 2)
        unsafe self.merges.initialize(repeating: 0, count: Self.shortLimit + 2)
    }

    deinit {
        unsafe self.tokens.deallocate()
        unsafe self.merges.deallocate()
    }
}

extension MergeScratch {
    /// Merges one window into ``windowTokens``.
    mutating func encodeWindow(_ text: Span<UInt8>, _ start: Int, _ end: Int, _ vocabulary: Vocabulary) {
        guard end - start <= Self.shortLimit else {
            return HeapMerge.merge(text, start, end, vocabulary, into: &self.windowTokens)
        }
        let count = ShortMerge.merge(text, start, end, vocabulary, self)
        self.windowTokens.removeAll(keepingCapacity: true)
        for index in 0..<count {
            self.windowTokens.append(unsafe self.tokens[index + 1])
        }
    }

    /// Merges chunks as ``ChunkMerge/append(_:_:count:_:to:_:)`` says.
    mutating func appendChunks(
        _ text: Span<UInt8>,
        _ covered: Int,
        count: Int,
        _ vocabulary: Vocabulary,
        to tokens: inout [UInt32],
        _ work: inout Int
    ) -> Int {
        if self.chunks == nil { self.chunks = ChunkMerge(.best) }
        return self.chunks?.append(text, covered, count: count, vocabulary, to: &tokens, &work) ?? 0
    }
}
