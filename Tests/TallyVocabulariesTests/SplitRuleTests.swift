import TallyTestSupport
import TallyTokenizer
import Testing

@testable import TallyVocabularies

@Suite struct SplitRuleTests {
    private static func pieces(_ pretokenizer: Pretokenizer, _ text: [UInt8], from start: Int = 0) -> [Range<Int>] {
        text.withBytes { span in
            var pieces: [Range<Int>] = []
            pretokenizer.forEachPiece(in: span, from: start) {
                pieces.append($0)
                return true
            }
            return pieces
        }
    }

    @Test func knownPatternsAreFoundInEverySpelling() throws {
        for known in KnownSplit.all {
            #expect(KnownSplit.of(known.rule)?.name == known.name)
            for spelling in known.spellings where spelling.count == 1 {
                let isolated = SplitRule([SplitRule.Pass(.regex(spelling[0]), .isolated)])
                #expect(KnownSplit.of(isolated)?.name == known.name)
            }
        }
        #expect(VocabularyFile.patternNames.contains("deepseek"))
    }

    @Test func anUnknownPatternNeedsACompiler() {
        #expect { try SplitRule.regex("x+").pretokenizer() } throws: { error in
            (error as? VocabularyError)?.message.contains("trait PCRE2") == true
        }
    }

    /// Splitting again from the end of any piece gives the rest, as streams need it.
    @Test func splittingFromTheEndOfAPieceGivesTheRest() throws {
        let rule = SplitRule([
            SplitRule.Pass(.literal("ab"), .isolated),
            SplitRule.Pass(.regex(KnownSplit.named("cl100k")?.spellings[0][0] ?? ""), .isolated),
        ])
        let base = try rule.pretokenizer()
        let pretokenizers = [base, Pretokenizer.o200k.isolating(["<x>": 1, "a b": 2]), base.isolating(["the": 3])]
        var texts = AdversarialText(seed: TestEnvironment.seed)
        print("split from a piece: seed \(TestEnvironment.seed)")
        for pretokenizer in pretokenizers {
            for _ in 0..<100 {
                let text = Array((texts.next().prefix(60) + "ab<x>a bthe").utf8)
                let all = Self.pieces(pretokenizer, text)
                #expect(all.reduce(0) { $0 + $1.count } == text.count)
                for (index, piece) in all.enumerated() {
                    #expect(Self.pieces(pretokenizer, text, from: piece.upperBound) == Array(all[(index + 1)...]))
                }
            }
        }
    }

    @Test func patternsOfHuggingFacesEngineAreRewritten() throws {
        #expect(try OnigurumaPattern.rewrite(#"\s+$|[$^]"#) == #"\s+(?m:$)|[$^]"#)
        for pattern in [#"\h"#, "^a", #"a\b"#, #"\w"#, "[[:alpha:]]", "(?m:a)", "(?<n>a)", "a\\"] {
            #expect(throws: VocabularyError.self) { try OnigurumaPattern.rewrite(pattern) }
        }
    }
}
