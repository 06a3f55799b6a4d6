internal import TallyTokenizer

/// Reads SentencePiece's `tokenizer.model`.
///
/// What the library does with `encode` is the measure (`sentencepiece` 0.2.3). The names of control pieces are special
/// tokens here, and ordinary text in that library; user-defined symbols are atoms.
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

    /// - Throws: ``VocabularyError/Code/malformedFile``, or ``VocabularyError/Code/unsupportedFile`` with what the model
    ///   needs that can't be done exactly.
    static func read(_ content: [UInt8]) throws(VocabularyError) -> VocabularyFile {
        let model = try SentencePieceModel(content)
        try Self.check(model)
        let pieces = try SentencePieceTokens(model)
        let vocabulary: Vocabulary
        do {
            vocabulary = try Vocabulary(characterTokens: pieces.tokens)
        } catch {
            throw VocabularyError(.malformedFile, "not a usable vocabulary: \(error)", cause: error)
        }
        let merged = pieces.tokens.merges.lazy.map { pieces.tokens.texts[Int($0.rawValue)] }
        return VocabularyFile(
            format: .sentencePiece,
            vocabulary: vocabulary,
            split: SplitRule([SplitRule.Pass(.cut(CutRule.fitting(merged)), .isolated)]),
            specialTokens: pieces.special,
            atoms: pieces.atoms,
            prefixSpace: model.normalizer.addsDummyPrefix ? .text : TextPreparation.PrefixSpace.none
        )
    }

    private static func check(_ model: SentencePieceModel) throws(VocabularyError) {
        guard model.kind == .bpe else {
            throw VocabularyError(
                .unsupportedFile,
                "a SentencePiece model of the type \(model.kind), which chooses among all ways to cut a text: "
                    + "only byte pair encoding is supported"
            )
        }
        let normalizer = model.normalizer
        let reason: String? =
            if normalizer.hasRules {
                "that rewrites text by rules of its own (\(normalizer.name))"
            } else if normalizer.removesExtraWhiteSpace {
                "that removes white space"
            } else if !normalizer.escapesWhiteSpace {
                "that keeps spaces as they are"
            } else if model.whiteSpaceIsSuffix {
                "that puts spaces behind words"
            } else if !model.fallsBackToBytes {
                "without byte fallback, for which a run of unknown characters is one token,"
            } else {
                nil
            }
        if let reason { throw HuggingFaceFile.unsupported("a SentencePiece model \(reason)") }
    }
}
