#if PCRE2

import Foundation
import TallyTestSupport
import TallyTokenizer
import Testing

/// The library tokenizers, asked through `Tests/Reference/tokenizers_pieces.py`.
private enum TokenizersLibrary {
    private struct Request: Encodable {
        var patterns: [String]
        var text: String
    }

    private struct Answer: Decodable {
        var pieces: [[Int]]
    }

    /// Whether the reference libraries are there and it is one of them; where nothing may be skipped, it counts as there.
    static let isAvailable =
        ReferenceLibrary.isAvailable && (TestEnvironment.isComplete || (try? pieces(of: [], [])) != nil)

    /// Returns the byte ranges of the pieces of each text.
    static func pieces(of texts: [String], _ patterns: [String]) throws -> [[[Int]]] {
        let lines = try texts.map { try JSONEncoder().encode(Request(patterns: patterns, text: $0)) + Data("\n".utf8) }
        let input = lines.reduce(into: Data()) { $0 += $1 }
        let output = try ReferenceLibrary.run("tokenizers_pieces.py", [], input: input)
        return try output.split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(Answer.self, from: $0).pieces
        }
    }
}

/// The scanners written by hand against the library that cuts text for Qwen, GLM and DeepSeek, string by string.
@Suite(.enabled(if: TokenizersLibrary.isAvailable, "tokenizers is not installed: run `make reference`"))
struct TokenizersTests {
    @Test(arguments: [
        (TallyTokenizer.Pretokenizer.llama3, [ReferencePattern.llama3.text]), (.qwen2, [ReferencePattern.qwen2.text]),
        (.qwen35, [ReferencePattern.qwen35.text]), (.deepSeek, PassPattern.deepSeek),
    ])
    func splitsAdversarialStringsLikeTokenizers(pretokenizer: Pretokenizer, patterns: [String]) throws {
        let (seed, count) = (TestEnvironment.seed, TestEnvironment.fuzzCount)
        print("\(patterns): \(count) adversarial strings, TALLY_SEED=\(seed)")
        var source = AdversarialText(seed: seed)
        let texts = (0..<count).map { _ in source.next() }
        let answers = try TokenizersLibrary.pieces(of: texts, patterns)
        try #require(answers.count == texts.count)
        for (text, answer) in zip(texts, answers) {
            var found: [[Int]] = []
            Array(text.utf8).withBytes { bytes in
                pretokenizer.forEachPiece(in: bytes) { piece in
                    found.append([piece.lowerBound, piece.upperBound])
                    return true
                }
            }
            #expect(found == answer, "seed \(seed), scalars \(text.unicodeScalars.map(\.value))")
        }
    }
}

#endif
