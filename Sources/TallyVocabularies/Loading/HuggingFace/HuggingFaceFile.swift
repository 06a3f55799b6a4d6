internal import TallyTokenizer

/// Reads `tokenizer.json`, the file of Hugging Face's tokenizers library.
///
/// What the library does with `add_special_tokens=False` is the measure. Not read are the parts that don't change which
/// tokens a text has: post-processor, decoder, truncation and padding.
enum HuggingFaceFile {
    static func read(_ members: JSONMembers, _ text: Span<UInt8>) throws(VocabularyError) -> VocabularyFile {
        guard var reader = members["model"] else { throw VocabularyError(.malformedFile, "there is no 'model'") }
        let description = try JSONMembers(&reader, text)
        if try description.tree("byte_fallback", text)?.bool == true {
            return try HuggingFaceCharacters.read(description, members, text)
        }
        let normalization = try Self.normalization(members.tree("normalizer", text))
        let split = try HuggingFaceSplit.rule(members.tree("pre_tokenizer", text))
        let added = try AddedTokens(members.tree("added_tokens", text), normalization)
        let model = try HuggingFaceModel(description, text, added)
        return VocabularyFile(
            format: .huggingFace,
            vocabulary: try model.vocabulary(with: added),
            split: split,
            normalization: normalization,
            specialTokens: added.special,
            atoms: added.atoms
        )
    }

    private static func normalization(
        _ tree: JSONTree?
    ) throws(VocabularyError) -> VocabularyFile.Normalization {
        guard let tree else { return .none }
        switch tree["type"]?.string {
        case "NFC": return .nfc
        case "NFKC": return .nfkc
        case "Sequence":
            let steps = tree["normalizers"]?.elements ?? []
            if steps.isEmpty { return .none }
            if steps.count == 1 { return try Self.normalization(steps[0]) }
            throw Self.unsupported("a normalizer of \(steps.count) steps")
        case let type: throw Self.unsupported("the normalizer \(type ?? "without a type")")
        }
    }

    /// The error for a part that can't be done exactly.
    static func unsupported(_ what: String) -> VocabularyError {
        VocabularyError(.unsupportedFile, "\(what) can't be reproduced exactly by this version")
    }
}
