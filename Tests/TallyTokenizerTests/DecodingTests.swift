import TallyTokenizer
import TallyVocabularies
import Testing

@Suite struct DecodingTests {
    private let tokenizer = Tokenizer(.o200kBase)

    @Test func aCutCharacterDecodesToAReplacement() throws {
        let tokens = self.tokenizer.encode("🫠")
        #expect(tokens.count > 1)
        let head = Array(tokens.prefix(1))
        #expect(try self.tokenizer.decode(head) == "\u{FFFD}")
        #expect(try self.tokenizer.decodeBytes(head) == Array(Array("🫠".utf8).prefix(self.bytes(head))))
        #expect(try self.tokenizer.decode(tokens) == "🫠")
    }

    private func bytes(_ tokens: [TokenID]) -> Int {
        tokens.reduce(0) { $0 + (self.tokenizer.bytes(of: $1)?.count ?? 0) }
    }

    @Test func specialTokensDecodeToTheirNames() throws {
        #expect(try self.tokenizer.decode([64, 199_999]) == "a<|endoftext|>")
        #expect(self.tokenizer.bytes(of: 200_018) == Array("<|endofprompt|>".utf8))
        #expect(self.tokenizer.token(of: Array("<|endofprompt|>".utf8)) == 200_018)
        #expect(self.tokenizer.token(of: Array("hello".utf8)) == 24912)
    }

    @Test(arguments: [199_998, 200_000, 200_019, TokenID(rawValue: .max)] as [TokenID])
    func anUnknownIDIsAnErrorThatNamesTheLargest(token: TokenID) {
        #expect { try self.tokenizer.decode([token]) } throws: { error in
            guard let error = error as? TokenizerError else { return false }
            return error.code == .unknownToken
                && error.message == "token \(token) is not in o200k_base; the largest id is 200018"
        }
        #expect(self.tokenizer.bytes(of: token) == nil)
    }
}
