/// A part of a text that the model treats alike, and what it needs to know of it.
struct ClaudeRun {
    var kind: ClaudeClass.Kind
    let start: Int
    var end: Int
    let first: ClaudeClass
    var last: ClaudeClass
    /// The classes of all characters, together.
    var union: ClaudeClass
    /// What all characters have in common.
    var intersection: ClaudeClass
    /// The number of characters.
    var count = 1
    /// The capitals behind the first character, without U+0130.
    var laterCapitals = 0

    /// The run of one character.
    init(_ kind: ClaudeClass.Kind, _ range: Range<Int>, _ character: ClaudeClass) {
        self.kind = kind
        self.start = range.lowerBound
        self.end = range.upperBound
        self.first = character
        self.last = character
        self.union = character
        self.intersection = character
    }

    @inline(__always)
    mutating func extend(to end: Int, _ character: ClaudeClass) {
        self.end = end
        self.last = character
        self.union.formUnion(character)
        self.intersection.formIntersection(character)
        self.count &+= 1
        // Without a branch: a capital that isn't U+0130.
        let isCapital = character.meets(.upper) && !character.meets(.dotted)
        self.laterCapitals &+= isCapital ? 1 : 0
    }

    /// All decimal digits, or all other numbers.
    var isNumber: Bool {
        (self.kind == .digit || self.kind == .hard) && self.intersection.meets(.number)
    }

    /// Whether its first character is marked at a border as punctuation is.
    var startsLikePunctuation: Bool { self.first.meets([.selector, .bordersLikePunctuation]) }

    /// Whether its last character is marked at a border as punctuation is.
    var endsLikePunctuation: Bool { self.last.meets([.selector, .bordersLikePunctuation]) }

    /// Whether it would mark the single space behind it.
    var takesRightBorder: Bool {
        self.kind == .punctuation || self.endsLikePunctuation
            || self.isNumber && self.last.meets(.bordersLikeNumber)
    }
}

extension ClaudeRun {
    /// Returns the run that starts at `position`, behind one of kind `previous`.
    ///
    /// - Precondition: `position` is below the count, and the start of a character of valid UTF-8 (not checked).
    @inline(__always)
    static func next(
        in text: Span<UInt8>,
        at position: Int,
        behind previous: ClaudeClass.Kind?,
        _ classes: ClaudeClasses
    ) -> ClaudeRun {
        var end = position
        let first = classes.of(text.scalar(at: &end))
        let opensStray = first.kind == .word && first.meets(.stray) && previous != .word
        var run = ClaudeRun(opensStray ? .stray : first.kind, position..<end, first)
        while end < text.count {
            let character = classes.of(text.scalar(at: &end))
            let belongs: Bool
            switch run.kind {
            case .stray: belongs = character.kind == .word && character.meets(.stray)
            case .hard: belongs = character.kind == .hard && Self.continuesIsolated(first, character)
            default: belongs = character.kind == run.kind
            }
            guard belongs else { break }
            run.extend(to: end, character)
        }
        return run
    }

    /// A selector goes with what is before it; else a run keeps the kind of border of its first character.
    @inline(__always)
    private static func continuesIsolated(_ first: ClaudeClass, _ character: ClaudeClass) -> Bool {
        character.meets(.selector) || character.intersection(.border) == first.intersection(.border)
    }
}
