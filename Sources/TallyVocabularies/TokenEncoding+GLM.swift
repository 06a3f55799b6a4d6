internal import CTallyVocabularies
public import TallyTokenizer

#if GLM

extension Vocabulary {
    static let glm5 = unsafe Vocabulary.embedded(tally_vocabulary_glm_5(), name: "glm_5")

    /// The ranks of GLM 4.5 are the first of GLM 5.
    static let glm45 = Vocabulary.beginning(151_329, of: .glm5, name: "glm_4.5")
}

extension TokenEncoding {
    /// The encoding of GLM 4.7, 5 and their successors.
    ///
    /// 154,820 ranks; source and licence are in `vocabularies/README.md`.
    public static let glm5 = TokenEncoding.embedded(
        "glm_5",
        .glm5,
        .llama3,
        .consecutive(GLMTokens.names, from: 154_820)
    )

    /// The encoding of GLM 4, 4.5 and 4.6.
    ///
    /// 151,329 ranks, which are the first of ``glm5``; they are taken from it at the first use, in half a
    /// second.
    /// The special tokens are those of GLM 4.5V; the text models lack the last four.
    public static let glm45 = TokenEncoding.embedded(
        "glm_4.5",
        .glm45,
        .llama3,
        .consecutive(GLMTokens.names, from: 151_329)
    )
}

private enum GLMTokens {
    /// The special tokens in the order of their ids, as both `tokenizer.json` list them.
    static let names = [
        "<|endoftext|>", "[MASK]", "[gMASK]", "[sMASK]", "<sop>", "<eop>", "<|system|>", "<|user|>", "<|assistant|>",
        "<|observation|>", "<|begin_of_image|>", "<|end_of_image|>", "<|begin_of_video|>", "<|end_of_video|>",
        "<|begin_of_audio|>", "<|end_of_audio|>", "<|begin_of_transcription|>", "<|end_of_transcription|>",
        "<|code_prefix|>", "<|code_middle|>", "<|code_suffix|>", "<think>", "</think>", "<tool_call>",
        "</tool_call>", "<tool_response>", "</tool_response>", "<arg_key>", "</arg_key>", "<arg_value>",
        "</arg_value>", "/nothink", "<|begin_of_box|>", "<|end_of_box|>", "<|image|>", "<|video|>",
    ]
}

#else

extension TokenEncoding {
    /// The encoding of GLM 4.7, 5 and their successors.
    @available(*, unavailable, message: "glm_5 is not embedded: enable the trait GLM of swift-tally")
    public static var glm5: TokenEncoding { preconditionFailure("glm_5 is not embedded") }

    /// The encoding of GLM 4, 4.5 and 4.6.
    @available(*, unavailable, message: "glm_4.5 is not embedded: enable the trait GLM of swift-tally")
    public static var glm45: TokenEncoding { preconditionFailure("glm_4.5 is not embedded") }
}

#endif
