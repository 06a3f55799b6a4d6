#if PCRE2

public import TallyTokenizer

/// Splits text by any pattern that a vocabulary brings along, with the pieces that the reference would find.
///
/// The pattern is written as for tiktoken and means what it means there: classes are those of the Unicode version that
/// tiktoken's engine has, whatever version the installed PCRE2 has. What a hand-written scanner does much faster, this
/// type does for every vocabulary; it is also what those scanners are compared with.
///
/// ## What is refused
///
/// `init` throws rather than match differently: patterns that can match the empty string, references to groups, named
/// groups, conditionals, comments, `\X`, `\K`, `\G`, `\Z`, `\R`, `\h`, `[:name:]`, flags other than `i`, `s`, `m`, flags
/// for the rest of a group (a leading `(?i)` is fine), case-insensitive characters with case beyond ASCII, scripts
/// other than Han, repeated groups that can match nothing, and look-behind of unbounded length.
///
/// ## Time and memory
///
/// A text is split in one pass, in time linear in its length for patterns that do not backtrack over long stretches
/// again and again, as those of all known encodings. A pattern such as `(?:a+)+b` takes exponential time here as
/// elsewhere: patterns come from vocabularies, never from the people whose text is counted. Memory is a few hundred
/// bytes a call, up to 8 MB more where the pattern's groups repeat, and from there on it grows with the text.
///
/// ## Threads
///
/// A value is immutable and may split texts on any number of threads at once: all share the compiled pattern, and each
/// call owns what it writes.
public struct RegexPretokenizer: PieceScanner {
    /// The pattern as it was given.
    public let pattern: String

    private let compiled: CompiledPattern

    /// Compiles `pattern`, given in the reference's syntax.
    ///
    /// Takes milliseconds: make one value and keep it.
    ///
    /// - Throws: ``RegexError``, if the pattern is invalid, or if equal matches cannot be promised.
    public init(_ pattern: String) throws(RegexError) {
        self.pattern = pattern
        self.compiled = try CompiledPattern(PatternRewriter.rewrite(pattern))
    }

    /// Calls `body` with each piece of `text` from byte offset `start` on, in order, until it returns false.
    ///
    /// Text that the pattern does not match is in no piece. Look-behind sees the text before `start`.
    ///
    /// - Precondition: `text` is valid UTF-8 and `start` is the offset of a scalar or the end. Of this only the ends
    ///   are checked, in constant time: bytes that are no UTF-8 give pieces without meaning, and nothing is read
    ///   outside of `text`. Also traps if PCRE2 gives up, which takes a lack of memory or 2^32 steps of backtracking for
    ///   one piece.
    /// - Complexity: O(*n*) in the bytes from `start` to the end of the last piece asked for; see the type.
    public func forEachPiece(in text: Span<UInt8>, from start: Int, _ body: (Range<Int>) -> Bool) {
        compiled.forEachMatch(in: text, from: start, body)
    }
}

#else

/// Splits text by any pattern; here only the explanation of why it is absent.
@available(*, unavailable, message: "TallyRegex needs libpcre2-8: enable the trait 'PCRE2' of the package swift-tally")
public struct RegexPretokenizer {}

#endif
