/// Whatever counts the tokens of a text: a ``Tokenizer``, or the model of one whose tokens are not published.
public protocol TokenCounter: Sendable {
    /// Returns the number of tokens in `text`; the names of special tokens are ordinary text.
    func count(_ text: String) -> Int

    /// Returns the number of tokens in `utf8`; what is not valid UTF-8 counts as the U+FFFD that replaces it.
    func count(_ utf8: Span<UInt8>) -> Int
}

extension Tokenizer: TokenCounter {}
