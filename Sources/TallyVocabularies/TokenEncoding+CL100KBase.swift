internal import CTallyVocabularies
public import TallyTokenizer

#if CL100KBase

extension TokenEncoding {
    /// The encoding of GPT-4, GPT-3.5 and the text-embedding-3 models.
    ///
    /// 100,256 ranks; source and licence are in `vocabularies/README.md`.
    public static let cl100kBase = unsafe TokenEncoding.embedded(
        "cl100k_base",
        .embedded(tally_vocabulary_cl100k_base(), name: "cl100k_base"),
        .cl100k,
        [
            "<|endoftext|>": 100_257,
            "<|fim_prefix|>": 100_258,
            "<|fim_middle|>": 100_259,
            "<|fim_suffix|>": 100_260,
            "<|endofprompt|>": 100_276,
        ]
    )
}

#else

extension TokenEncoding {
    /// The encoding of GPT-4, GPT-3.5 and the text-embedding-3 models.
    @available(*, unavailable, message: "cl100k_base is not embedded: enable the trait CL100KBase of swift-tally")
    public static var cl100kBase: TokenEncoding { preconditionFailure("cl100k_base is not embedded") }
}

#endif
