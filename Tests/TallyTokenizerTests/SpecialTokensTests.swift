import TallyTokenizer
import TallyVocabularies
import Testing

@Suite struct SpecialTokensTests {
    private let tokenizer = Tokenizer(.o200kBase)
    private let harmony = Tokenizer(.o200kHarmony)

    @Test func aSpecialTokenIsOrdinaryTextByDefault() {
        #expect(self.tokenizer.encode("<|endoftext|>") == [27, 91, 419, 1440, 919, 91, 29])
        #expect(self.tokenizer.count("<|endoftext|>") == 7)
    }

    // Made with tiktoken 0.14: encode(text, allowed_special={...}, disallowed_special=()).
    @Test(arguments: [
        ("<|endoftext|>", ["<|endoftext|>"], [199_999]),
        ("a<|endoftext|>b", ["<|endoftext|>"], [64, 199_999, 65]),
        ("<|endoftext|><|endofprompt|>", ["<|endofprompt|>"], [27, 91, 419, 1440, 919, 91, 29, 200_018]),
        ("a  <|endoftext|> b", ["<|endoftext|>"], [64, 256, 199_999, 287]),
        ("<|endoftext|", ["<|endoftext|>"], [27, 91, 419, 1440, 919, 91]),
        ("", ["<|endoftext|>"], []),
        ("x", ["<|nonsense|>"], [87]),
    ])
    func allowedSpecialTokensAreRecognised(text: String, allowed: [String], ids: [UInt32]) {
        let special = SpecialTokens(Set(allowed))
        #expect(self.tokenizer.encode(text, allowing: special).map(\.rawValue) == ids)
        #expect(self.tokenizer.count(text, allowing: special) == ids.count)
    }

    @Test func harmonyMessagesEncodeAsTheReferenceDoes() {
        #expect(
            self.harmony.encode("<|start|>user<|message|>hi<|end|>", allowing: .all)
                == [200_006, 1428, 200_008, 3686, 200_007]
        )
        #expect(self.harmony.encode("<|reserved_200018|><|endofprompt|>", allowing: .all) == [200_018, 200_018])
    }

    @Test func anIDWithTwoNamesDecodesAsTheReferenceDoes() throws {
        #expect(try self.harmony.decode([200_018]) == "<|endofprompt|>")
        #expect(self.harmony.encoding.specialTokens.count == 1091)
    }

    @Test func ofTwoNamesThatStartTogetherTheLongerCounts() throws {
        let vocabulary = try TinyVocabulary.make(["ab"])
        let encoding = try TokenEncoding(
            name: "tiny",
            vocabulary: vocabulary,
            pretokenizer: .o200k,
            specialTokens: ["<a": 300, "<a>": 301, "<a>>": 302, "<b": 303]
        )
        let tokenizer = Tokenizer(encoding)
        #expect(tokenizer.encode("<a>><a><a<b", allowing: .all) == [302, 301, 300, 303])
        #expect(tokenizer.encode("<a>>", allowing: ["<a"]) == [300, 62, 62])
    }

    @Test func everySpecialTokenIsFoundByItsBytesAndNothingElse() {
        for (name, token) in self.harmony.encoding.specialTokens {
            #expect(self.harmony.token(of: Array(name.utf8)) == token)
        }
        for text in ["", "<|", "<|star", "<|start|>>", "<|zzz|>"] {
            let ordinary = self.harmony.encoding.vocabulary.token(of: Array(text.utf8))
            #expect(self.harmony.token(of: Array(text.utf8)) == ordinary)
        }
    }

    @Test func asksWhetherATextContainsAny() {
        #expect(self.tokenizer.containsSpecialToken("so <|endofprompt|> it is"))
        #expect(self.tokenizer.firstSpecialToken(in: "a<|endofprompt|><|endoftext|>") == "<|endofprompt|>")
        #expect(!self.tokenizer.containsSpecialToken("<|start|>"))
        #expect(self.harmony.containsSpecialToken("<|start|>"))
        #expect(!self.tokenizer.containsSpecialToken("<|endoftext"))
    }
}
