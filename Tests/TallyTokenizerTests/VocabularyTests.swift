import TallyTestSupport
import TallyVocabularies
import Testing

@testable import TallyTokenizer

@Suite struct VocabularyTests {
    @Test(arguments: ["o200k_base", "cl100k_base"])
    func everyTokenIsFoundByItsBytes(encoding: String) throws {
        let vocabulary = try TokenEncoding.named(encoding).vocabulary
        for id in 0..<UInt32(vocabulary.idCount) {
            let bytes = try #require(vocabulary.bytes(of: TokenID(rawValue: id)))
            guard vocabulary.token(of: bytes)?.rawValue == id else {
                Issue.record("token \(id) is not found by its bytes")
                return
            }
        }
        #expect(vocabulary.bytes(of: TokenID(rawValue: UInt32(vocabulary.idCount))) == nil)
        #expect(vocabulary.token(of: []) == nil)
        #expect(vocabulary.token(of: [UInt8](repeating: 0, count: 500)) == nil)
    }

    /// The committed tables are what the packer makes of their own tokens, and pass the check for foreign ones.
    @Test(arguments: ["o200k_base", "cl100k_base"])
    func packingAnEmbeddedVocabularyAgainGivesTheSameBytes(encoding: String) throws {
        let vocabulary = try TokenEncoding.named(encoding).vocabulary
        let tokens = (0..<UInt32(vocabulary.idCount)).map { vocabulary.bytes(of: TokenID(rawValue: $0)) ?? [] }
        let packed = try Vocabulary(tokens: tokens).packed
        #expect(packed == vocabulary.packed)
    }

    @Test func unusedIDsAreKeptFree() throws {
        let vocabulary = try Vocabulary(tokens: (UInt8.min...UInt8.max).map { [$0] } + [[], Array("ab".utf8)])
        #expect(vocabulary.token(of: Array("ab".utf8)) == 257)
        #expect(vocabulary.bytes(of: 256) == nil)
        #expect(!vocabulary.contains(256))
        let encoding = try TokenEncoding(
            name: "tiny",
            vocabulary: vocabulary,
            pretokenizer: .cl100k,
            specialTokens: ["<end>": 256]
        )
        #expect(try Tokenizer(encoding).decode([257, 256]) == "ab<end>")
    }

    @Test func aVocabularyNeedsEveryByte() {
        #expect { try Vocabulary(tokens: [Array("a".utf8), Array("b".utf8)]) } throws: { error in
            (error as? TokenizerError)?.code == .missingByteToken
        }
    }

    @Test func aTokenMayNotBeGivenTwice() {
        let bytes = (UInt8.min...UInt8.max).map { [$0] }
        #expect { try Vocabulary(tokens: bytes + [Array("ab".utf8), Array("ab".utf8)]) } throws: { error in
            (error as? TokenizerError)?.code == .duplicateToken
                && (error as? TokenizerError)?.message.contains("256 and 257") == true
        }
    }

    @Test func anOrdinaryTokenCannotBeSpecialToo() throws {
        let vocabulary = try TinyVocabulary.make(["ab"])
        #expect {
            try TokenEncoding(name: "t", vocabulary: vocabulary, pretokenizer: .o200k, specialTokens: ["<x>": 256])
        } throws: { ($0 as? TokenizerError)?.code == .conflictingSpecialToken }
    }

    @Test func packedBytesAreUsableAgain() throws {
        let vocabulary = try TinyVocabulary.make(["ab", "abc"])
        let copy = try Vocabulary(packed: vocabulary.packed)
        #expect(copy.packed == vocabulary.packed)
        #expect(copy.token(of: Array("abc".utf8)) == 257)
    }

    @Test(arguments: [0, 1, 63, 64, 200, 1000])
    func truncatedPackedBytesAreRefused(length: Int) throws {
        let packed = try TinyVocabulary.make(["ab"]).packed
        #expect { try Vocabulary(packed: Array(packed.prefix(length))) } throws: {
            ($0 as? TokenizerError)?.code == .malformedVocabulary
        }
    }

    /// Whatever is changed in packed bytes, they are refused or every look-up stays inside of them and ends.
    @Test func damagedPackedBytesNeverLeadAstray() throws {
        let packed = try TinyVocabulary.make(["ab", "bc", "abc", "abcd"]).packed
        let seed = TestEnvironment.seed
        print("damaged vocabularies, TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        var accepted = 0
        for _ in 0..<3000 {
            var damaged = packed
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                damaged[Int.random(in: 0..<damaged.count, using: &generator)] = UInt8.random(
                    in: 0...255,
                    using: &generator
                )
            }
            for isIntact in [false, true] {
                let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: damaged.count, alignment: 64)
                memory.copyBytes(from: damaged)
                let vocabulary = try? Vocabulary(adopting: memory, isIntact: isIntact)
                guard let vocabulary else { continue }
                accepted += 1
                let tokenizer = Tokenizer(try TokenEncoding(name: "d", vocabulary: vocabulary, pretokenizer: .o200k))
                let text = String(repeating: "abcdabc bcd ", count: 20) + String(repeating: "abcd", count: 100)
                _ = try? tokenizer.decodeBytes(tokenizer.encode(text))
                _ = tokenizer.prefix(of: text, maxTokens: 50)
            }
        }
        // Most single bytes are padding or hash slots, so some damage must get through for the rest to mean anything.
        #expect(accepted > 100)
    }
}
