internal import CTallyVocabularies
public import TallyTokenizer

#if DeepSeek

extension Vocabulary {
    static let deepSeek = unsafe Vocabulary.embedded(tally_vocabulary_deepseek(), name: "deepseek")
}

extension TokenEncoding {
    /// The encoding of DeepSeek V3, R1, V3.1 and V3.2.
    ///
    /// 127,997 ranks, from id 3 on; source and licence are in `vocabularies/README.md`. The special tokens are those of
    /// V3.2, which gave names to place holders of the models before it.
    public static let deepSeekV3 = TokenEncoding.embedded("deepseek_v3", .deepSeek, .deepSeek, DeepSeekTokens.v3)

    /// The encoding of DeepSeek V4: the ranks of ``deepSeekV3`` with more special tokens.
    public static let deepSeekV4 = TokenEncoding.embedded("deepseek_v4", .deepSeek, .deepSeek, DeepSeekTokens.v4)
}

#else

extension TokenEncoding {
    /// The encoding of DeepSeek V3, R1, V3.1 and V3.2.
    @available(*, unavailable, message: "deepseek_v3 is not embedded: enable the trait DeepSeek of swift-tally")
    public static var deepSeekV3: TokenEncoding { preconditionFailure("deepseek_v3 is not embedded") }

    /// The encoding of DeepSeek V4.
    @available(*, unavailable, message: "deepseek_v4 is not embedded: enable the trait DeepSeek of swift-tally")
    public static var deepSeekV4: TokenEncoding { preconditionFailure("deepseek_v4 is not embedded") }
}

#endif
