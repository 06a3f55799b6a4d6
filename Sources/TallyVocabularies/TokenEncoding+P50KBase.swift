internal import CTallyVocabularies
public import TallyTokenizer

#if P50KBase

extension Vocabulary {
    static let p50kBase = unsafe Vocabulary.embedded(tally_vocabulary_p50k_base(), name: "p50k_base")

    /// The ranks of r50k_base are the first of p50k_base: the others are of runs of spaces, for code.
    static let r50kBase = Vocabulary.beginning(50_256, of: .p50kBase, name: "r50k_base")
}

extension TokenEncoding {
    /// The encoding of text-davinci-002, text-davinci-003 and the Codex models.
    ///
    /// 50,280 ranks; source and licence are in `vocabularies/README.md`.
    public static let p50kBase = TokenEncoding.embedded("p50k_base", .p50kBase, .r50k, ["<|endoftext|>": 50_256])

    /// The encoding of the edit models: ``p50kBase`` with special tokens to fill in the middle.
    public static let p50kEdit = TokenEncoding.embedded(
        "p50k_edit",
        .p50kBase,
        .r50k,
        ["<|endoftext|>": 50_256, "<|fim_prefix|>": 50_281, "<|fim_middle|>": 50_282, "<|fim_suffix|>": 50_283]
    )

    /// The encoding of GPT-3: davinci, curie, babbage, ada.
    ///
    /// 50,256 ranks, which are the first of ``p50kBase``; they are taken from it at the first use, in a tenth
    /// of a second.
    public static let r50kBase = TokenEncoding.embedded("r50k_base", .r50kBase, .r50k, ["<|endoftext|>": 50_256])

    /// The encoding of GPT-2, which is that of GPT-3 under another name.
    public static let gpt2 = TokenEncoding.embedded("gpt2", .r50kBase, .r50k, ["<|endoftext|>": 50_256])
}

#else

extension TokenEncoding {
    /// The encoding of text-davinci-002, text-davinci-003 and the Codex models.
    @available(*, unavailable, message: "p50k_base is not embedded: enable the trait P50KBase of swift-tally")
    public static var p50kBase: TokenEncoding { preconditionFailure("p50k_base is not embedded") }

    /// The encoding of the edit models.
    @available(*, unavailable, message: "p50k_edit is not embedded: enable the trait P50KBase of swift-tally")
    public static var p50kEdit: TokenEncoding { preconditionFailure("p50k_edit is not embedded") }

    /// The encoding of GPT-3.
    @available(*, unavailable, message: "r50k_base is not embedded: enable the trait P50KBase of swift-tally")
    public static var r50kBase: TokenEncoding { preconditionFailure("r50k_base is not embedded") }

    /// The encoding of GPT-2.
    @available(*, unavailable, message: "gpt2 is not embedded: enable the trait P50KBase of swift-tally")
    public static var gpt2: TokenEncoding { preconditionFailure("gpt2 is not embedded") }
}

#endif
