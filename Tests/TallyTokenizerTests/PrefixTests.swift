import TallyTestSupport
import TallyTokenizer
import TallyVocabularies
import Testing

@Suite struct PrefixTests {
    private let tokenizer = Tokenizer(.o200kBase)

    @Test(arguments: [
        ("Hello, world!", 0, ""),
        ("Hello, world!", 1, "Hello"),
        ("Hello, world!", 2, "Hello,"),
        ("Hello, world!", 4, "Hello, world!"),
        ("Hello, world!", 100, "Hello, world!"),
        ("", 3, ""),
    ])
    func endsBehindTheLastToken(text: String, maxTokens: Int, expected: String) {
        #expect(self.tokenizer.prefix(of: text, maxTokens: maxTokens) == expected)
    }

    @Test func neverTearsACharacterApart() {
        for text in ["🫠🫠", "👨‍👩‍👧‍👦👨‍👩‍👧‍👦", "e\u{301}\u{302}\u{303}x", "ᓀᓄᒃ", "🇫🇷🇩🇪"] {
            for limit in 0...20 {
                let prefix = self.tokenizer.prefix(of: text, maxTokens: limit)
                #expect(text.hasPrefix(String(prefix)))
                #expect(prefix.endIndex == text.index(text.startIndex, offsetBy: prefix.count))
                #expect(self.tokenizer.count(String(prefix)) <= limit)
            }
        }
    }

    @Test func bytesAreCutBetweenScalars() {
        let text = Array("a👨‍👩‍👧é".utf8)
        text.withBytes { bytes in
            for limit in 0...12 {
                let length = self.tokenizer.prefixLength(of: bytes, maxTokens: limit)
                #expect(String(validating: text.prefix(length), as: UTF8.self) != nil)
            }
            #expect(self.tokenizer.prefixLength(of: bytes, maxTokens: 100) == text.count)
        }
    }

    @Test func bytesAreCutBeforeWhatIsNotValid() {
        let text = Array("hello ".utf8) + [0xFF] + Array(" world".utf8)
        text.withBytes { bytes in
            #expect(self.tokenizer.prefixLength(of: bytes, maxTokens: 100) == 6)
        }
    }

    @Test(arguments: ["o200k_base", "cl100k_base"])
    func aPrefixNeverHasMoreTokensThanAskedFor(encoding: String) throws {
        let tokenizer = Tokenizer(try .named(encoding))
        let seed = TestEnvironment.seed
        print("prefixes, TALLY_SEED=\(seed)")
        var source = AdversarialText(seed: seed)
        for _ in 0..<400 {
            let text = source.next()
            let total = tokenizer.count(text)
            for limit in [0, 1, 2, 3, total / 2, max(0, total - 1), total] {
                let prefix = String(tokenizer.prefix(of: text, maxTokens: limit))
                #expect(text.hasPrefix(prefix), "seed \(seed)")
                #expect(tokenizer.count(prefix) <= limit, "seed \(seed), limit \(limit)")
            }
            #expect(tokenizer.prefix(of: text, maxTokens: total) == text)
        }
    }

    @Test func aNegativeLimitIsACallersMistake() async {
        await #expect(processExitsWith: .failure) {
            _ = Tokenizer(.o200kBase).prefix(of: "x", maxTokens: -1)
        }
    }
}
