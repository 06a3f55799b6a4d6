internal import TallyTokenizer

/// A split rule for which there is a scanner written by hand, with the ways in which vocabulary files spell it.
struct KnownSplit {
    /// The name by which a person can ask for it.
    let name: String
    let pretokenizer: Pretokenizer
    /// The first spelling is the one that is written down.
    let spellings: [[String]]

    /// The rule in its first spelling.
    var rule: SplitRule { Self.rule(self.spellings[0]) }

    private static func rule(_ patterns: [String]) -> SplitRule {
        patterns.count == 1 ? .regex(patterns[0]) : SplitRule(patterns.map { SplitRule.Pass(.regex($0), .isolated) })
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
            patterns.append(pattern)
        }
        return Self.all.first { $0.spellings.contains(patterns) }
    }

    /// The known rule with this name.
    static func named(_ name: String) -> KnownSplit? {
        Self.all.first { $0.name == name }
    }

    private static let contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
    private static let upper = #"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]"#
    private static let lower = #"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"#
    private static let whiteSpace = #"|\s*[\r\n]+|\s+(?!\S)|\s+"#

    static let all: [KnownSplit] = [
        KnownSplit(
            name: "o200k",
            pretokenizer: .o200k,
            spellings: [
                [
                    #"[^\r\n\p{L}\p{N}]?\#(upper)*\#(lower)+\#(contractions)?|"#
                        + #"[^\r\n\p{L}\p{N}]?\#(upper)+\#(lower)*\#(contractions)?|"#
                        + #"\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*\#(whiteSpace)"#
                ]
            ]
        ),
        KnownSplit(
            name: "cl100k",
            pretokenizer: .cl100k,
            spellings: [
                [
                    #"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|"#
                        + #"\s++$|\s*[\r\n]|\s+(?!\S)|\s"#
                ]
            ]
        ),
    ]
}
