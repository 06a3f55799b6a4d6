internal import TallyTokenizer

/// Reads `tekken.json`, the file of Mistral's tokenizers since 2024, as mistral-common 1.13.1 does.
///
/// Only the first ranks of the list are tokens, as many as `default_vocab_size` leaves beside the special tokens, and
/// ids are ranks behind those.
enum TekkenFile {
    /// The ids that a packed vocabulary can have.
    static let ids = 0...2_097_149

    private struct Sizes {
        let ordinary: Int
        let special: Int
    }

    static func read(_ members: JSONMembers, _ text: Span<UInt8>) throws(VocabularyError) -> VocabularyFile {
        guard let config = try members.tree("config", text), let pattern = config["pattern"]?.string else {
            throw VocabularyError(.malformedFile, "'config' has no 'pattern'")
        }
        guard let all = config["default_vocab_size"]?.integer,
            let special = config["default_num_special_tokens"]?.integer,
            Self.ids.contains(all), (0..<all).contains(special)
        else {
            throw VocabularyError(
                .malformedFile,
                "'config' needs a 'default_vocab_size' and a smaller 'default_num_special_tokens'"
            )
        }
        guard var reader = members["vocab"] else { throw VocabularyError(.malformedFile, "there is no 'vocab'") }
        let sizes = Sizes(ordinary: all - special, special: special)
        do {
            return VocabularyFile(
                format: .tekken,
                vocabulary: try Vocabulary(tokens: try Self.tokens(&reader, text, sizes)),
                split: .regex(pattern),
                specialTokens: try Self.specialTokens(members.tree("special_tokens", text), sizes)
            )
        } catch let error as TokenizerError {
            throw VocabularyError(.malformedFile, "not a usable vocabulary: \(error)", cause: error)
        } catch let error as VocabularyError {
            throw error
        } catch {
            throw VocabularyError(.malformedFile, "not a usable vocabulary", cause: error)
        }
    }

    private static func tokens(
        _ reader: inout JSONReader,
        _ text: Span<UInt8>,
        _ sizes: Sizes
    ) throws(VocabularyError) -> [[UInt8]] {
        var tokens = [[UInt8]](repeating: [], count: sizes.special + sizes.ordinary)
        try reader.enterArray(text)
        while try reader.nextElement(text) {
            var (rank, bytes): (Int?, [UInt8]?)
            let place = reader.position
            try reader.enterObject(text)
            while let name = try reader.nextName(text) {
                switch name.string(from: text) {
                case "rank": rank = try reader.integer(text, in: Self.ids)
                case "token_bytes":
                    var encoded: [UInt8] = []
                    try reader.string(text).append(from: text, to: &encoded)
                    bytes = Base64.decode(encoded[...])
                default: try reader.skip(text)
                }
            }
            guard let rank, let bytes, !bytes.isEmpty else {
                throw VocabularyError(
                    .malformedFile,
                    "byte \(place + 1): a token needs 'rank' and 'token_bytes' in Base64"
                )
            }
            guard rank < sizes.ordinary else { continue }
            guard tokens[sizes.special + rank].isEmpty else {
                throw VocabularyError(.malformedFile, "byte \(place + 1): rank \(rank) is given twice")
            }
            tokens[sizes.special + rank] = bytes
        }
        return tokens
    }

    /// The special tokens: those that are listed, else those of the library's own, then numbered ones up to `count`.
    private static func specialTokens(
        _ tree: JSONTree?,
        _ sizes: Sizes
    ) throws(VocabularyError) -> [String: TokenID] {
        var tokens: [String: TokenID] = [:]
        if let listed = tree?.elements {
            for token in listed {
                guard let name = token["token_str"]?.string, !name.isEmpty, let rank = token["rank"]?.integer,
                    (0..<sizes.special).contains(rank),
                    tokens.updateValue(TokenID(rawValue: UInt32(rank)), forKey: name) == nil
                else {
                    throw VocabularyError(
                        .malformedFile,
                        "a special token needs a 'token_str' of its own and a 'rank' below \(sizes.special)"
                    )
                }
            }
        } else {
            for (id, name) in Self.earlySpecialTokens.prefix(sizes.special).enumerated() {
                tokens[name] = TokenID(rawValue: UInt32(id))
            }
        }
        for id in tokens.count..<max(tokens.count, sizes.special) {
            tokens["<SPECIAL_\(id)>"] = TokenID(rawValue: UInt32(id))
        }
        return tokens
    }

    /// What files up to version 7, which list none, mean (mistral-common 1.13.1, `tekken.py`).
    private static let earlySpecialTokens = [
        "<unk>", "<s>", "</s>", "[INST]", "[/INST]", "[AVAILABLE_TOOLS]", "[/AVAILABLE_TOOLS]", "[TOOL_RESULTS]",
        "[/TOOL_RESULTS]", "[TOOL_CALLS]", "[IMG]", "<pad>", "[IMG_BREAK]", "[IMG_END]", "[PREFIX]", "[MIDDLE]",
        "[SUFFIX]", "[SYSTEM_PROMPT]", "[/SYSTEM_PROMPT]", "[TOOL_CONTENT]",
    ]
}
