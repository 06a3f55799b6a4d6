internal import CTallyVocabularies
public import TallyTokenizer

#if Qwen3

extension TokenEncoding {
    /// The encoding of Qwen 1 to 3, QwQ and Voyage 3.
    ///
    /// 151,643 ranks; source and licence are in `vocabularies/README.md`. Text is brought into normalisation form C
    /// first, as the `tokenizer.json` of these models says. The special tokens are those of Qwen 3; the earlier models
    /// have the first of them under the same ids.
    public static let qwen3 = unsafe TokenEncoding.embedded(
        "qwen3",
        .embedded(tally_vocabulary_qwen3(), name: "qwen3"),
        .qwen2,
        normalizer: .nfc,
        .consecutive(QwenTokens.names, from: 151_643)
    )
}

#else

extension TokenEncoding {
    /// The encoding of Qwen 1 to 3, QwQ and Voyage 3.
    @available(*, unavailable, message: "qwen3 is not embedded: enable the trait Qwen3 of swift-tally")
    public static var qwen3: TokenEncoding { preconditionFailure("qwen3 is not embedded") }
}

#endif

#if Qwen35

extension TokenEncoding {
    /// The encoding of Qwen 3.5 and 3.6.
    ///
    /// 247,843 ranks; source and licence are in `vocabularies/README.md`. The published file lists 201 more tokens that
    /// its merges never make, and which the reference therefore never gives; here their ids are not used. Text is
    /// brought into normalisation form C first.
    public static let qwen35 = unsafe TokenEncoding.embedded(
        "qwen3.5",
        .embedded(tally_vocabulary_qwen3_5(), name: "qwen3.5"),
        .qwen35,
        normalizer: .nfc,
        .consecutive(QwenTokens.names, from: 248_044)
    )
}

#else

extension TokenEncoding {
    /// The encoding of Qwen 3.5 and 3.6.
    @available(*, unavailable, message: "qwen3.5 is not embedded: enable the trait Qwen35 of swift-tally")
    public static var qwen35: TokenEncoding { preconditionFailure("qwen3.5 is not embedded") }
}

#endif

#if Qwen3 || Qwen35

private enum QwenTokens {
    /// The special tokens in the order of their ids, as both `tokenizer.json` list them.
    static let names = [
        "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|object_ref_start|>", "<|object_ref_end|>", "<|box_start|>",
        "<|box_end|>", "<|quad_start|>", "<|quad_end|>", "<|vision_start|>", "<|vision_end|>", "<|vision_pad|>",
        "<|image_pad|>", "<|video_pad|>", "<tool_call>", "</tool_call>", "<|fim_prefix|>", "<|fim_middle|>",
        "<|fim_suffix|>", "<|fim_pad|>", "<|repo_name|>", "<|file_sep|>", "<tool_response>", "</tool_response>",
        "<think>", "</think>",
    ]
}

#endif
