internal import TallyEstimation

#if PCRE2
internal import TallyRegex
#endif

/// What makes scanners of patterns that have none written by hand; nil in a build without PCRE2.
enum PatternCompiler {
    static var current: SplitRule.PatternCompiler? {
        #if PCRE2
        return { try RegexPretokenizer($0) }
        #else
        return nil
        #endif
    }
}
