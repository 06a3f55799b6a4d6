public import TallyTokenizer

/// How a vocabulary file says that text is to be split: passes, each of which splits what the one before left.
public struct SplitRule: Sendable, Hashable {
    /// What a pass looks for.
    public enum Pattern: Sendable, Hashable {
        /// A regular expression, in the syntax of tiktoken.
        case regex(String)
        /// Exactly this text.
        case literal(String)
        /// What lies between two cuts of a rule that is built in, for a vocabulary without a pattern.
        case cut(CutRule)
    }

    /// What becomes of the matches of a pass and of the text between them.
    public enum Behavior: String, Sendable, Hashable {
        /// Both are pieces.
        case isolated
        /// Matches are pieces, the text between them is dropped.
        case matchesOnly
        /// The text between matches is split further, the matches are dropped.
        case gapsOnly
    }

    /// One pass.
    public struct Pass: Sendable, Hashable {
        /// What is looked for.
        public var pattern: Pattern
        /// What becomes of it.
        public var behavior: Behavior

        /// Creates a pass.
        public init(_ pattern: Pattern, _ behavior: Behavior) {
            self.pattern = pattern
            self.behavior = behavior
        }
    }

    /// The passes in their order; none leaves the text whole.
    public var passes: [Pass]

    /// Creates a rule.
    public init(_ passes: [Pass]) {
        self.passes = passes
    }

    /// The rule of one pattern whose matches are the pieces, as in tiktoken.
    public static func regex(_ pattern: String) -> SplitRule {
        SplitRule([Pass(.regex(pattern), .matchesOnly)])
    }

    /// Makes a scanner of a regular expression, or says why it can't.
    public typealias PatternCompiler = (_ pattern: String) throws -> any PieceScanner

    /// Returns what splits by this rule: a scanner written by hand where there is one, else what `compile` makes of each
    /// pattern.
    ///
    /// - Parameter compile: `{ try RegexPretokenizer($0) }` of `TallyRegex`; nil where that is not part of the build.
    /// - Throws: ``VocabularyError/Code/unsupportedFile`` if there is no scanner for a pattern and none can be made.
    public func pretokenizer(compiling compile: PatternCompiler? = nil) throws(VocabularyError) -> Pretokenizer {
        if let known = KnownSplit.of(self) { return known.pretokenizer }
        if self.passes.count == 1, case .cut(let rule) = self.passes[0].pattern { return rule.pretokenizer }
        var passes: [SplitPipeline.Pass] = []
        for pass in self.passes {
            passes.append(SplitPipeline.Pass(scanner: try Self.scanner(pass.pattern, compile), behavior: pass.behavior))
        }
        return .scanner(SplitPipeline(passes: passes))
    }

    private static func scanner(
        _ pattern: Pattern,
        _ compile: PatternCompiler?
    ) throws(VocabularyError) -> any PieceScanner {
        switch pattern {
        case .literal(let text): return LiteralScanner(Array(text.utf8))
        case .cut(let rule): return PretokenizerScanner(rule.pretokenizer)
        case .regex(let regex):
            if let known = KnownSplit.of(.regex(regex)) { return PretokenizerScanner(known.pretokenizer) }
            guard let compile else {
                throw VocabularyError(
                    .unsupportedFile,
                    "no scanner is built in for the split pattern '\(regex)': enable the trait PCRE2 of swift-tally"
                )
            }
            do {
                return try compile(regex)
            } catch {
                throw VocabularyError(
                    .unsupportedFile,
                    "the split pattern '\(regex)' can't be matched exactly: \(error)",
                    cause: error
                )
            }
        }
    }
}
