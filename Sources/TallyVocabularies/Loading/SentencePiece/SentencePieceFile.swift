/// Reads SentencePiece's `tokenizer.model` far enough to say what it is.
enum SentencePieceFile {
    /// Whether the bytes are a list of fields that starts with a piece; cheap, and false for every other format.
    static func startsLikeOne(_ content: [UInt8]) -> Bool {
        var reader = ProtobufReader(content)
        guard let field = try? reader.next(), field.number == 1, case .bytes(let range) = field.value else {
            return false
        }
        var piece = ProtobufReader(content, range)
        guard let text = try? piece.next(), text.number == 1, case .bytes = text.value else { return false }
        return true
    }

    /// Checks the whole model.
    ///
    /// - Throws: ``VocabularyError/Code/malformedFile``, or ``VocabularyError/Code/unsupportedFile`` with what the model
    ///   needs: it merges characters in the order of scores, which vocabularies of one's own can't do yet.
    static func read(_ content: [UInt8]) throws(VocabularyError) -> VocabularyFile {
        let model = try SentencePieceModel(content)
        guard model.kind == .bpe else {
            throw VocabularyError(
                .unsupportedFile,
                "a SentencePiece model of the type \(model.kind), which chooses among all ways to cut a text: "
                    + "only byte pair encoding is supported"
            )
        }
        throw VocabularyError(
            .unsupportedFile,
            "a SentencePiece model of \(model.pieces.count) pieces\(model.fallsBackToBytes ? " with byte fallback" : ""), "
                + "which merges characters by scores: this can't be reproduced exactly by this version"
        )
    }
}
