internal import CTallyVocabularies
public import TallyTokenizer

#if Tekken

extension TokenEncoding {
    /// The encoding of Mistral's models from Nemo on: Tekken, of July and of September 2024.
    ///
    /// 130,072 ranks, with ids from 1,000 on; source and licence are in `vocabularies/README.md`. The published files
    /// list 150,000, of which the first so many are in use; they are the same in both.
    ///
    /// The special tokens are those that mistral-common 1.13 gives these files, which name none; it calls the other
    /// ids below 1,000 `<SPECIAL_20>` and so on. It never finds special tokens in text, but adds them itself.
    public static let tekken = unsafe TokenEncoding.embedded(
        "tekken",
        .embedded(tally_vocabulary_tekken(), name: "tekken"),
        .tekken,
        .consecutive(Self.tekkenTokens + (20..<1000).map { "<SPECIAL_\($0)>" }, from: 0)
    )

    private static let tekkenTokens = [
        "<unk>", "<s>", "</s>", "[INST]", "[/INST]", "[AVAILABLE_TOOLS]", "[/AVAILABLE_TOOLS]", "[TOOL_RESULTS]",
        "[/TOOL_RESULTS]", "[TOOL_CALLS]", "[IMG]", "<pad>", "[IMG_BREAK]", "[IMG_END]", "[PREFIX]", "[MIDDLE]",
        "[SUFFIX]", "[SYSTEM_PROMPT]", "[/SYSTEM_PROMPT]", "[TOOL_CONTENT]",
    ]
}

#else

extension TokenEncoding {
    /// The encoding of Mistral's models from Nemo on.
    @available(*, unavailable, message: "tekken is not embedded: enable the trait Tekken of swift-tally")
    public static var tekken: TokenEncoding { preconditionFailure("tekken is not embedded") }
}

#endif
