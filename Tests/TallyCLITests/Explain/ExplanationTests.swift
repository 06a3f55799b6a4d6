import TallyEstimation
import TallyTestSupport
import Testing

@testable import TallyCLI

@Suite struct ExplanationTests {
    private func explanation(_ bytes: [UInt8], _ encoding: String) throws -> Explanation {
        Explanation(try ExplainSubject(bytes, EncodingChoice(encoding: encoding)), most: 10)
    }

    /// Sections add up, and so do characters, for any text and any sort of counter.
    @Test(arguments: ["o200k_base", "cl100k_base", "r50k_base", "gemma3", "claude-v3"])
    func partsAddUpToTheTotal(encoding: String) throws {
        print("seed: \(TestEnvironment.seed) (set TALLY_SEED to repeat)")
        var source = AdversarialText(seed: TestEnvironment.seed)
        let choice = try EncodingChoice(encoding: encoding)
        for round in 0..<150 {
            var text = (0..<3).map { _ in source.next() }.joined(separator: ["\n", "\n\n# A\n", "\n<a>\n"][round % 3])
            if round % 3 == 2 { text += "\n</a>\n" + source.next() }
            let bytes = Array(text.utf8)
            let found = try self.explanation(bytes, encoding)
            let total = choice.counter.count(text)
            #expect(found.subject.total == total)
            #expect(found.sections.reduce(0) { $0 + $1.tokens } == total)
            let nested = found.sections.filter { $0.section.parent == nil }
            #expect(nested.reduce(0) { $0 + $1.tokensWithNested } == total)
            #expect(found.sections.reduce(0) { $0 + $1.bytes } == found.subject.text.bytes.count)
            let shares = found.shares.shares
            #expect(shares.reduce(0) { $0 + $1.tokens } == found.subject.text.tokens.count)
            #expect(shares.reduce(0) { $0 + $1.bytes } == found.subject.text.bytes.count)
            #expect(
                shares.reduce(0) { $0 + $1.characters }
                    == String(decoding: found.subject.text.bytes, as: UTF8.self).unicodeScalars.count
            )
            if encoding != "gemma3" { #expect(found.subject.text.bytes == bytes) }
            for hint in found.hints { #expect(hint.saves > 0 && hint.saves <= total) }
        }
    }

    @Test(arguments: ["o200k_base", "gpt2", "gemma3"])
    func tokensHaveTheirOwnBytes(encoding: String) throws {
        let tokenizer = Tokenizer(try TokenEncoding.named(encoding))
        let text = try #require(TokenizedText(Array("Grüße, 世界! 👩‍🚀\u{E000}  \n\tx".utf8), tokenizer))
        for (index, token) in text.tokens.enumerated() {
            #expect(Array(text.bytes[Int(text.starts[index])..<text.end(of: index)]) == tokenizer.bytes(of: token))
        }
        let middle = text.bytes.count / 2
        let halves = [0..<middle, middle..<text.bytes.count].map { text.tokens(startingIn: $0).count }
        #expect(halves[0] + halves[1] == text.tokens.count)
    }

    @Test(arguments: [
        (WhiteSpaceKind.trailingBlanks, "a  \nb\t\r\nc ", "a\nb\r\nc"), (.blankLines, "a\n\n \n\nb\n", "a\n\nb\n"),
        (.indentation, "a\n  b\n    c\n     d\n", "a\n\tb\n\t\tc\n\t\t d\n"),
        (.rulers, "-------\n|----|:--:|\n*** ****\na ------\n", "---\n|---|:--:|\n*** ***\na ------\n"),
        (.carriageReturns, "a\r\nb\r\r\nc\r", "a\nb\r\nc\r"), (.byteOrderMark, "\u{FEFF}a\u{FEFF}", "a\u{FEFF}"),
        (.invisibleCharacters, "a\u{200B}b\u{202E}c\u{FEFF}👩‍🚀", "abc👩‍🚀"),
        (.unusualBlanks, "a\u{A0}b\u{3000}c", "a b c"),
    ])
    func remediesDoWhatTheySay(kind: WhiteSpaceKind, text: String, expected: String) throws {
        let bytes = Array(text.utf8)
        let tidied = try #require(Tidying(kind, bytes, TextLines(bytes)))
        #expect(String(decoding: tidied.bytes, as: UTF8.self) == expected)
        let again = Array(expected.utf8)
        #expect(Tidying(kind, again, TextLines(again)) == nil || kind == .carriageReturns)
    }

    @Test(arguments: [
        ("0123456789abcdef0123456789abcdef", WordKind.hexadecimal), ("https://example.com/a?b=c", .url),
        ("(550e8400-e29b-41d4-a716-446655440000)", .uuid), ("data:image/png;base64,AAAA", .dataURL),
        ("iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAA", .base64), ("1,234,567.89", .number),
        ("aVeryLongIdentifierThatIsNoBase64AtAll", .other), ("/usr/share/doc/packages/readme.txt", .other),
    ])
    func wordsAreOfTheirKind(word: String, expected: WordKind) {
        #expect(WordKind(Array(word.utf8), 0..<word.utf8.count) == expected)
    }

    @Test(arguments: [
        ("Hello {{ name }}", 6), ("a {% if x %}", 2), ("a ${name} b", 2), ("a {name} b", 2), ("\\frac{ab}{cd}", nil),
        ("{\"a\": {}}", nil), ("f{ab} {x} {12}", nil), ("", nil),
    ])
    func theHeadEndsAtTheFirstPlaceholder(text: String, expected: Int?) {
        #expect(TemplateHead.end(Array(text.utf8)) == expected)
    }

    @Test func savingsAreWhatIsSaved() throws {
        let passage = (1...6).map { "Rule \($0): answer in the language of the customer, and be brief.\n" }.joined()
        let once = "# A\n" + passage + "# B\n"
        let found = try self.explanation(Array((once + passage).utf8), "o200k_base")
        let total = try self.explanation(Array(once.utf8), "o200k_base").subject.total
        #expect(found.repeatedTokens == found.subject.total - total)
        #expect(found.hints.first?.kind == "repeated_blocks")
        #expect(found.hints.first?.saves == found.repeatedTokens)
    }
}
