/// The tokens of a piece that grows at its end.
///
/// Each ``extend(_:_:_:_:_:)`` takes up the text that is new and as much of the old as is needed to join the two, by what
/// ``LongMerge`` says, so that the tokens are those of the whole at every step. Long texts are taken up in three ways:
///
/// - What repeats itself: when the tokens do so, too, they are repeated without merging anything.
/// - Many chunks at once (``ChunkMerge``), as long as their borders join within a few tokens.
/// - Else a window, which goes back as far as it has to.
struct GrowingMerge {
    /// The tokens of what is covered, but for those that are only counted.
    private(set) var tokens: [UInt32] = []
    /// The number of tokens before those.
    private(set) var countedTokens = 0
    /// How many bytes from the start of the piece on are encoded.
    private(set) var covered = 0
    /// The bytes of all windows, chunks included.
    private(set) var work = 0
    /// Whether all tokens are wanted, or only their number.
    private let keepsTokens: Bool
    /// When only the number is wanted, this many tokens stay, and those before are dropped at twice as many.
    private let keptTokens: Int
    /// How far the piece must be covered before chunks are tried again.
    private var chunksFrom = 0
    /// How many chunks are merged at once.
    private var chunkCount = Self.fewChunks

    private static let fewChunks = 8
    /// How many bytes the first try goes back from the end of what is encoded.
    private static let overlap = 32
    /// How far back a repetition of tokens is looked for, in bytes.
    private static let repetitionReach = 768

    /// Creates the encoding of an empty piece, for all of its tokens or only for their number.
    ///
    /// If only the number is wanted, about the last `keptTokens` are kept: enough for windows to go back, as a rule.
    init(keepsTokens: Bool, keptTokens: Int = 4096) {
        self.keepsTokens = keepsTokens
        self.keptTokens = keptTokens
    }

    /// The number of tokens of what is covered, before beginnings of characters are written as bytes.
    var count: Int { self.countedTokens + self.tokens.count }

    /// The number of tokens of what is covered.
    private func spelledCount(_ vocabulary: Vocabulary) -> Int {
        self.count + vocabulary.surplus(self.tokens)
    }

    /// Goes on to the end of the piece, which is `text[start..<end]`, and returns its number of tokens.
    ///
    /// A piece that is a token counts as what merging leaves of it; the caller looks it up first.
    ///
    /// - Precondition: The piece starts with the bytes that it had the last time.
    /// - Complexity: O(*n*) in the number of bytes that are new, as long as windows of a bounded length join, which no
    ///   known text prevents.
    @discardableResult
    mutating func extend(
        _ text: Span<UInt8>,
        _ start: Int,
        _ end: Int,
        _ vocabulary: Vocabulary,
        _ scratch: inout MergeScratch
    ) -> Int {
        precondition(0 <= start && start <= end && end <= text.count && self.covered <= end - start)
        while self.covered < end - start {
            if end - start - self.covered >= (Self.fewChunks + 1) * ChunkMerge.chunkSize, !self.tokens.isEmpty {
                if self.repeatTokens(text, start, end, vocabulary) { continue }
                if self.appendChunks(text, start, end, vocabulary, &scratch) { continue }
            }
            self.appendWindow(text, start, end, vocabulary, &scratch)
        }
        return self.spelledCount(vocabulary)
    }

    /// Goes back to a piece of `length` bytes, or to fewer if no token ends there.
    ///
    /// The first tokens of an encoding are the encoding of their bytes, because each two neighbours are.
    ///
    /// - Complexity: O(*n*) in the number of bytes taken away, unless all tokens that are kept go: then the next
    ///   ``extend(_:_:_:_:_:)`` begins anew.
    mutating func shrink(to length: Int, _ vocabulary: Vocabulary) {
        while self.covered > length {
            guard let last = self.tokens.popLast() else {
                self = GrowingMerge(restarting: self)
                return
            }
            self.covered -= vocabulary.length(of: last)
        }
    }

    /// Drops tokens that are only counted, now and then.
    private mutating func dropTokens(_ vocabulary: Vocabulary) {
        guard !self.keepsTokens, self.tokens.count >= 2 * self.keptTokens else { return }
        let dropped = self.tokens.count - self.keptTokens
        self.countedTokens += dropped + vocabulary.surplus(self.tokens.prefix(dropped))
        self.tokens.removeFirst(dropped)
    }
}

extension GrowingMerge {
    /// Takes up the next chunks and returns whether at least one has been joined.
    private mutating func appendChunks(
        _ text: Span<UInt8>,
        _ start: Int,
        _ end: Int,
        _ vocabulary: Vocabulary,
        _ scratch: inout MergeScratch
    ) -> Bool {
        let first = start + self.covered
        guard self.covered >= self.chunksFrom else { return false }
        let count = min(self.chunkCount, (end - first) / ChunkMerge.chunkSize)
        let joined = scratch.appendChunks(text, first, count: count, vocabulary, to: &self.tokens, &self.work)
        self.covered += joined * ChunkMerge.chunkSize
        if joined == count {
            self.chunkCount = min(2 * self.chunkCount, ChunkMerge.chunkLimit)
        } else {
            // The rest was in vain: so much text is to be gained by windows first that it does not count.
            self.chunksFrom = self.covered + 2 * (count - joined) * ChunkMerge.chunkSize / Self.fewChunks
            self.chunkCount = Self.fewChunks
        }
        self.dropTokens(vocabulary)
        return joined > 0
    }

    /// Repeats the last tokens as often as the text repeats itself, and returns whether that was of use.
    ///
    /// If two equal tokens start whole periods apart, then what is between the start of the first and the start of the
    /// second may be put behind it again as long as the bytes are the same: each two adjacent tokens of the result are
    /// adjacent before it, too.
    private mutating func repeatTokens(
        _ text: Span<UInt8>,
        _ start: Int,
        _ end: Int,
        _ vocabulary: Vocabulary
    ) -> Bool {
        let position = start + self.covered
        guard self.covered >= 2 * PeriodicText.periodLimit, position + 8 <= end,
            let period = PeriodicText.period(text, position)
        else { return false }
        let from = max(start, position - Self.repetitionReach)
        let runStart = PeriodicText.start(text, from, position, period: period)
        guard position - runStart >= 4 * period,
            let cycle = self.cycle(from: runStart - start, period: period, vocabulary)
        else { return false }
        let runEnd = PeriodicText.end(text, position, end, period: period) - start
        let repetitions = (runEnd - cycle.end) / cycle.length
        let newlyCovered = cycle.end + repetitions * cycle.length
        guard newlyCovered - self.covered >= 2 * cycle.length else { return false }
        let tokens = Array(self.tokens[cycle.tokens])
        self.tokens.removeLast(self.tokens.count - cycle.tokens.upperBound)
        var left = repetitions
        if !self.keepsTokens {
            // Enough of them stay for a window to go back.
            let kept = min(repetitions, self.keptTokens / tokens.count + 1)
            left = kept
            if repetitions > kept {
                let repeated = tokens.count + vocabulary.surplus(tokens)
                self.countedTokens = self.spelledCount(vocabulary) + (repetitions - kept) * repeated
                self.tokens.removeAll(keepingCapacity: true)
            }
        }
        self.tokens.reserveCapacity(self.tokens.count + left * tokens.count)
        // A short repetition is appended many times at once.
        let times = max(1, 256 / tokens.count)
        let block = Array(repeatElement(tokens, count: times).joined())
        for _ in 0..<left / times { self.tokens += block }
        for _ in 0..<left % times { self.tokens += tokens }
        self.covered = newlyCovered
        return true
    }

    /// Two equal tokens that start whole periods apart, both at `first` or later: the tokens from the one to the other,
    /// where those end, and how many bytes they have.
    private func cycle(
        from first: Int,
        period: Int,
        _ vocabulary: Vocabulary
    ) -> (tokens: Range<Int>, end: Int, length: Int)? {
        // The last tokens may be others than those in the middle of the text: so tries go back from them.
        var candidate = self.tokens.count - 1
        var end = self.covered - vocabulary.length(of: self.tokens[candidate])
        for _ in 0..<12 where candidate > 0 {
            let token = self.tokens[candidate]
            var index = candidate - 1
            var place = end - vocabulary.length(of: self.tokens[index])
            while place >= first {
                if self.tokens[index] == token, (end - place) % period == 0 {
                    return (index..<candidate, end, end - place)
                }
                guard index > 0 else { break }
                index -= 1
                place -= vocabulary.length(of: self.tokens[index])
            }
            candidate -= 1
            end -= vocabulary.length(of: self.tokens[candidate])
        }
        return nil
    }
}

extension GrowingMerge {
    /// Takes up the next window.
    private mutating func appendWindow(
        _ text: Span<UInt8>,
        _ start: Int,
        _ end: Int,
        _ vocabulary: Vocabulary,
        _ scratch: inout MergeScratch
    ) {
        var overlap = Self.overlap
        while true {
            var first = self.tokens.count
            var windowStart = self.covered
            while first > 0, self.covered - windowStart < overlap {
                first -= 1
                windowStart -= vocabulary.length(of: self.tokens[first])
            }
            if first == 0, self.countedTokens > 0 {
                // The window may have to go back to tokens that were only counted: from here on all are kept.
                self = GrowingMerge(restarting: self)
                return
            }
            // At least half of a window is new text, so that all windows together are linear.
            let length = max(MergeScratch.shortLimit, 2 * (self.covered - windowStart))
            let windowEnd = min(end - start, windowStart + length)
            self.work += windowEnd - windowStart
            scratch.encodeWindow(text, start + windowStart, start + windowEnd, vocabulary)
            if first == 0 {
                self.tokens = scratch.windowTokens
            } else if let join = self.commonToken(first, scratch.windowTokens, vocabulary) {
                self.tokens.removeLast(self.tokens.count - join.old)
                self.tokens += scratch.windowTokens[join.new...]
            } else {
                overlap *= 2
                continue
            }
            self.covered = windowEnd
            self.dropTokens(vocabulary)
            return
        }
    }

    private init(restarting other: GrowingMerge) {
        self.init(keepsTokens: true, keptTokens: other.keptTokens)
        self.work = other.work
    }

    /// Finds the first token that both sequences have at the same place; `tokens[first]` and `new[0]` start together.
    private func commonToken(_ first: Int, _ new: [UInt32], _ vocabulary: Vocabulary) -> (old: Int, new: Int)? {
        let old = self.tokens
        var (oldIndex, newIndex) = (first, 0)
        var (oldPosition, newPosition) = (0, 0)
        while oldIndex < old.count, newIndex < new.count {
            if oldPosition == newPosition, old[oldIndex] == new[newIndex] {
                return (oldIndex, newIndex)
            }
            if oldPosition <= newPosition {
                oldPosition += vocabulary.length(of: old[oldIndex])
                oldIndex += 1
            } else {
                newPosition += vocabulary.length(of: new[newIndex])
                newIndex += 1
            }
        }
        return nil
    }
}
