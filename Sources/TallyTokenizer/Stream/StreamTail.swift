/// The end of a stream that later text can still change, and the number of tokens before it.
///
/// Two things settle text.
///
/// - A *boundary*, a pair of characters that are never in one piece whatever is around them, such as a letter and a
///   space: what is before it is counted as a text of its own, at the speed of any other text. In most languages there
///   is one every few bytes, so that the tail is short and simply counted again when it has grown.
/// - Without a boundary, a piece whose scan asked for no character behind the end of the text
///   (``ScanMemo/isOpen(endingAt:in:)``). At most the last two pieces are not settled so: once a scan runs into the end,
///   all from its start on is one run of letters or of white space, which is cut once; or a word and the beginning
///   of a contraction. Either may be long, so their scans and merges go on from where they were.
struct StreamTail {
    /// How many bytes of memory a short tail may have from longer ones before it.
    private static let roomKept = 4096

    private let tokenizer: Tokenizer
    /// A tail of at most so many bytes is counted again each time, and a piece of half as many is merged again.
    private let shortLimit: Int
    /// The number of tokens of what is settled.
    private(set) var settledCount = 0
    /// What is not settled: valid UTF-8 from the start of a piece on.
    private var bytes: [UInt8] = []
    /// The number of tokens of a long tail.
    private var openCount = 0
    private var memory = PieceMemory()
    /// Whether text has been appended, so that no prefix space is to come any more.
    private var hasStarted = false
    /// How many bytes have been scanned, merged or counted; the tests bound it.
    private(set) var work = 0

    /// How many bytes are kept.
    var byteCount: Int { self.bytes.count }

    init(_ tokenizer: Tokenizer, shortLimit: Int = 256) {
        self.tokenizer = tokenizer
        self.shortLimit = shortLimit
    }

    /// Appends valid UTF-8 and settles what is before the last boundary.
    ///
    /// - Complexity: O(*n*), plus O(*k*) for a tail of *k* bytes that this settles.
    mutating func append(_ text: Span<UInt8>) {
        guard !text.isEmpty else { return }
        guard let preparation = self.tokenizer.encoding.preparation else { return self.append(prepared: text) }
        // Text as it is, all of which is counted each time.
        guard preparation.isIncremental else { return self.bytes.append(text) }
        if preparation.addsPrefixSpace, !self.hasStarted { self.bytes.append(UInt8(ascii: " ")) }
        self.hasStarted = true
        MetaSpace.withSpaces(text) { self.append(prepared: $0) }
    }

    private mutating func append(prepared text: Span<UInt8>) {
        let pretokenizer = self.tokenizer.encoding.pretokenizer
        guard pretokenizer.isScannedByHand else { return self.bytes.append(text) }
        let startsAtBoundary = self.isBoundary(before: text)
        let last = pretokenizer.lastBoundary(in: text)
        self.work += text.count - (last ?? 0)
        guard let last = last ?? (startsAtBoundary ? 0 : nil) else { return self.bytes.append(text) }
        var first = 0
        if !self.bytes.isEmpty {
            first = startsAtBoundary ? 0 : pretokenizer.firstBoundary(in: text) ?? last
            self.bytes.append(text.extracting(..<first))
            self.settledCount += self.recount()
            self.bytes.removeAll(keepingCapacity: self.bytes.capacity <= Self.roomKept)
            self.memory.removeAll()
        }
        if first < last {
            self.settledCount += self.count(text.extracting(first..<last))
            self.work += last - first
        }
        self.bytes.append(text.extracting(last...))
    }

    private func isBoundary(before text: Span<UInt8>) -> Bool {
        self.bytes.withSpan { bytes in
            guard !bytes.isEmpty else { return false }
            let last = bytes.character(at: bytes.startOfLastCharacter(before: bytes.count))
            return self.tokenizer.encoding.pretokenizer
                .isBoundary(after: last.kind, before: text.character(at: 0), text[0])
        }
    }

    /// Settles what can be and returns the number of tokens of all text so far, followed by `ending`, which is valid
    /// UTF-8 and counts this time only.
    ///
    /// - Complexity: O(*n*) in the bytes appended since the last call, plus a constant. With a scanner of one's own,
    ///   O(*k*) for a tail of *k* bytes, which is then the whole text.
    mutating func count(endingWith ending: Span<UInt8>) -> Int {
        if let preparation = self.tokenizer.encoding.preparation, preparation.isIncremental, !ending.isEmpty {
            if !self.hasStarted { return self.tokenizer.count(ending) }
            return MetaSpace.withSpaces(ending) { self.count(endingWithPrepared: $0) }
        }
        return self.count(endingWithPrepared: ending)
    }

    private mutating func count(endingWithPrepared ending: Span<UInt8>) -> Int {
        let isShort = self.bytes.count <= self.shortLimit || !self.settlesPieces
        if isShort {
            self.memory.removeAll()
        } else {
            self.settle()
        }
        guard !ending.isEmpty else { return self.settledCount + (isShort ? self.recount() : self.openCount) }
        let end = self.bytes.count
        self.bytes.append(ending)
        defer {
            self.bytes.removeLast(ending.count)
            self.memory.forget(after: end, self.tokenizer.encoding.vocabulary)
        }
        if isShort { return self.settledCount + self.recount() }
        return self.settledCount + self.countPieces(keepingScansUpTo: end).total
    }

    /// The number of tokens of the tail as a text of its own.
    private mutating func recount() -> Int {
        self.work += self.bytes.count
        return self.bytes.withSpan { self.count($0) }
    }

    /// Whether pieces can be settled one by one: not if something else than the pattern may cut a text.
    private var settlesPieces: Bool {
        guard self.tokenizer.encoding.pretokenizer.isScannedByHand else { return false }
        return self.tokenizer.encoding.preparation.map { $0.isIncremental && $0.atoms == nil } ?? true
    }

    /// The number of tokens of a text that has its prefix space and no U+2581, unless it is kept as it is.
    private func count(_ text: Span<UInt8>) -> Int {
        guard let preparation = self.tokenizer.encoding.preparation else {
            return self.tokenizer.count(prepared: text) ?? .max
        }
        guard preparation.isIncremental else { return self.tokenizer.count(valid: text) }
        if preparation.atoms != nil { return self.tokenizer.count(valid: text, startsText: false) }
        return self.tokenizer.count(prepared: text) ?? .max
    }

    /// Takes the settled pieces off the tail and counts the others.
    private mutating func settle() {
        let counts = self.countPieces(keepingScansUpTo: self.bytes.count)
        self.settledCount += counts.settled
        self.openCount = counts.total - counts.settled
        guard counts.settledEnd > 0 else { return }
        self.memory.move(back: counts.settledEnd)
        let rest = self.bytes.count - counts.settledEnd
        // A giant piece must not leave its room behind. Whatever is moved here is the first piece the next time.
        if self.bytes.capacity > max(Self.roomKept, 4 * rest) {
            self.bytes = Array(self.bytes.suffix(rest))
        } else {
            self.bytes.removeFirst(counts.settledEnd)
        }
    }

    private struct PieceCounts {
        var settled = 0
        var settledEnd = 0
        var total = 0
    }

    /// Counts the tail piece by piece, with the help of what is remembered.
    ///
    /// - Parameter limit: Scans that have read further are not remembered.
    private mutating func countPieces(keepingScansUpTo limit: Int) -> PieceCounts {
        let (encoding, shortPiece) = (self.tokenizer.encoding, self.shortLimit / 2)
        var counts = PieceCounts()
        var (memory, work) = (self.memory, 0)
        self.memory = PieceMemory()
        self.bytes.withSpan { text in
            var scratch = MergeScratch()
            var (start, isSettled) = (0, true)
            while start < text.count {
                var memo = memory.scan(from: start)
                let read = max(start, memo.position)
                let end = encoding.pretokenizer.advance(text, from: start, resuming: &memo)
                work += max(end, memo.position) - read
                isSettled = isSettled && !memo.isOpen(endingAt: end, in: text)
                // What is settled now is gone the next time, unless the text is only supposed to end so.
                if !isSettled || limit < text.count, memo.position <= limit { memory.keep(memo, from: start) }
                let piece = start..<end
                if piece.count <= shortPiece {
                    counts.total += MergeLoop.count(text, piece, encoding.vocabulary, &scratch)
                    work += piece.count
                } else if encoding.vocabulary.pieces.find(text, start, end) != nil {
                    counts.total += 1
                } else {
                    counts.total += memory.count(text, piece, encoding.vocabulary, &scratch, &work)
                }
                start = end
                if isSettled { (counts.settled, counts.settledEnd) = (counts.total, end) }
            }
        }
        self.memory = memory
        self.work += work
        return counts
    }
}
