/// Which edition of OpenTelemetry's GenAI conventions is spoken.
///
/// Both are in development; names were taken from the repositories of the conventions in November 2026.
public enum SemanticConventions: String, Hashable, Sendable, CaseIterable {
    /// Version 1.41, the last that the core repository defines, and what receivers understand today.
    case version141 = "1.41"
    /// The draft of the conventions' own repository: counters in place of the histogram of tokens.
    case latest
    /// Attributes by both names where they differ; metrics as in 1.41, since the same tokens in two instruments would be
    /// counted twice.
    case both

    /// Whether attributes have the names of 1.41.
    var has141: Bool { self != .latest }
    /// Whether attributes have the names of the draft.
    var hasLatest: Bool { self != .version141 }

    /// Whose names are written: what receivers may convert by.
    var schemaURL: String {
        switch self {
        case .version141, .both: "https://opentelemetry.io/schemas/1.41.0"
        case .latest: "https://opentelemetry.io/schemas/gen-ai/1.42.0"
        }
    }
}
