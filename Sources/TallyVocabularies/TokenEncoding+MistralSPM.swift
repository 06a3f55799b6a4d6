internal import CTallyVocabularies
public import TallyTokenizer

#if MistralSPM

extension TokenEncoding {
    /// The encoding of Mistral's models before Tekken: SentencePiece, 32,000 ids.
    ///
    /// The ids are those of Mistral 7B up to v0.2 and Mixtral 8x7B. Later models have the same 31,741 ordinary tokens 768 ids
    /// higher, and so the same counts. Source and licence are in `vocabularies/README.md`.
    public static let mistralSPM = unsafe TokenEncoding.embedded(
        "mistral_spm",
        .embedded(tally_vocabulary_mistral_spm(), name: "mistral_spm"),
        .mistral,
        ["<unk>": 0, "<s>": 1, "</s>": 2],
        preparation: TextPreparation(addsPrefixSpace: true)
    )
}

#else

extension TokenEncoding {
    /// The encoding of Mistral's models before Tekken.
    @available(*, unavailable, message: "mistral_spm is not embedded: enable the trait MistralSPM of swift-tally")
    public static var mistralSPM: TokenEncoding { preconditionFailure("mistral_spm is not embedded") }
}

#endif
