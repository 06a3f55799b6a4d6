internal import CTallyVocabularies
public import TallyTokenizer

#if O200KBase

extension Vocabulary {
    static let o200kBase = unsafe Vocabulary.embedded(tally_vocabulary_o200k_base(), name: "o200k_base")
}

extension TokenEncoding {
    /// The encoding of GPT-4o, GPT-4.1, GPT-5 and the o-series.
    ///
    /// 199,998 ranks; source and licence are in `vocabularies/README.md`.
    public static let o200kBase = TokenEncoding.embedded(
        "o200k_base",
        .o200kBase,
        .o200k,
        ["<|endoftext|>": 199_999, "<|endofprompt|>": 200_018]
    )

    /// The encoding of gpt-oss: the ranks of ``o200kBase`` with the special tokens of the harmony format.
    public static let o200kHarmony = TokenEncoding.embedded("o200k_harmony", .o200kBase, .o200k, Self.harmonyTokens)

    /// As tiktoken 0.14 lists them (`openai_public.py`): ten with a purpose, reserved ones between them, and all from
    /// 200,013 on reserved, so that 200,018 has two names.
    private static var harmonyTokens: [String: TokenID] {
        let named: [String: TokenID] = [
            "<|startoftext|>": 199_998,
            "<|endoftext|>": 199_999,
            "<|return|>": 200_002,
            "<|constrain|>": 200_003,
            "<|channel|>": 200_005,
            "<|start|>": 200_006,
            "<|end|>": 200_007,
            "<|message|>": 200_008,
            "<|call|>": 200_012,
            "<|endofprompt|>": 200_018,
        ]
        var tokens = named
        let taken = Set(named.values.map(\.rawValue))
        for id in 200_000...201_087 as ClosedRange<UInt32> where id >= 200_013 || !taken.contains(id) {
            tokens["<|reserved_\(id)|>"] = TokenID(rawValue: id)
        }
        return tokens
    }
}

#else

extension TokenEncoding {
    /// The encoding of GPT-4o, GPT-4.1, GPT-5 and the o-series.
    @available(*, unavailable, message: "o200k_base is not embedded: enable the trait O200KBase of swift-tally")
    public static var o200kBase: TokenEncoding { preconditionFailure("o200k_base is not embedded") }

    /// The encoding of gpt-oss.
    @available(*, unavailable, message: "o200k_harmony is not embedded: enable the trait O200KBase of swift-tally")
    public static var o200kHarmony: TokenEncoding { preconditionFailure("o200k_harmony is not embedded") }
}

#endif
