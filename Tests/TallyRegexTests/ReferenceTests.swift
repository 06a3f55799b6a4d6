#if PCRE2

import TallyRegex
import TallyTestSupport
import Testing

@Suite(.enabled(if: ReferenceLibrary.isAvailable, Comment(rawValue: ReferenceLibrary.skipReason)))
struct ReferenceTests {
    @Test(arguments: ReferencePattern.allCases)
    func splitsAdversarialStringsLikeTheReference(_ pattern: ReferencePattern) throws {
        let seed = TestEnvironment.seed
        print("\(pattern): 400 adversarial strings, TALLY_SEED=\(seed)")
        var source = AdversarialText(seed: seed)
        let texts = (0..<400).map { _ in source.next() }
        let answers = try ReferenceEngine.answers(to: texts.map { .init(pattern: pattern.text, text: $0) })
        let pretokenizer = try RegexPretokenizer(pattern.text)
        try #require(answers.count == texts.count)
        for (text, answer) in zip(texts, answers) {
            let found = pretokenizer.ranges(text).map { [$0.lowerBound, $0.upperBound] }
            #expect(found == answer.pieces, "seed \(seed), scalars \(text.unicodeScalars.map(\.value))")
        }
    }

    /// Syntax beyond the known patterns; the reference drops what none of them matches.
    @Test(arguments: [
        ".", "a$", "(?m:a$)", "(?s:.)", "a++|.", "(?>a+)a|b", "a{1,2}+a?", "a{2,}?|b", "[]a]", "[^]a]", "[-a]", "[a-]",
        "[a&b]", "[a[bc]]", "[a-z&&[^aeiou]]+", "[a-c--b]", "[a-c~~b-d]", "[ab&&bc--b]", "[^a&&b]", "[^a&&[ab]]",
        "(?i:s)", "(?i:K)", "(?i)a|b", "(?i:[^s])", "(?i:[a-z])+", "(?i:a(?-i:b))", #"\x41\u0041\u{41}?"#, #"\n|\t"#,
        #"\v|\f|\a|\e"#, #"\ |\-|\_|\%|\/|\#"#, "]|}", #"\p{cased letter}+"#, #"\p{gc=Lu}"#, #"\p{Script=Han}+"#,
        #"\p{^L}+"#, #"\PL+"#, #"\w+|\W"#, #"\d+|\D"#, #"[\w--\d]+"#, #"\s+(?!\S)|\s"#, "(?:a|b)*c|.",
    ])
    func matchesSyntaxLikeTheReference(_ pattern: String) throws {
        let seed = TestEnvironment.seed
        var source = AdversarialText(seed: seed)
        let texts = ["aaab a\na", "K\u{212A}k s\u{17F}S"] + (0..<60).map { _ in source.next() }
        let answers = try ReferenceEngine.answers(to: texts.map { .init(pattern: pattern, text: $0) })
        let pretokenizer = try RegexPretokenizer(pattern)
        try #require(answers.count == texts.count)
        for (text, answer) in zip(texts, answers) {
            let found = pretokenizer.ranges(text).map { [$0.lowerBound, $0.upperBound] }
            #expect(found == answer.pieces, "seed \(seed), scalars \(text.unicodeScalars.map(\.value))")
        }
    }

    @Test(arguments: [
        #"\w"#, #"\W"#, #"\d"#, #"\s"#, #"\p{Han}"#, #"\p{L}"#, #"\p{Cn}"#, #"\p{Assigned}"#, "(?i:[sk])",
    ])
    func holdsTheScalarsOfTheReference(_ pattern: String) throws {
        let answer = try ReferenceEngine.answers(to: [.init(pattern: pattern, scalars: 1)])
        let expected = try #require(answer.first?.ranges)
        let scalars = (UInt32(0)...0x10_FFFF).compactMap(Unicode.Scalar.init)
        let text = String(String.UnicodeScalarView(scalars))
        var found: [[UInt32]] = []
        for piece in try RegexPretokenizer("(?:\(pattern))").pieces(text) {
            guard let value = piece.unicodeScalars.first?.value else { continue }
            if let last = found.last, last[1] + 1 == value {
                found[found.count - 1][1] = value
            } else {
                found.append([value, value])
            }
        }
        #expect(found == expected)
    }
}

#endif
