/// How far the scan of one piece has read, so that it can go on from there when the text has grown.
///
/// A piece of any length is read by one loop over a run of characters, or by two loops one behind the other. What the
/// loop knows depends only on the bytes that it has read, so it stays true whatever is appended. A scan from the start
/// is a scan with a new memo, which the compiler turns into registers.
struct ScanMemo {
    /// The loops that can read far.
    enum Loop: UInt8 {
        case none
        /// Leading letters, then trailing ones.
        case word
        /// Characters of some classes, then what the pattern takes along behind them.
        case run
        case whiteSpace
    }

    private var loop = Loop.none
    private var start = 0
    /// The end of what the loop has read.
    var position = 0
    /// Whether the first run is over and the second one has begun; it has at least one character then.
    var isInSecondRun = false
    /// Where the piece may end early: behind the last letter that is leading and trailing, or the last newline.
    var cut: Int?
    private var lastStart = 0

    /// Begins `loop` at `start`, or goes on with it if that is what the memo is about.
    ///
    /// Another character can turn what looked like white space into the prefix of a word: then the memo is useless.
    @inline(__always)
    mutating func enter(_ loop: Loop, from start: Int) {
        guard self.loop != loop || self.start != start else { return }
        self = ScanMemo()
        self.loop = loop
        self.start = start
        self.position = start
        self.lastStart = start
    }

    /// Reads the run of characters of `kinds` at `start`, unless the second run has begun.
    @inline(__always)
    mutating func readRun(of kinds: CharacterClass, _ text: Span<UInt8>, from start: Int) {
        self.enter(.run, from: start)
        if !self.isInSecondRun { self.position = text.endOfRun(of: kinds, from: self.position) }
    }

    /// Reads the run of white space at `start`.
    @inline(__always)
    mutating func whiteSpace(_ text: Span<UInt8>, from start: Int) -> SplitRule.WhiteSpace {
        self.enter(.whiteSpace, from: start)
        var run = SplitRule.WhiteSpace(end: self.position, lastStart: self.lastStart, afterNewline: self.cut)
        while run.end < text.count {
            let next = text.character(at: run.end)
            guard next.kind.meets(.whiteSpace) else { break }
            run.lastStart = run.end
            run.end = next.end
            if next.kind.meets(.newline) { run.afterNewline = next.end }
        }
        self.position = run.end
        self.lastStart = run.lastStart
        self.cut = run.afterNewline
        return run
    }

    /// Whether the piece that was found to end at `end` can end elsewhere once `text` goes on.
    ///
    /// If not, the scan has asked for no character behind the end of the text, so that with more text every question
    /// gets the same answer. A scan asks for characters of the piece; for one more behind it, and behind where its loop
    /// stopped; and for the two behind an apostrophe that could start a contraction, whose last is at most two bytes.
    @inline(__always)
    func isOpen(endingAt end: Int, in text: Span<UInt8>) -> Bool {
        if self.position >= text.count || end >= text.count { return true }
        return text[end] == UInt8(ascii: "'") && end &+ 3 > text.count
    }

    /// The same memo after `count` bytes before the piece have been taken from the text.
    func moved(back count: Int) -> ScanMemo {
        var memo = self
        memo.start -= count
        memo.position -= count
        memo.lastStart -= count
        memo.cut = memo.cut.map { $0 - count }
        return memo
    }
}
