#if PCRE2

import TallyRegex
import TallyTestSupport
import Testing

@Suite struct SplittingTests {
    /// Pieces as `Tests/Reference/pieces.py` gives them (tiktoken 0.14.0).
    @Test(
        arguments: [
            (.o200k, "can'ts it'S x's's", ["can't", "s", " it'S", " x's", "'s"]),
            (.o200k, "\u{4F7F}\u{7528}API HTTPServer", ["\u{4F7F}\u{7528}", "API", " HTTPServer"]),
            (
                .o200k, "it'\u{17F} 12345\u{B2} a/b\n//\n c",
                ["it'\u{17F}", " ", "123", "45\u{B2}", " a", "/b", "\n", "//\n", " c"]
            ),
            (
                .o200k, "\u{1F600}\u{FE0F}e\u{301}  \n \n  x  ",
                ["\u{1F600}\u{FE0F}e\u{301}", "  \n \n", " ", " x", "  "]
            ),
            (.cl100k, "it's  CAN'T\n  ", ["it", "'s", " ", " CAN", "'T", "\n  "]),
            (.r50k, "It'S it's 2024  \n", ["It", "'", "S", " it", "'s", " 2024", "  \n"]),
            (.llama3, "x\n  y\u{3000}z \n", ["x", "\n", " ", " y", "\u{3000}z", " \n"]),
            (.qwen2, "12 ab\u{301}", ["1", "2", " ab", "\u{301}"]),
            (.qwen35, "12 ab\u{301}!", ["1", "2", " ab\u{301}", "!"]),
            (.tekken, "12 can't/\n", ["1", "2", " can", "'t", "/\n"]),
            (.kimi, "\u{4F7F}\u{7528}API\u{30FC}a/\n", ["\u{4F7F}\u{7528}", "API\u{30FC}a", "/\n"]),
        ] as [(ReferencePattern, String, [String])]
    )
    func splitsLikeTheReference(_ pattern: ReferencePattern, _ text: String, _ expected: [String]) throws {
        #expect(try RegexPretokenizer(pattern.text).pieces(text) == expected)
    }

    @Test func dropsTextThatNothingMatches() throws {
        #expect(try RegexPretokenizer(#"\p{L}+"#).pieces("--ab1c!") == ["ab", "c"])
    }

    @Test func findsNoPieceInEmptyText() throws {
        #expect(try RegexPretokenizer(".").ranges("") == [])
    }

    @Test func findsNoPieceFromTheEnd() throws {
        #expect(try RegexPretokenizer(".").ranges("ab", from: 2) == [])
    }

    @Test func startsAtTheGivenOffset() throws {
        #expect(try RegexPretokenizer(".").ranges("a\u{E9}b", from: 1) == [1..<3, 3..<4])
    }

    @Test func looksBehindTheGivenOffset() throws {
        #expect(try RegexPretokenizer("(?<=a)b").ranges("ab", from: 1) == [1..<2])
    }

    @Test func anchorsToTheTextAndNotToTheOffset() throws {
        #expect(try RegexPretokenizer("^b|c").ranges("abc", from: 1) == [2..<3])
    }

    @Test func boundsWordsByTheReferenceTables() throws {
        #expect(
            try RegexPretokenizer(#"\b\S+?\b"#).pieces("e\u{301}a \u{24B6}b-c") == ["e\u{301}a", "\u{24B6}b", "-", "c"]
        )
        #expect(try RegexPretokenizer(#"\B\w"#).pieces("abc d") == ["b", "c"])
    }

    @Test func stopsWhenToldTo() throws {
        let bytes = Array("a b c d".utf8)
        var seen = 0
        try RegexPretokenizer(#"\w"#).forEachPiece(in: bytes.span, from: 0) { _ in
            seen += 1
            return seen < 2
        }
        #expect(seen == 2)
    }

    /// tiktoken itself fails on less; its limit on backtracking is no part of what a piece is.
    @Test(arguments: ReferencePattern.allCases)
    func splitsTenMegabytesOfSpaces(_ pattern: ReferencePattern) throws {
        let count = 10_000_000
        let spaces = String(repeating: " ", count: count)
        let pretokenizer = try RegexPretokenizer(pattern.text)
        #expect(pretokenizer.ranges(spaces) == [0..<count])
        #expect(pretokenizer.ranges(spaces + "x") == [0..<count - 1, count - 1..<count + 1])
    }

    /// A repeated group keeps a way back for each round: too many for the stacks of the JIT, not for the interpreter.
    @Test func outlivesTheStackOfTheJIT() throws {
        let text = String(repeating: "ab", count: 1_000_000)
        #expect(try RegexPretokenizer("(?:ab|cd)+e|(?:ab|cd)+").ranges(text) == [0..<text.utf8.count])
    }

    /// To check all UTF-8 again at each match would take hours.
    @Test func takesTimeInProportionToTheText() throws {
        let text = String(repeating: "\u{E9}t\u{E9} ", count: 2_000_000)
        #expect(try RegexPretokenizer(ReferencePattern.o200k.text).ranges(text).count == 2_000_001)
    }

    @Test func splitsOnManyThreadsAtOnce() async throws {
        let pretokenizer = try RegexPretokenizer(ReferencePattern.kimi.text)
        var source = AdversarialText(seed: 20_261_121)
        let texts = (0..<200).map { _ in source.next() }
        let expected = texts.map { pretokenizer.ranges($0) }
        await withTaskGroup(of: [[Range<Int>]].self) { group in
            for _ in 0..<8 {
                group.addTask { texts.map { pretokenizer.ranges($0) } }
            }
            for await found in group {
                #expect(found == expected)
            }
        }
    }

    #if os(Linux) || os(macOS) || os(Windows)
    @Test func trapsOnTextThatEndsInsideASequence() async {
        await #expect(processExitsWith: .failure) {
            let bytes: [UInt8] = [0x61, 0xE4, 0xBD]
            try RegexPretokenizer(".").forEachPiece(in: bytes.span, from: 0) { _ in true }
        }
    }

    @Test func trapsOnStartInsideASequence() async {
        await #expect(processExitsWith: .failure) {
            try RegexPretokenizer(".").forEachPiece(in: Array("\u{E9}".utf8).span, from: 1) { _ in true }
        }
    }

    @Test func trapsOnStartOutsideOfTheText() async {
        await #expect(processExitsWith: .failure) {
            try RegexPretokenizer(".").forEachPiece(in: Array("a".utf8).span, from: 2) { _ in true }
        }
    }
    #endif
}

#endif
