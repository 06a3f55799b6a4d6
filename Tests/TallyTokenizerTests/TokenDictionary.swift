import TallyTestSupport

@testable import TallyTokenizer

/// The tokens of a vocabulary as a plain dictionary, and counting and encoding as plainly: what everything fast is held
/// against.
struct TokenDictionary {
    let vocabulary: Vocabulary
    private(set) var ids: [[UInt8]: UInt32] = [:]

    init(_ vocabulary: Vocabulary) {
        self.vocabulary = vocabulary
        for id in 0..<UInt32(vocabulary.idCount) {
            guard let bytes = vocabulary.bytes(of: TokenID(rawValue: id)) else { continue }
            self.ids[bytes] = id
        }
    }

    /// The tokens of a text, piece by piece as the scan of the pattern has them, without kernels, tables or a cache.
    ///
    /// - Parameter text: Valid UTF-8.
    func encode(_ text: [UInt8], _ pretokenizer: Pretokenizer) -> [UInt32] {
        var tokens: [UInt32] = []
        text.withBytes { span in
            pretokenizer.forEachPiece(in: span) { piece in
                if let whole = self.ids[Array(text[piece])] {
                    tokens.append(whole)
                } else {
                    var merged: [UInt32] = []
                    HeapMerge.merge(span, piece.lowerBound, piece.upperBound, self.vocabulary, into: &merged)
                    tokens += merged
                }
                return true
            }
        }
        return tokens
    }
}

extension TokenEncoding {
    /// The same encoding with other kernels, and with working memory of its own that nothing has been kept in.
    func fresh(_ kernels: Kernels = .best) throws -> TokenEncoding {
        try TokenEncoding(
            name: self.name,
            vocabulary: self.vocabulary,
            pretokenizer: self.pretokenizer,
            normalizer: self.normalizer,
            specialTokens: self.specialTokens,
            preparation: self.preparation,
            kernels: kernels
        )
    }
}
