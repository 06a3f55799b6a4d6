/// A generation of Claude's tokenizer, as far as the number of its tokens is known.
///
/// <doc:CountingClaude> has the evidence for each.
public enum ClaudeVersion: String, Sendable, Hashable, CaseIterable {
    /// Claude 3 to Opus 4.6, Sonnet 4.6 and Haiku 4.5.
    case v3
    /// Opus 4.7.
    case v47 = "v4.7"
    /// Opus 4.8, Sonnet 5 and Fable 5.
    case v48 = "v4.8"
    /// Opus 5: as ``v48``, without the white space at the end of a text.
    case opus5 = "opus-5"

    /// Whether this build can count for Claude: whether the trait is on.
    package static var isEmbedded: Bool {
        #if Claude
        true
        #else
        false
        #endif
    }

    /// The generation's name beside those of encodings, as in the catalogue: `claude-v3`.
    public var counterName: String { "claude-\(self.rawValue)" }

    /// Finds the generation of this name; nil if there is none.
    public init?(counterName: String) {
        guard counterName.hasPrefix("claude-") else { return nil }
        self.init(rawValue: String(counterName.dropFirst(7)))
    }

    /// What a message of one user turn has beyond its text, in tokens.
    ///
    /// From the recorded counts that the package ctok 1.3.0 was measured with.
    public var messageFrame: Int {
        switch self {
        case .v3: 7
        case .v47: 11
        case .v48, .opus5: 6
        }
    }

    /// Whether the frame ends in the begin of a word, so that a first word or space gets it for free.
    var frameBeginsWord: Bool { self == .v3 || self == .v47 }

    /// Whether curly quotation marks become straight ones.
    var straightensQuotes: Bool { self == .v3 }

    /// Whether a word of capitals is written small behind a marker.
    var marksCapitals: Bool { self == .v3 }

    /// Whether white space at the end of a text is dropped before all else.
    var dropsTrailingSpace: Bool { self == .opus5 }
}
