/// Merges the next chunks of a long piece side by side and joins them.
///
/// Each chunk is encoded by itself. Around each border between two chunks a short window, which starts and ends where
/// tokens do, is encoded as well; if it has a token in common with the chunk before and one with the chunk after, the
/// three are joined there, which is right by what ``LongMerge`` says. A token is known by its bytes, so all this is
/// decided on masks of the places where tokens start.
@safe
struct ChunkMerge: ~Copyable {
    /// The bytes of a chunk: as many as a lane of the batch takes.
    static let chunkSize = BatchMerge.limit
    /// The most chunks that are merged at once.
    static let chunkLimit = 64
    /// How many tokens to either side of a border its window has, at each try.
    private static let reaches = [2, 5, 12]

    private let batch: BatchMerge
    /// From index 1 on the chunks; before them the end of what is encoded.
    private let chunks: UnsafeMutablePointer<MergePiece>
    private let chunkStarts: UnsafeMutablePointer<UInt64>
    private let chunkTokens: UnsafeMutablePointer<UInt32>
    /// From index 1 on the border before each chunk.
    private let borders: UnsafeMutablePointer<ChunkBorder>
    private let windows: UnsafeMutablePointer<MergePiece>
    private let windowStarts: UnsafeMutablePointer<UInt64>
    private let windowTokens: UnsafeMutablePointer<UInt32>
    /// The borders of the windows.
    private let windowBorders: UnsafeMutablePointer<Int>

    init(_ kernels: Kernels) {
        self.batch = BatchMerge(kernels)
        let count = Self.chunkLimit + 1
        unsafe self.chunks = .allocate(capacity: count)
        unsafe self.chunkStarts = .allocate(capacity: count)
        unsafe self.chunkTokens = .allocate(capacity: Self.chunkLimit * BatchMerge.limit)
        unsafe self.borders = .allocate(capacity: count)
        unsafe self.windows = .allocate(capacity: count)
        unsafe self.windowStarts = .allocate(capacity: count)
        unsafe self.windowTokens = .allocate(capacity: Self.reaches.count * Self.chunkLimit * BatchMerge.limit)
        unsafe self.windowBorders = .allocate(capacity: count)
    }

    deinit {
        unsafe self.chunks.deallocate()
        unsafe self.chunkStarts.deallocate()
        unsafe self.chunkTokens.deallocate()
        unsafe self.borders.deallocate()
        unsafe self.windows.deallocate()
        unsafe self.windowStarts.deallocate()
        unsafe self.windowTokens.deallocate()
        unsafe self.windowBorders.deallocate()
    }

    /// Appends the tokens of up to `count` chunks from `covered` on to `tokens`, which is the encoding of what is before,
    /// and returns how many it has joined; adds the bytes of all chunks and windows to `work`.
    ///
    /// - Precondition: `tokens` is not empty, `count` is at most ``chunkLimit``, and the text has that many chunks.
    /// - Complexity: O(*n*) for chunks of *n* bytes together.
    func append(
        _ text: Span<UInt8>,
        _ covered: Int,
        count: Int,
        _ vocabulary: Vocabulary,
        to tokens: inout [UInt32],
        _ work: inout Int
    ) -> Int {
        precondition(count <= Self.chunkLimit)
        // All indexes below are at most `count`, all places inside of masks below 64. Positions count from the tail's
        // start on, so that they fit into 32 bits however long the text is.
        let tail = self.takeTail(of: tokens, vocabulary)
        let text = text.extracting(covered - tail..<covered + count * Self.chunkSize)
        for index in 0..<count {
            let start = UInt32(truncatingIfNeeded: tail &+ index &* Self.chunkSize)
            unsafe self.chunks[index &+ 1] = MergePiece(start: start, count: UInt32(Self.chunkSize))
            unsafe self.windowBorders[index] = index &+ 1
        }
        let chunks = unsafe UnsafeBufferPointer(start: self.chunks + 1, count: count)
        unsafe self.batch.mark(text, chunks, vocabulary, starts: self.chunkStarts + 1, tokens: self.chunkTokens)
        work += count * Self.chunkSize
        var pending = count
        var output = 0
        for reach in Self.reaches where pending > 0 {
            pending = self.join(text, pending, reach: reach, vocabulary, &output, &work)
        }
        return self.append(count, to: &tokens)
    }

    /// Puts the last tokens, as many as a mask can hold, where a chunk before the first one would be, and returns how many
    /// bytes they have.
    private func takeTail(of tokens: [UInt32], _ vocabulary: Vocabulary) -> Int {
        var bytes = 0
        var starts: UInt64 = 0
        for token in tokens.reversed() {
            let length = vocabulary.length(of: token)
            guard bytes + length <= BatchMerge.limit else { break }
            bytes += length
            starts = starts << UInt64(length) | 1
        }
        unsafe self.chunks[0] = MergePiece(start: 0, count: UInt32(bytes))
        unsafe self.chunkStarts[0] = starts
        return bytes
    }

    /// Tries to join at the first `count` of the borders listed, and lists those where it has failed.
    private func join(
        _ text: Span<UInt8>,
        _ count: Int,
        reach: Int,
        _ vocabulary: Vocabulary,
        _ output: inout Int,
        _ work: inout Int
    ) -> Int {
        for index in 0..<count {
            let border = unsafe self.windowBorders[index]
            let before = unsafe self.chunks[border &- 1]
            let window = unsafe ChunkBorder.window(
                before,
                self.chunkStarts[border &- 1],
                self.chunkStarts[border],
                reach: reach
            )
            unsafe self.windows[index] = window
            work += Int(window.count)
        }
        let windows = unsafe UnsafeBufferPointer(start: self.windows, count: count)
        let tokens = unsafe self.windowTokens + output
        unsafe self.batch.mark(text, windows, vocabulary, starts: self.windowStarts, tokens: tokens)
        var pending = 0
        for index in 0..<count {
            let border = unsafe self.windowBorders[index]
            let joined = unsafe ChunkBorder(
                self.chunks[border &- 1],
                self.chunkStarts[border &- 1],
                self.chunkStarts[border],
                self.windows[index],
                self.windowStarts[index],
                tokens: output
            )
            unsafe self.borders[border] = joined
            output &+= unsafe Int(self.windows[index].count)
            if !joined.isJoined {
                unsafe self.windowBorders[pending] = border
                pending &+= 1
            }
        }
        return pending
    }

    /// Appends what lies between the joins, up to the first border without one.
    private func append(_ count: Int, to tokens: inout [UInt32]) -> Int {
        var first = 0
        for border in 1...count {
            let join = unsafe self.borders[border]
            guard join.isJoined, join.before >= first else {
                // The chunk before this border is the last one, and all of it is used.
                if border > 1 { self.append(chunk: border - 1, from: first, to: Self.chunkSize, to: &tokens) }
                return border - 1
            }
            if border == 1 {
                let cut = unsafe self.chunkStarts[0] >> UInt64(join.before)
                tokens.removeLast(cut.nonzeroBitCount)
            } else {
                self.append(chunk: border - 1, from: first, to: join.before, to: &tokens)
            }
            let window = unsafe UnsafeBufferPointer(start: self.windowTokens + join.tokens, count: join.count)
            unsafe tokens.append(contentsOf: window)
            first = join.after
        }
        self.append(chunk: count, from: first, to: Self.chunkSize, to: &tokens)
        return count
    }

    /// Appends the tokens of a chunk that start at `first` or later and before `last`.
    @inline(__always)
    private func append(chunk: Int, from first: Int, to last: Int, to tokens: inout [UInt32]) {
        let starts = unsafe self.chunkStarts[chunk]
        // Shifts by 64 give zero.
        let before = (starts & ~(UInt64.max << first)).nonzeroBitCount
        let end = (starts & ~(UInt64.max << last)).nonzeroBitCount
        let start = unsafe self.chunkTokens + (chunk &- 1) &* Self.chunkSize + before
        unsafe tokens.append(contentsOf: UnsafeBufferPointer(start: start, count: end &- before))
    }
}
