internal import CTallyVocabularies
public import TallyTokenizer

#if KimiK2

extension TokenEncoding {
    /// The encoding of Kimi K2 and K2.5; K3 has the same ranks and other special tokens.
    ///
    /// 163,584 ranks; source and licence, which asks very large products to show the model's name, are in
    /// `vocabularies/README.md` and `NOTICE`. The published tokenizer cuts runs of more than 25,000 characters without
    /// white space, or of nothing else, before it splits them; this encoding does not.
    ///
    /// A program holds a list of the tokens, 1.3 MB. The first use in a process makes the tables, 6.4 MB of memory, in 0.3
    /// seconds; meanwhile it takes 29 MB more than an encoding whose tables are stored.
    public static let kimiK2 = unsafe TokenEncoding.embedded(
        "kimi_k2",
        .packing(tally_tokens_kimi_k2(), name: "kimi_k2"),
        .kimi,
        Self.kimiTokens
    )

    /// As the models' `tokenizer_config.json` lists them: 256 ids, of which those without a name are reserved.
    private static var kimiTokens: [String: TokenID] {
        let named: [UInt32: String] = [
            163_584: "[BOS]",
            163_585: "[EOS]",
            163_586: "<|im_end|>",
            163_587: "<|im_user|>",
            163_588: "<|im_assistant|>",
            163_590: "<|start_header_id|>",
            163_591: "<|end_header_id|>",
            163_593: "[EOT]",
            163_594: "<|im_system|>",
            163_595: "<|tool_calls_section_begin|>",
            163_596: "<|tool_calls_section_end|>",
            163_597: "<|tool_call_begin|>",
            163_598: "<|tool_call_argument_begin|>",
            163_599: "<|tool_call_end|>",
            163_601: "<|im_middle|>",
            163_602: "<|media_begin|>",
            163_603: "<|media_content|>",
            163_604: "<|media_end|>",
            163_605: "<|media_pad|>",
            163_606: "<think>",
            163_607: "</think>",
            163_838: "[UNK]",
            163_839: "[PAD]",
        ]
        let ids = 163_584..<163_840 as Range<UInt32>
        return .consecutive(ids.map { named[$0] ?? "<|reserved_token_\($0)|>" }, from: 163_584)
    }
}

#else

extension TokenEncoding {
    /// The encoding of Kimi K2 and K2.5.
    @available(*, unavailable, message: "kimi_k2 is not embedded: enable the trait KimiK2 of swift-tally")
    public static var kimiK2: TokenEncoding { preconditionFailure("kimi_k2 is not embedded") }
}

#endif
