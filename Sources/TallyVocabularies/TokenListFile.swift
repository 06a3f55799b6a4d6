/// A `.tokens` file, as `pack.py` writes it: the tokens of a vocabulary in the order of their ids, without the tables.
///
/// Before each token a byte has its length less one, so that no token is empty and none has more than 256 bytes.
enum TokenListFile {
    /// The tokens, whose index is their id.
    ///
    /// - Complexity: O(*n*) in the number of bytes.
    /// - Throws: ``VocabularyError/Code/malformedFile`` if the last token is not all there.
    static func tokens(_ content: [UInt8]) throws(VocabularyError) -> [[UInt8]] {
        var tokens: [[UInt8]] = []
        var position = 0
        while position < content.count {
            let start = position + 1
            let end = start + Int(content[position]) + 1
            guard end <= content.count else {
                throw VocabularyError(
                    .malformedFile,
                    "token \(tokens.count) has \(end - start) bytes, of which \(content.count - start) are there"
                )
            }
            tokens.append(Array(content[start..<end]))
            position = end
        }
        return tokens
    }
}
