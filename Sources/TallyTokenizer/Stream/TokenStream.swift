/// The number of tokens of a text that arrives bit by bit.
///
/// ```swift
/// var stream = Tokenizer(.o200kBase).stream()
/// stream.append("Hel")
/// stream.append("lo, wor")
/// stream.count                // 4, as tokenizer.count("Hello, wor")
/// stream.append("ld!")
/// stream.count                // 4, as tokenizer.count("Hello, world!")
/// ```
///
/// After each ``append(_:)-(String)`` the count is exactly what ``Tokenizer/count(_:)-(Span<UInt8>)`` says of all bytes
/// so far, however they were cut. It may fall as text arrives: "Hel" and "lo" are two tokens, "Hello" is one.
///
/// ## Time and memory
///
/// All the calls together take time in proportion to the bytes appended and the number of calls, for any text. A text
/// is not kept, only its end that more text can still change: commonly the last word. That end is long where the text
/// has one long piece, a megabyte of spaces or of Chinese without punctuation; then the bytes of the piece are kept until
/// it ends. <doc:CountingStreams> explains how.
///
/// With a ``PieceScanner`` of one's own nothing is known of how far its pattern looks: the whole text is kept and
/// counted again at each call.
///
/// Where the encoding normalizes text, as ``Normalizer/nfc`` does, the last character and the marks on it are normalized
/// again at each call. Only a run of thousands of marks that arrives mark by mark is slow by that.
///
/// ## Copies
///
/// A stream is a value. A copy goes on by itself, which answers what would be if: how many tokens a chat has if this
/// message is added, without adding it. The two share what they have in common until either is appended to.
public struct TokenStream: Sendable {
    private var tail: NormalizingTail
    private var pending = PendingCharacter()

    /// The number of tokens of all that was appended.
    ///
    /// A character of which bytes are missing at the end counts as the U+FFFD that would replace it, until the rest of
    /// it arrives.
    ///
    /// - Complexity: O(1).
    public private(set) var count = 0

    init(_ tail: StreamTail, _ normalizer: Normalizer = .none) {
        self.tail = NormalizingTail(tail, normalizer)
    }

    /// Appends text.
    ///
    /// - Complexity: O(*n*), amortised over all calls.
    public mutating func append(_ text: String) {
        withUTF8(text) { self.append(valid: $0) }
    }

    /// Appends a part of a string, which is read in place.
    ///
    /// - Complexity: O(*n*), amortised over all calls.
    public mutating func append(_ text: Substring) {
        withUTF8(text) { self.append(valid: $0) }
    }

    /// Appends bytes, which may start and end within a character.
    ///
    /// What is not valid UTF-8 counts as the U+FFFD that replaces it, and costs a copy of `utf8`.
    ///
    /// - Complexity: O(*n*), amortised over all calls.
    public mutating func append(_ utf8: Span<UInt8>) {
        var start = 0
        while start < utf8.count, !self.pending.isEmpty {
            // A byte that doesn't continue the character is looked at again, as the start of another.
            if self.pending.append(utf8[start]) {
                start += 1
                guard self.pending.isComplete else { continue }
            } else {
                self.pending.replace()
            }
            self.pending.take { self.tail.append($0) }
        }
        let rest = utf8.extracting(start...)
        let end = rest.startOfIncompleteCharacter
        withValidUTF8(rest.extracting(..<end)) { self.tail.append($0) }
        for position in end..<rest.count {
            _ = self.pending.append(rest[position])
        }
        self.update(after: utf8.count)
    }

    private mutating func append(valid text: Span<UInt8>) {
        guard !text.isEmpty else { return }
        if !self.pending.isEmpty {
            self.pending.replace()
            self.pending.take { self.tail.append($0) }
        }
        self.tail.append(text)
        self.update(after: text.count)
    }

    private mutating func update(after byteCount: Int) {
        guard byteCount > 0 else { return }
        self.count = self.tail.count(endsInReplacement: !self.pending.isEmpty)
    }
}

extension TokenStream {
    /// How many bytes of the text are kept.
    var keptByteCount: Int { self.tail.byteCount }

    /// How many bytes have been scanned, merged or counted; the tests bound it.
    var work: Int { self.tail.work }
}

extension Tokenizer {
    /// Returns a counter for a text that arrives bit by bit.
    ///
    /// - Complexity: O(1).
    public func stream() -> TokenStream {
        TokenStream(StreamTail(self), self.encoding.normalizer)
    }
}
