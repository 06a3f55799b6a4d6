/// Counts, encodes and decodes text with one encoding, exactly as the encoding's reference library does.
///
/// ```swift
/// let tokenizer = Tokenizer(.o200kBase)
/// tokenizer.count("Hello, world!")        // 4
/// tokenizer.encode("Hello, world!")       // [13225, 11, 2375, 0]
/// ```
///
/// Text is split into pieces by the encoding's pattern, and each piece is a token or is merged from its bytes, the pair
/// of lowest rank first (byte pair encoding). <doc:HowCountingWorks> explains how this is done in linear time.
///
/// A tokenizer is immutable and small: share one between any number of tasks, or make one where it is needed. Nothing
/// is kept of any text. `String`s and spans are read in place, without a copy.
///
/// Bytes that are not valid UTF-8 are taken as the reference takes them: with U+FFFD in the place of each maximal
/// ill-formed part.
public struct Tokenizer: Sendable {
    /// The encoding that decides.
    public let encoding: TokenEncoding

    /// Creates a tokenizer for an encoding.
    ///
    /// - Complexity: O(1).
    public init(_ encoding: TokenEncoding) {
        self.encoding = encoding
    }
}
