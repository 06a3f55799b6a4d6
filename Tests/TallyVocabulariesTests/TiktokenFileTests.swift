import Foundation
import TallyTokenizer
import Testing

@testable import TallyVocabularies

@Suite struct TiktokenFileTests {
    private static func file(_ tokens: [[UInt8]]) -> [UInt8] {
        Array(
            tokens.enumerated().map { "\(Data($0.element).base64EncodedString()) \($0.offset)\n" }.joined().utf8
        )
    }

    private static let bytes = (UInt8.min...UInt8.max).map { [$0] }

    @Test func aFileGivesTheVocabularyOfItsRanks() throws {
        let file = Self.file(Self.bytes + ["bc", "abc", "hello"].map { Array($0.utf8) })
        let vocabulary = try Vocabulary(tiktoken: file)
        #expect(vocabulary.idCount == 259)
        #expect(vocabulary.token(of: Array("hello".utf8)) == 258)
        let encoding = try TokenEncoding(name: "mine", vocabulary: vocabulary, pretokenizer: .cl100k)
        #expect(Tokenizer(encoding).encode("abc hello") == [257, 32, 104, 101, 108, 108, 111])
    }

    @Test func theOrderOfTheLinesAndTheirEndsDoNotMatter() throws {
        let file = Self.file(Self.bytes + [Array("ab".utf8)])
        let lines = String(decoding: file, as: UTF8.self).split(separator: "\n")
        let shuffled = lines.reversed().joined(separator: "\r\n") + "\r\n\n"
        #expect(try Vocabulary(tiktoken: Array(shuffled.utf8)).packed == Vocabulary(tiktoken: file).packed)
    }

    @Test(arguments: [
        ("", "no token for byte 0"),
        ("YQ==\n", "line 1: expected a token in Base64, a space and a rank, found 1 fields"),
        ("YQ== 1 2\n", "found 3 fields"),
        ("Y!== 1\n", "line 1: the token is not valid Base64"),
        ("YQ= 1\n", "not valid Base64"),
        ("YQ== -1\n", "the rank is not a number"),
        ("YQ== x\n", "the rank is not a number"),
        ("YQ== 99999999999\n", "the rank is not a number from 0 to 2,097,151"),
        ("YQ== 1\nYg== 1\n", "line 2: rank 1 is given twice"),
        ("YQ== 0\nYg== 1\n", "no token for byte 0"),
    ])
    func aDamagedFileIsRefusedWithTheLine(content: String, message: String) {
        #expect { try Vocabulary(tiktoken: Array(content.utf8)) } throws: { error in
            guard let error = error as? VocabularyError else { return false }
            return error.code == .malformedFile && error.message.contains(message)
        }
    }

    @Test func base64IsFoundations() throws {
        for length in 0...60 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ length) }
            let text = Array(Data(bytes).base64EncodedString().utf8)
            #expect(Base64.decode(text[...]) == bytes)
        }
        for text in ["A", "AB", "ABC", "====", "AB=C", "A B=", "AAAAA"] {
            #expect(Base64.decode(Array(text.utf8)[...]) == nil)
        }
    }
}
