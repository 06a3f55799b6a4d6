/// What the model distinguishes of a character, as `vocabularies/pack_claude.py` packs it.
struct ClaudeClass: OptionSet {
    let rawValue: UInt16

    /// The kinds of runs that a text falls into.
    enum Kind: UInt16 {
        /// Isolated characters: ideographs, syllables, emoji, most symbols.
        case hard = 0
        /// Letters and what goes with them.
        case word = 1
        case space = 2
        case digit = 3
        case punctuation = 4
        /// Marks with no letter before them; no character has this kind of itself.
        case stray = 5
    }

    /// Selects the ``Kind``.
    static let kindMask: UInt16 = 7
    /// A mark that opens a run of its own where there is no letter before it.
    static let stray = ClaudeClass(rawValue: 1 << 3)
    /// Takes the marks of a border as punctuation does.
    static let bordersLikePunctuation = ClaudeClass(rawValue: 1 << 4)
    /// Takes the marks of a border as digits beyond ASCII do.
    static let bordersLikeNumber = ClaudeClass(rawValue: 1 << 5)
    /// U+FE00 to U+FE0F.
    static let selector = ClaudeClass(rawValue: 1 << 6)
    /// General category Nd.
    static let decimal = ClaudeClass(rawValue: 1 << 7)
    /// General category No.
    static let otherNumber = ClaudeClass(rawValue: 1 << 8)
    static let upper = ClaudeClass(rawValue: 1 << 9)
    static let lower = ClaudeClass(rawValue: 1 << 10)
    /// A letter or mark without case: it keeps a word from being one of capitals.
    static let unlowerable = ClaudeClass(rawValue: 1 << 11)
    /// U+1E9E.
    static let sharp = ClaudeClass(rawValue: 1 << 12)
    /// U+0130.
    static let dotted = ClaudeClass(rawValue: 1 << 13)
    /// ``ClaudeNormalization`` looks at it.
    static let rewritten = ClaudeClass(rawValue: 1 << 14)
    /// Has another lower-case form.
    static let lowers = ClaudeClass(rawValue: 1 << 15)

    /// What an isolated run is split by: a change between two of these or neither.
    static let border: ClaudeClass = [.bordersLikePunctuation, .bordersLikeNumber]
    /// General category Nd or No.
    static let number: ClaudeClass = [.decimal, .otherNumber]

    /// The kind of run that the character is part of.
    @inline(__always)
    var kind: Kind { Kind(rawValue: self.rawValue & Self.kindMask) ?? .hard }

    /// Whether the two have something in common.
    @inline(__always)
    func meets(_ other: ClaudeClass) -> Bool {
        self.rawValue & other.rawValue != 0
    }
}
