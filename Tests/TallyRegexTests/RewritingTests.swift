#if PCRE2

import Testing

@testable import TallyRegex

@Suite struct RewritingTests {
    @Test(arguments: [
        ("a", #"\x{61}"#),
        ("a.b", #"\x{61}[\x{0}-\x{9}\x{b}-\x{d7ff}\x{e000}-\x{10ffff}]\x{62}"#),
        ("(?s:.)", #"(?:[\x{0}-\x{d7ff}\x{e000}-\x{10ffff}])"#),
        ("a$", #"\x{61}\z"#),
        ("^a", #"\A\x{61}"#),
        ("(?m:^a$)", #"(?:(?:\A|(?<=\x{a}))\x{61}(?:\z|(?=\x{a})))"#),
        ("a*b", #"\x{61}{0,}\x{62}"#),
        ("a++b?+c??d{2}e{2,}f{,3}", #"\x{61}{1,}+\x{62}{0,1}+\x{63}{0,1}?\x{64}{2}\x{65}{2,}\x{66}{0,3}"#),
        ("(a|b)", #"(?:\x{61}|\x{62})"#),
        ("(?>a)(?=b)(?!c)(?<=d)(?<!e)", #"(?>\x{61})(?=\x{62})(?!\x{63})(?<=\x{64})(?<!\x{65})"#),
        ("[a-c]", #"[\x{61}-\x{63}]"#),
        ("[]a]", #"[\x{5d}\x{61}]"#),
        ("[^]a]", #"[\x{0}-\x{5c}\x{5e}-\x{60}\x{62}-\x{d7ff}\x{e000}-\x{10ffff}]"#),
        ("[-a]", #"[\x{2d}\x{61}]"#),
        ("[a-]", #"[\x{2d}\x{61}]"#),
        ("[a&b]", #"[\x{26}\x{61}-\x{62}]"#),
        ("[a[bc]]", #"[\x{61}-\x{63}]"#),
        ("[a-z&&[^aeiou]]", #"[\x{62}-\x{64}\x{66}-\x{68}\x{6a}-\x{6e}\x{70}-\x{74}\x{76}-\x{7a}]"#),
        ("[a-c--b]", #"[\x{61}\x{63}]"#),
        ("[a-c~~b-d]", #"[\x{61}\x{64}]"#),
        ("[ab&&bc--b]", "(?!)"),
        ("[^a&&b]", #"[\x{0}-\x{d7ff}\x{e000}-\x{10ffff}]"#),
        ("(?i:s)", #"(?:[\x{53}\x{73}\x{17f}])"#),
        ("(?i:K)", #"(?:[\x{4b}\x{6b}\x{212a}])"#),
        ("(?i)a'", #"[\x{41}\x{61}]\x{27}"#),
        ("(?i:[^s])", #"(?:[\x{0}-\x{52}\x{54}-\x{72}\x{74}-\x{17e}\x{180}-\x{d7ff}\x{e000}-\x{10ffff}])"#),
        ("(?i:a(?-i:b))", #"(?:[\x{41}\x{61}](?:\x{62}))"#),
        (
            #"\x41\u0042\u{43}\U00000044\n\r\t\f\v\a\e\\\.\ "#,
            #"\x{41}\x{42}\x{43}\x{44}\x{a}\x{d}\x{9}\x{c}\x{b}\x{7}\x{1b}\x{5c}\x{2e}\x{20}"#
        ),
        (#"\p{ASCII}"#, #"[\x{0}-\x{7f}]"#),
        (#"[^\P{ASCII}]"#, #"[\x{0}-\x{7f}]"#),
        (#"\pZ"#, #"[\x{20}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}-\x{2029}\x{202f}\x{205f}\x{3000}]"#),
        ("]}", #"\x{5d}\x{7d}"#),
    ])
    func writesOutWhatEnginesReadDifferently(pattern: String, expected: String) throws {
        #expect(try PatternRewriter.rewrite(pattern) == expected)
    }

    @Test(
        arguments: [
            ("", RegexError.Code.matchesNothing, nil),
            ("a*", .matchesNothing, nil),
            ("a||b", .matchesNothing, nil),
            ("(?=a)", .matchesNothing, nil),
            ("(", .invalidSyntax, 0),
            ("é)", .invalidSyntax, 2),
            ("[a", .invalidSyntax, 0),
            ("a|*", .invalidSyntax, 2),
            ("a**", .invalidSyntax, 2),
            ("a{2}{2}", .invalidSyntax, 4),
            ("a{", .invalidSyntax, 1),
            ("{", .invalidSyntax, 0),
            ("a{3,2}", .invalidSyntax, 1),
            ("a(?!b)+", .invalidSyntax, 6),
            ("[z-a]", .invalidSyntax, 1),
            (#"[a-\d]"#, .invalidSyntax, 1),
            ("[--a]", .invalidSyntax, 1),
            ("[a&&]", .invalidSyntax, 4),
            (#"\x{110000}"#, .invalidSyntax, 0),
            (#"\xA"#, .invalidSyntax, 0),
            (#"a\"#, .invalidSyntax, 1),
            (#"(a)\1"#, .unsupportedSyntax, 3),
            ("(?P<n>a)", .unsupportedSyntax, 0),
            ("a(?i)b", .unsupportedSyntax, 1),
            ("(?x)a", .unsupportedSyntax, 2),
            ("(?#a)b", .unsupportedSyntax, 0),
            ("[[:alpha:]]", .unsupportedSyntax, 1),
            (#"\h"#, .unsupportedSyntax, 0),
            (#"\X"#, .unsupportedSyntax, 0),
            (#"\<"#, .unsupportedSyntax, 0),
            ("(?i:é)", .unsupportedSyntax, 4),
            (#"(?i:\p{Lu})"#, .unsupportedSyntax, 4),
            ("(?:a*)*b", .unsupportedSyntax, 6),
            (#"\p{Greek}"#, .unknownClass, 0),
            (#"a\p{Script=Thai}"#, .unknownClass, 1),
            ("a{70000}", .tooLarge, 2),
            (String(repeating: "(", count: 300) + "a", .tooLarge, 250),
        ] as [(String, RegexError.Code, Int?)]
    )
    func refusesWhatItCannotPromise(pattern: String, code: RegexError.Code, position: Int?) {
        let error = #expect(throws: RegexError.self) { try RegexPretokenizer(pattern) }
        #expect(error?.code == code)
        #expect(error?.position == position)
        #expect(error?.message.isEmpty == false)
    }

    @Test func reportsPatternTooLargeForTheEngine() {
        let error = #expect(throws: RegexError.self) {
            try RegexPretokenizer(String(repeating: #"[\p{L}\p{M}]"#, count: 100))
        }
        #expect(error?.code == .tooLarge)
    }

    @Test func reportsRefusalOfTheEngine() {
        let error = #expect(throws: RegexError.self) { try RegexPretokenizer("(?<=a+)b") }
        #expect(error?.code == .engineRefused)
    }
}

#endif
