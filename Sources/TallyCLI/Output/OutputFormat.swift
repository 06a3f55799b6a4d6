internal import ArgumentParser

/// How answers are written.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    /// Aligned text for people; the same in a pipe as on a terminal.
    case table
    /// One JSON document.
    case json
    /// JSON Lines: one object per answer, written as soon as it is known.
    case jsonl
}
