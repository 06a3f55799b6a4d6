#if PCRE2

import TallyTokenizer

/// The patterns of known encodings, as their owners wrote them.
enum ReferencePattern: String, CaseIterable, Sendable {
    case r50k
    case cl100k
    case o200k
    case llama3
    case qwen2
    case qwen35
    case tekken
    case kimi

    /// The scanner written by hand for it.
    var scanner: Pretokenizer {
        switch self {
        case .r50k: .r50k
        case .cl100k: .cl100k
        case .o200k: .o200k
        case .llama3: .llama3
        case .qwen2: .qwen2
        case .qwen35: .qwen35
        case .tekken: .tekken
        case .kimi: .kimi
        }
    }

    var text: String {
        let upper = #"\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}"#
        let lower = #"\p{Ll}\p{Lm}\p{Lo}\p{M}"#
        let contraction = #"(?i:'s|'t|'re|'ve|'m|'ll|'d)"#
        let spaces = #"\s*[\r\n]+|\s+(?!\S)|\s+"#
        func words(_ restriction: String, _ suffix: String) -> String {
            #"[^\r\n\p{L}\p{N}]?[\#(upper)\#(restriction)]*[\#(lower)\#(restriction)]+\#(suffix)|"#
                + #"[^\r\n\p{L}\p{N}]?[\#(upper)\#(restriction)]+[\#(lower)\#(restriction)]*\#(suffix)|"#
        }
        return switch self {
        case .r50k:
            #"'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"#
        case .cl100k:
            #"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|"#
                + #"\s++$|\s*[\r\n]|\s+(?!\S)|\s"#
        case .o200k:
            words("", contraction + "?") + #"\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|"# + spaces
        case .llama3:
            contraction + #"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|"# + spaces
        case .qwen2:
            contraction + #"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|"# + spaces
        case .qwen35:
            contraction + #"|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|"# + spaces
        case .tekken:
            words("", "") + #"\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|"# + spaces
        case .kimi:
            #"[\p{Han}]+|"# + words(#"&&[^\p{Han}]"#, contraction + "?")
                + #"\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|"# + spaces
        }
    }
}

#endif
