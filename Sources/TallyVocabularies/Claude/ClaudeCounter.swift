#if Claude

public import TallyTokenizer

/// Counts the tokens of a text as Claude's API does, by a model of its tokenizer.
///
/// ```swift
/// let counter = ClaudeCounter(.v48)
/// counter.count("Hello, world!")           // what the text adds to a message
/// counter.messageCount("Hello, world!")    // what `count_tokens` answers for a message of this text alone
/// ```
///
/// Claude's tokens are not published, so this is no tokenizer: it has no ids and cannot decode. The model is the one of the
/// package ctok; <doc:CountingClaude> describes it, and says how often it was compared with counts of the API itself.
///
/// A counter is immutable and small: share one between any number of tasks, or make one where it is needed. The costs of
/// short parts of texts, most of them words, are kept in bounded memory, to be found again.
public struct ClaudeCounter: TokenCounter {
    /// The generation that is counted for.
    public let version: ClaudeVersion

    private let workspaces: ClaudeWorkspacePool

    /// Creates a counter for a generation of the tokenizer.
    ///
    /// - Complexity: O(1).
    public init(_ version: ClaudeVersion) {
        self.version = version
        self.workspaces = .shared(version)
    }

    /// How far the counts can be trusted.
    public var accuracy: Accuracy { .reconstructed }

    /// Returns the number of tokens that `text` adds to a message, beside ``ClaudeVersion/messageFrame``.
    ///
    /// This is also what the text costs as a further part of a message. The empty text costs one token where the frame
    /// ends in the begin of a word (``ClaudeVersion/v3``, ``ClaudeVersion/v47``), and none elsewhere.
    ///
    /// - Complexity: O(*n*); memory for a copy of the text only if normalization changes it.
    public func count(_ text: String) -> Int {
        withUTF8(text) { self.count(valid: $0) }
    }

    /// Returns the number of tokens that `utf8` adds to a message.
    ///
    /// What is not valid UTF-8 counts as the U+FFFD that replaces it.
    ///
    /// - Complexity: O(*n*).
    public func count(_ utf8: Span<UInt8>) -> Int {
        withValidUTF8(utf8) { self.count(valid: $0) }
    }

    /// Returns the input tokens of a message with one user turn, which is `text`, and nothing else.
    ///
    /// - Complexity: O(*n*).
    public func messageCount(_ text: String) -> Int {
        self.version.messageFrame + self.count(text)
    }

    /// Returns the input tokens of a message with one user turn, which is `utf8`, and nothing else.
    ///
    /// - Complexity: O(*n*).
    public func messageCount(_ utf8: Span<UInt8>) -> Int {
        self.version.messageFrame + self.count(utf8)
    }

    private func count(valid raw: Span<UInt8>) -> Int {
        var text = raw
        if self.version.dropsTrailingSpace {
            var end = text.count
            // HT, LF, VT, FF, CR and space.
            while end > 0, text[end - 1] == 0x20 || 0x09...0x0D ~= text[end - 1] { end -= 1 }
            text = text.extracting(0..<end)
        }
        let bringsSpace = !text.isEmpty && text[0] == 0x20
        guard let copy = ClaudeNormalization.normalized(text, straightensQuotes: self.version.straightensQuotes) else {
            return self.count(normalized: text, bringsSpace)
        }
        return unsafe copy.withUnsafeBufferPointer { unsafe self.count(normalized: $0.span, bringsSpace) }
    }

    private func count(normalized text: Span<UInt8>, _ bringsSpace: Bool) -> Int {
        var range = 0..<text.count
        while !range.isEmpty, text[range.upperBound - 1] == 0x0A { range = 0..<range.upperBound - 1 }
        let newlines = text.count - range.count
        // The frame's begin stands for a single space, if the text itself has brought it.
        if self.version.frameBeginsWord, bringsSpace, !range.isEmpty, text[0] == 0x20,
            range.count == 1 || text[1] != 0x20
        {
            range = 1..<range.upperBound
        }
        return self.workspaces.withMarking { marking in
            let body = marking.cost(text.extracting(range))
            // The frame has two newlines behind the text and one token for them, which reaches into the text.
            return newlines == 0 ? body : body + marking.costOfNewlines(newlines + 2) - 1
        }
    }
}

#else

/// Counts the tokens of a text as Claude's API does, by a model of its tokenizer.
@available(*, unavailable, message: "Claude's model is not embedded: enable the trait Claude of swift-tally")
public struct ClaudeCounter: Sendable {
    /// Creates a counter for a generation of the tokenizer.
    public init(_ version: ClaudeVersion) { preconditionFailure("Claude's model is not embedded") }
}

#endif
