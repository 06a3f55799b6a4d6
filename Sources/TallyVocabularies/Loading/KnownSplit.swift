internal import TallyTokenizer

/// A split rule for which there is a scanner written by hand, with the ways in which vocabulary files spell it.
struct KnownSplit {
    /// The name by which a person can ask for it.
    let name: String
    let pretokenizer: Pretokenizer
    /// The first spelling is the one that is written down; several patterns are passes.
    let spellings: [[String]]

    /// The rule in its first spelling.
    var rule: SplitRule {
        let patterns = self.spellings[0]
        return patterns.count == 1
            ? .regex(patterns[0]) : SplitRule(patterns.map { SplitRule.Pass(.regex($0), .isolated) })
    }

    /// The known rule that splits every text as `rule` does.
    ///
    /// These patterns match all of any text, so that it does not matter whether what is between matches is kept;
    /// DeepSeek's three passes keep it.
    static func of(_ rule: SplitRule) -> KnownSplit? {
        var patterns: [String] = []
        for pass in rule.passes {
            guard case .regex(let pattern) = pass.pattern else { return nil }
            guard pass.behavior == .isolated || (rule.passes.count == 1 && pass.behavior == .matchesOnly) else {
                return nil
            }
            patterns.append(Self.canonical(pattern))
        }
        return Self.all.first { $0.spellings.contains(patterns) }
    }

    /// The known rule with this name.
    static func named(_ name: String) -> KnownSplit? {
        Self.all.first { $0.name == name }
    }

    /// The pattern with line ends written as escapes; some files have the characters themselves.
    private static func canonical(_ pattern: String) -> String {
        var result = ""
        for scalar in pattern.unicodeScalars {
            switch scalar {
            case "\n": result += #"\n"#
            case "\r": result += #"\r"#
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static let contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
    private static let prefix = #"[^\r\n\p{L}\p{N}]?"#
    private static let upper = #"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]"#
    private static let lower = #"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"#
    private static let upperNotHan = #"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]"#
    private static let lowerNotHan = #"[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]"#
    private static let whiteSpace = #"\s*[\r\n]+|\s+(?!\S)|\s+"#

    static let all: [KnownSplit] = [
        KnownSplit(
            name: "o200k",
            pretokenizer: .o200k,
            spellings: [
                [
                    "\(prefix)\(upper)*\(lower)+\(contractions)?|\(prefix)\(upper)+\(lower)*\(contractions)?|"
                        + #"\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\#(whiteSpace)"#
                ]
            ]
        ),
        KnownSplit(
            name: "cl100k",
            pretokenizer: .cl100k,
            spellings: [
                [
                    #"'(?i:[sdmt]|ll|ve|re)|\#(prefix)+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|"#
                        + #"\s++$|\s*[\r\n]|\s+(?!\S)|\s"#
                ]
            ]
        ),
        KnownSplit(
            name: "r50k",
            pretokenizer: .r50k,
            spellings: [
                [
                    #"'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"#
                ],
                [HuggingFaceSplit.byteLevel],
            ]
        ),
        KnownSplit(
            name: "llama3",
            pretokenizer: .llama3,
            spellings: [
                [
                    #"\#(contractions)|\#(prefix)\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\#(whiteSpace)"#
                ]
            ]
        ),
        KnownSplit(
            name: "qwen2",
            pretokenizer: .qwen2,
            spellings: [
                [#"\#(contractions)|\#(prefix)\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\#(whiteSpace)"#]
            ]
        ),
        KnownSplit(
            name: "qwen35",
            pretokenizer: .qwen35,
            spellings: [
                [
                    #"\#(contractions)|\#(prefix)[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\#(whiteSpace)"#
                ]
            ]
        ),
        KnownSplit(
            name: "tekken",
            pretokenizer: .tekken,
            spellings: [
                [
                    "\(prefix)\(upper)*\(lower)+|\(prefix)\(upper)+\(lower)*|"
                        + #"\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\#(whiteSpace)"#
                ]
            ]
        ),
        KnownSplit(
            name: "deepseek",
            pretokenizer: .deepSeek,
            spellings: [
                [
                    #"\p{N}{1,3}"#,
                    "[一-龥\u{3040}-ゟ゠-ヿ]+",
                    ##"[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+|"##
                        + #" ?[\p{P}\p{S}]+[\r\n]*|\#(whiteSpace)"#,
                ]
            ]
        ),
        KnownSplit(
            name: "kimi",
            pretokenizer: .kimi,
            spellings: [
                [
                    #"[\p{Han}]+|\#(prefix)\#(upperNotHan)*\#(lowerNotHan)+\#(contractions)?|"#
                        + "\(prefix)\(upperNotHan)+\(lowerNotHan)*\(contractions)?|"
                        + #"\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\#(whiteSpace)"#
                ]
            ]
        ),
    ]
}
