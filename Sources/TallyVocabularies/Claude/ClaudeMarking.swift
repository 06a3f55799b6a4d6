/// Writes a normalized text with the model's markers, a segment after the other, and adds up what they cost.
///
/// A marker stands for what a token commonly brings along: the space before a word (``ClaudeMarker/begin``), its end, its
/// capitals. No piece crosses the place behind an end or before a begin or beside white space, so what is between two such
/// places is a segment that can be looked at alone.
struct ClaudeMarking: ~Copyable {
    private let version: ClaudeVersion
    private let classes: ClaudeClasses
    private let tiling: ClaudeTiling
    private let memo = ClaudeMemo()
    private var segment = ClaudeSegment()

    /// The tokens of the segments that are complete.
    private var total = 0
    /// Whether a single space is to be written that a begin takes away, if an end is before it.
    private var hasPendingSpace = false
    /// Whether the last that was written is an end.
    private var isBehindEnd = false

    init(_ version: ClaudeVersion) {
        self.version = version
        self.classes = .embedded
        self.tiling = ClaudeTiling(version == .v3 ? .v3 : .v47)
    }

    /// Returns what `text` costs, without the newlines at its end.
    ///
    /// - Precondition: `text` is as ``ClaudeNormalization`` leaves it, without newlines at its end and without the single
    ///   space at its start that the frame brings.
    /// - Complexity: O(*n*).
    mutating func cost(_ text: Span<UInt8>) -> Int {
        self.total = 0
        self.hasPendingSpace = false
        self.isBehindEnd = false
        self.segment.clear()
        guard !text.isEmpty else { return self.version.frameBeginsWord ? 1 : 0 }

        var previous: ClaudeClass.Kind?
        // Of the run before, and of the one before that.
        var isBehindApostrophe = false
        var wouldMarkRight = (before: false, secondBefore: false)
        var position = 0
        while position < text.count {
            // Nearly all that there is: plain words and single spaces between them.
            if !isBehindApostrophe, previous != .stray, let word = ClaudePlainWord(in: text, at: position) {
                self.append(word, of: text)
                position = word.end
                wouldMarkRight = (false, wouldMarkRight.before)
                previous = .word
                continue
            }
            if previous != nil, Self.isLoneSpace(text, position) {
                self.hasPendingSpace = true
                position += 1
                isBehindApostrophe = false
                wouldMarkRight = (false, wouldMarkRight.before)
                previous = .space
                continue
            }
            let run = ClaudeRun.next(in: text, at: position, behind: previous, self.classes)
            position = run.end
            if previous == nil { self.beginText(text, run) }
            switch run.kind {
            case .word:
                let isContraction = isBehindApostrophe && !wouldMarkRight.secondBefore && Self.isSuffix(text, run)
                self.appendWord(text, run, isFused: previous == .stray, isContraction)
            case .stray:
                self.begin()
                self.segment.append(text, run.start..<run.end)
                if !self.isWord(text, run.end) { self.end() }
            case .space:
                self.appendSpace(text, run)
            default:
                self.appendOther(text, run)
            }
            isBehindApostrophe = Self.isApostrophe(text, run)
            wouldMarkRight = (run.takesRightBorder, wouldMarkRight.before)
            previous = run.kind
        }
        self.flushSpace()
        self.finishSegment()
        return self.total
    }

    /// Whether it holds more memory than is worth keeping.
    var isLarge: Bool { self.segment.capacity > 1 << 20 }

    /// Returns what so many newlines cost in a row.
    ///
    /// - Complexity: O(*n*).
    func costOfNewlines(_ count: Int) -> Int {
        let newlines = [UInt8](repeating: 0x0A, count: count)
        return unsafe newlines.withUnsafeBufferPointer { unsafe self.tiling.cost($0) }
    }
}

// What each kind of run becomes

extension ClaudeMarking {
    /// The frame's begin, where the first run has none of its own to take it.
    private mutating func beginText(_ text: Span<UInt8>, _ first: ClaudeRun) {
        guard self.version.frameBeginsWord else { return }
        if self.opensWord(text, first) {
            self.total += Self.spaceCost
        } else if first.kind == .hard || first.kind == .digit || first.kind == .space {
            let hasOwn =
                first.startsLikePunctuation || first.isNumber && first.first.meets(.bordersLikeNumber)
                || first.kind == .space && text[first.start] == 0x20
            if !hasOwn { self.begin() }
        }
    }

    @inline(__always)
    private mutating func appendWord(_ text: Span<UInt8>, _ run: ClaudeRun, isFused: Bool, _ isContraction: Bool) {
        if isFused || isContraction {
            self.flushSpace()
            self.segment.append(text, run.start..<run.end)
        } else {
            switch ClaudeCase(run, marksCapitals: self.version.marksCapitals) {
            case .literal:
                self.begin()
                self.segment.append(text, run.start..<run.end)
            case .shift:
                self.begin(ClaudeMarker.shift)
                self.appendLowered(text, run)
            case .capitals:
                self.begin(ClaudeMarker.capitals)
                self.appendLowered(text, run)
            }
        }
        self.end()
    }

    @inline(__always)
    private mutating func append(_ word: ClaudePlainWord, of text: Span<UInt8>) {
        let style = word.style(marksCapitals: self.version.marksCapitals)
        self.begin(style == .literal ? 0 : style == .shift ? ClaudeMarker.shift : ClaudeMarker.capitals)
        self.segment.append(text, word.start..<word.end, or: style == .literal ? 0 : 0x20)
        self.end()
    }

    private mutating func appendLowered(_ text: Span<UInt8>, _ run: ClaudeRun) {
        // A small letter can have a byte more than its capital.
        self.segment.reserve(run.end - run.start + 2 * run.count)
        var position = run.start
        while position < run.end {
            let scalar = text.scalar(at: &position)
            if scalar < 0x80 {
                self.segment.append(0x41...0x5A ~= scalar ? UInt8(scalar) | 0x20 : UInt8(scalar))
            } else {
                let lowers = self.classes.of(scalar).meets(.lowers)
                self.segment.append(scalar: lowers ? self.classes.lower(scalar) : scalar)
            }
        }
    }

    private mutating func appendSpace(_ text: Span<UInt8>, _ run: ClaudeRun) {
        if run.end - run.start == 1, text[run.start] == 0x20 {
            self.hasPendingSpace = true
            return
        }
        self.isBehindEnd = false
        var position = run.start
        while position < run.end {
            let start = position
            while position < run.end, text[position] < 0x80 { position += 1 }
            if position > start {
                self.finishSegment()
                self.segment.append(text, start..<position)
                self.finishSegment()
            }
            let wide = position
            while position < run.end, text[position] >= 0x80 { position += 1 }
            self.segment.append(text, wide..<position)
        }
    }

    /// Punctuation, digits and isolated characters: marked only where they touch a space.
    private mutating func appendOther(_ text: Span<UInt8>, _ run: ClaudeRun) {
        var takesBegin = false
        var takesEnd = false
        if run.kind == .punctuation || run.startsLikePunctuation || run.endsLikePunctuation {
            takesBegin = (run.kind == .punctuation || run.startsLikePunctuation) && !self.opensWord(text, run)
            takesEnd = run.kind == .punctuation || run.endsLikePunctuation
        } else if run.isNumber {
            takesBegin = run.first.meets(.bordersLikeNumber)
            takesEnd = run.last.meets(.bordersLikeNumber)
        }
        let touchesLeft = run.start == 0 ? self.version.frameBeginsWord : text[run.start - 1] == 0x20
        if takesBegin, touchesLeft { self.begin() } else { self.flushSpace() }
        self.segment.append(text, run.start..<run.end)
        // A single space, not the first of several.
        let touchesRight =
            run.end < text.count && text[run.end] == 0x20 && (run.end + 1 == text.count || text[run.end + 1] != 0x20)
        if takesEnd, touchesRight { self.end() }
    }
}

// What runs are asked for

extension ClaudeMarking {
    private static func isApostrophe(_ text: Span<UInt8>, _ run: ClaudeRun) -> Bool {
        run.kind == .punctuation && run.end - run.start == 1 && text[run.start] == UInt8(ascii: "'")
    }

    /// Whether there is one space with an ASCII character behind it that is none.
    @inline(__always)
    private static func isLoneSpace(_ text: Span<UInt8>, _ position: Int) -> Bool {
        text[position] == 0x20 && position + 1 < text.count && 0x21..<0x7F ~= text[position + 1]
    }

    /// Whether the run is an apostrophe with a word behind it.
    private func opensWord(_ text: Span<UInt8>, _ run: ClaudeRun) -> Bool {
        Self.isApostrophe(text, run) && self.isWord(text, run.end)
    }

    private func isWord(_ text: Span<UInt8>, _ position: Int) -> Bool {
        var position = position
        return position < text.count && self.classes.of(text.scalar(at: &position)).kind == .word
    }

    /// Whether the word is what goes with an apostrophe in English: s, t, d, m, ll, re or ve.
    private static func isSuffix(_ text: Span<UInt8>, _ run: ClaudeRun) -> Bool {
        let first = text[run.start]
        switch run.end - run.start {
        case 1: return first == 0x73 || first == 0x74 || first == 0x64 || first == 0x6D
        case 2:
            let second = text[run.start + 1]
            return first == 0x6C && second == 0x6C || (first == 0x72 || first == 0x76) && second == 0x65
        default: return false
        }
    }
}

// Segments

extension ClaudeMarking {
    /// What one space costs: all runs of up to 16 spaces are pieces.
    private static var spaceCost: Int { 1 }

    @inline(__always)
    private mutating func begin(_ marker: UInt8 = 0) {
        if self.hasPendingSpace {
            self.hasPendingSpace = false
            if !self.isBehindEnd { self.total &+= Self.spaceCost }
        }
        self.isBehindEnd = false
        self.finishSegment()
        self.segment.reserve(2)
        if marker != 0 { self.segment.append(marker) }
        self.segment.append(ClaudeMarker.begin)
    }

    @inline(__always)
    private mutating func end() {
        self.segment.reserve(1)
        self.segment.append(ClaudeMarker.end)
        self.finishSegment()
        self.isBehindEnd = true
    }

    /// Writes the pending space, if there is one, before something that is no begin.
    @inline(__always)
    private mutating func flushSpace() {
        if self.hasPendingSpace {
            self.hasPendingSpace = false
            self.finishSegment()
            self.total &+= Self.spaceCost
        }
        self.isBehindEnd = false
    }

    @inline(__always)
    private mutating func finishSegment() {
        let count = self.segment.count
        guard count > 0 else { return }
        // Unsafe: the segment's memory, which has 16 bytes at least.
        let bytes = unsafe UnsafePointer(self.segment.bytes)
        if count <= ClaudeMemo.limit {
            let key = unsafe ClaudeMemo.Key(bytes, count)
            if let cost = self.memo.cost(key) {
                self.total &+= cost
            } else {
                let cost = unsafe self.tiling.cost(UnsafeBufferPointer(start: bytes, count: count))
                self.memo.keep(key, cost)
                self.total &+= cost
            }
        } else {
            unsafe self.total &+= self.tiling.cost(UnsafeBufferPointer(start: bytes, count: count))
        }
        self.segment.clear()
    }
}
