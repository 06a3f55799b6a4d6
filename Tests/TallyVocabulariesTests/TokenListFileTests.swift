import TallyPricing
import TallyTestSupport
import TallyTokenizer
import Testing

@testable import TallyVocabularies

@Suite struct TokenListFileTests {
    private static func file(_ tokens: [[UInt8]]) -> [UInt8] {
        tokens.flatMap { [UInt8($0.count - 1)] + $0 }
    }

    @Test func theTokensAreReadInTheirOrder() throws {
        let tokens = (UInt8.min...UInt8.max).map { [$0] } + [[UInt8](repeating: 32, count: 256), Array("ab".utf8)]
        #expect(try TokenListFile.tokens(Self.file(tokens)) == tokens)
        #expect(try TokenListFile.tokens([]).isEmpty)
    }

    /// Cut anywhere, a list is refused, unless the cut is between two tokens.
    @Test func aListThatEndsEarlyIsRefused() throws {
        let tokens = [Array("a".utf8), Array("bcd".utf8), [UInt8](repeating: 32, count: 256), Array("e".utf8)]
        let file = Self.file(tokens)
        let cuts = tokens.indices.map { Self.file(Array(tokens[..<$0])).count } + [file.count]
        for length in 0...file.count {
            let content = Array(file.prefix(length))
            if let read = cuts.firstIndex(of: length) {
                #expect(try TokenListFile.tokens(content) == Array(tokens[..<read]))
            } else {
                #expect { try TokenListFile.tokens(content) } throws: {
                    ($0 as? VocabularyError)?.code == .malformedFile
                }
            }
        }
        #expect { try TokenListFile.tokens([0, 97, 2, 98]) } throws: {
            ($0 as? VocabularyError)?.message == "token 1 has 3 bytes, of which 1 are there"
        }
    }

    /// The hash of the tables that `tally vocab pack` makes of the published ranks, as `vocabularies/README.md` says it.
    @Test(.enabled(if: TokenEncoding.bundledNames.contains("kimi_k2"), "the trait KimiK2 is off"))
    func theTablesOfKimiAreThoseOfItsRanks() throws {
        let packed = try TokenEncoding.named("kimi_k2").vocabulary.packed
        #expect(packed.count == 6_365_120)
        #expect(SHA256.hexDigest(of: packed) == "d8927df82e5eb514645006f7c6b5ad16a674b5e913b35f26750ac1d27eaa2987")
    }
}
