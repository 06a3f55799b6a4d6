import TallyTestSupport
import TallyTokenizer
import TallyVocabularies
import Testing

@Suite struct CountingTests {
    private let tokenizer = Tokenizer(.o200kBase)

    @Test func anEmptyTextHasNoTokens() {
        #expect(self.tokenizer.count("") == 0)
        #expect(self.tokenizer.encode("").isEmpty)
        #expect(self.tokenizer.count("", upTo: 0) == 0)
    }

    @Test(arguments: [0, 1, 4, 5, 6, 7, 1000])
    func answersUpToALimit(limit: Int) {
        // 5 tokens.
        let text = "Tokens are what you pay for"
        let count = self.tokenizer.count(text)
        #expect(self.tokenizer.count(text, upTo: limit) == (count <= limit ? count : nil))
    }

    @Test func stopsAtTheLimitInsteadOfReadingOn() {
        // A scanner that would never end shows that nobody asks it for more.
        struct Endless: PieceScanner {
            func forEachPiece(in text: Span<UInt8>, from start: Int, _ body: (Range<Int>) -> Bool) {
                while body(0..<1) {}
            }
        }
        let encoding = TokenEncoding.o200kBase
        let endless = try? TokenEncoding(
            name: "endless",
            vocabulary: encoding.vocabulary,
            pretokenizer: .scanner(Endless())
        )
        #expect(endless.map { Tokenizer($0).count("a", upTo: 1000) } == .some(nil))
    }

    @Test func takesStringsSpansAndBuffersAlike() {
        var text = "naïve 使用API  \n x"
        let expected = self.tokenizer.encode(text)
        text.makeContiguousUTF8()
        text.withUTF8 { buffer in
            #expect(self.tokenizer.count(buffer) == expected.count)
            #expect(self.tokenizer.count(buffer.span) == expected.count)
            #expect(self.tokenizer.count(buffer.span, upTo: 100) == expected.count)
            #expect(self.tokenizer.encode(buffer.span) == expected)
        }
        // A substring starts in the middle of its string's storage.
        let longer = "xx" + text + "yy"
        let part = longer.dropFirst(2).dropLast(2)
        #expect(self.tokenizer.encode(part) == expected)
        #expect(self.tokenizer.count(part) == expected.count)
        #expect(self.tokenizer.count(part, upTo: expected.count - 1) == nil)
    }

    @Test func countsTheSameFromAnyNumberOfTasks() async {
        let texts = (0..<64).map { index in String(repeating: "Task \(index) counts. ", count: 50) }
        let expected = texts.map(self.tokenizer.count)
        let tokenizer = self.tokenizer
        await withTaskGroup(of: (Int, Int).self) { group in
            for _ in 0..<8 {
                for (index, text) in texts.enumerated() {
                    group.addTask { (index, tokenizer.count(text)) }
                }
            }
            for await (index, count) in group {
                #expect(count == expected[index])
            }
        }
    }

    /// Every position of a block that a wider kernel could have: characters of every width across every edge.
    @Test(arguments: ["é", "中", "😀", "'s", "\n", "  ", "12"])
    func aCharacterMayLieAcrossAnyPosition(character: String) throws {
        let plain = Tokenizer(
            try TokenEncoding(
                name: "plain",
                vocabulary: TokenEncoding.o200kBase.vocabulary,
                pretokenizer: .o200k
            )
        )
        for length in 0...130 {
            let text = String(repeating: "a", count: length) + character + String(repeating: "b ", count: 70)
            let tokens = plain.encode(text)
            #expect(tokens.count == plain.count(text))
            #expect(try plain.decode(tokens) == text)
        }
    }
}
