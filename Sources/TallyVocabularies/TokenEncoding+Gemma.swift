internal import CTallyVocabularies
public import TallyTokenizer

#if Gemma

extension Vocabulary {
    static let gemma = unsafe Vocabulary.embedded(tally_vocabulary_gemma(), name: "gemma")
}

extension TokenEncoding {
    /// The encoding of Gemma 4, and of Gemini from 3.1 on.
    ///
    /// 262,144 ids; source and licence are in `vocabularies/README.md`.
    public static let gemma4 = TokenEncoding.embedded(
        "gemma4",
        .gemma,
        .gemma,
        GemmaTokens.shared.merging(GemmaTokens.ofGemma4) { first, _ in first },
        preparation: TextPreparation(addsPrefixSpace: false)
    )

    /// The encoding of Gemma 3, and of Gemini 2 and 3.0: that of ``gemma4``, but for names that are one token wherever they
    /// are in a text, 70 HTML tags among them.
    public static let gemma3 = TokenEncoding.embedded(
        "gemma3",
        .gemma,
        .gemma,
        GemmaTokens.shared.merging(GemmaTokens.ofGemma3) { first, _ in first },
        preparation: TextPreparation(addsPrefixSpace: false, atoms: GemmaTokens.atomsOfGemma3)
    )
}

/// The tokens of Gemma that no merge leads to, by the rules that their ids follow.
private enum GemmaTokens {
    static let shared: [String: TokenID] = ["<pad>": 0, "<eos>": 1, "<bos>": 2, "<unk>": 3, "<mask>": 4]

    static let ofGemma3: [String: TokenID] = ["<start_of_turn>": 105, "<end_of_turn>": 106]

    static let ofGemma4: [String: TokenID] = [
        "<|tool>": 46, "<tool|>": 47, "<|tool_call>": 48, "<tool_call|>": 49, "<|tool_response>": 50,
        "<tool_response|>": 51, "<|\"|>": 52, "<|think|>": 98, "<|channel>": 100, "<channel|>": 101, "<|turn>": 105,
        "<turn|>": 106, "<|image>": 255_999, "<|audio>": 256_000, "<|image|>": 258_880, "<|audio|>": 258_881,
        "<image|>": 258_882, "<audio|>": 258_883, "<|video|>": 258_884,
    ]

    /// User-defined symbols of the model: `[multimodal]`, `<unused0>` to `<unused6241>` and the tags.
    static var atomsOfGemma3: [String: TokenID] {
        var atoms: [String: TokenID] = ["[multimodal]": 5]
        let unused = Array(6...104) + Array(256_001...262_143) as [UInt32]
        for (number, id) in unused.enumerated() { atoms["<unused\(number)>"] = TokenID(rawValue: id) }
        var id: UInt32 = 168
        for group in Self.tags {
            // All that open, then all that close.
            for prefix in ["<", "</"] {
                for tag in group {
                    atoms["\(prefix)\(tag)>"] = TokenID(rawValue: id)
                    id += 1
                }
            }
        }
        return atoms
    }

    private static let tags: [[String]] = [
        ["table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"],
        ["h1", "h2", "h3", "h4", "h5", "h6", "blockquote"],
        ["strong", "em", "b", "i", "u", "s", "sub", "sup", "code"],
        ["a", "html", "body", "img", "span", "bbox", "ul", "li", "div", "iframe", "footer"],
    ]
}

#else

extension TokenEncoding {
    /// The encoding of Gemma 4, and of Gemini from 3.1 on.
    @available(*, unavailable, message: "gemma4 is not embedded: enable the trait Gemma of swift-tally")
    public static var gemma4: TokenEncoding { preconditionFailure("gemma4 is not embedded") }

    /// The encoding of Gemma 3, and of Gemini 2 and 3.0.
    @available(*, unavailable, message: "gemma3 is not embedded: enable the trait Gemma of swift-tally")
    public static var gemma3: TokenEncoding { preconditionFailure("gemma3 is not embedded") }
}

#endif
