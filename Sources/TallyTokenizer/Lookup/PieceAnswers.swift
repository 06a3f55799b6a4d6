/// What ``BatchLookup`` does with the pieces of a batch, of which it names the *i*-th by *i*.
///
/// Two kinds: ``CountAnswers`` adds numbers up, ``EncodeAnswers`` puts tokens in order. The calls are inlined into the
/// loops that look up, so what a kind does not need costs nothing.
protocol PieceAnswers: ~Copyable {
    init()

    /// Where to put the token of each piece, at its index, if it may be a frequent one; nil if tokens are not wanted.
    ///
    /// For a piece that is none, another call follows.
    var tokens: UnsafeMutablePointer<UInt32>? { get }

    /// The piece may be this token; if it is not, another call follows.
    mutating func tryToken(_ piece: Int, _ token: UInt32)

    /// So many of the pieces that may have been tokens were.
    mutating func foundTokens(_ count: Int)

    /// The piece is this token.
    mutating func foundToken(_ piece: Int, _ token: UInt32)

    /// The piece may be the one that the cache has `number` tokens for and, if it keeps tokens, `value`; if it is not,
    /// the number is zero, and another call follows.
    ///
    /// - Parameter value: Where the value is; it need not be read.
    @unsafe
    mutating func tryCached(_ piece: Int, number: UInt64, _ value: UnsafePointer<UInt64>)

    /// The cache has `number` tokens and `value` for the piece.
    mutating func foundCached(_ piece: Int, number: Int, value: UInt64)

    /// The piece was merged into `number` tokens. Returns the value to keep in the cache.
    ///
    /// - Parameter tokens: The tokens if ``needsTokens``.
    @unsafe
    mutating func merged(_ piece: Int, number: Int, _ tokens: UnsafePointer<UInt32>) -> UInt64

    /// The piece, at `range` of `text`, is no token and too long for the cache.
    mutating func foundGiant(
        _ piece: Int,
        _ text: Span<UInt8>,
        _ range: Range<Int>,
        _ vocabulary: Vocabulary,
        _ scratch: inout MergeScratch
    )

    /// Whether tokens are needed and not only their number.
    static var needsTokens: Bool { get }
}
