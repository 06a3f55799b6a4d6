import TallyVocabularies

/// An encoding and a text, with the answers that all ways to them must agree on.
struct Subject {
    let tokenizer: Tokenizer
    let text: BenchmarkText
    let tokens: [TokenID]

    /// Encodes the text, and traps if count and decode do not agree: a wrong answer's speed is worth nothing.
    init(_ encoding: TokenEncoding, _ text: BenchmarkText) {
        self.tokenizer = Tokenizer(encoding)
        self.text = text
        self.tokens = self.tokenizer.encode(text.bytes.span)
        let isRight = self.tokenizer.count(text.bytes.span) == self.tokens.count
        precondition(isRight, "\(encoding.name) counts \(text.name) wrong")
        let decoded = try? self.tokenizer.decodeBytes(self.tokens)
        precondition(decoded == text.bytes, "\(encoding.name) decodes \(text.name) wrong")
    }
}
