#if !PCRE2

import Testing

@Suite struct TraitTests {
    @Test(.disabled("TallyRegex is not built: run with --traits PCRE2 and libpcre2-dev installed"))
    func needsTraitPCRE2() {
        Issue.record("the trait PCRE2 is off, yet this test ran")
    }
}

#endif
