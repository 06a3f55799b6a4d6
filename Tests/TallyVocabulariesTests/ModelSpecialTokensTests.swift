import Foundation
import TallyTestSupport
import TallyTokenizer
import Testing

@testable import TallyVocabularies

/// The special tokens of the encodings that are part of this build.
@Suite struct ModelSpecialTokensTests {
    private static let bundled = TokenEncoding.bundledNames

    /// A few of each, so that a build without the references notices a table that has moved.
    private static let examples: [(encoding: String, name: String, id: UInt32)] = [
        ("p50k_base", "<|endoftext|>", 50_256),
        ("p50k_edit", "<|fim_suffix|>", 50_283),
        ("gpt2", "<|endoftext|>", 50_256),
        ("qwen3", "<|im_start|>", 151_644),
        ("qwen3", "</think>", 151_668),
        ("qwen3.5", "<|endoftext|>", 248_044),
        ("qwen3.5", "</think>", 248_069),
        ("deepseek_v3", "<｜begin▁of▁sentence｜>", 0),
        ("deepseek_v3", "</think>", 128_799),
        ("deepseek_v3", "<｜tool▁sep｜>", 128_814),
        ("deepseek_v4", "</think>", 128_822),
        ("deepseek_v4", "<|place_holder_mm_span_0435|>", 129_261),
        ("deepseek_v4", "<｜image｜>", 129_279),
        ("glm_4.5", "[gMASK]", 151_331),
        ("glm_5", "<|video|>", 154_855),
        ("tekken", "</s>", 2),
        ("tekken", "[TOOL_CONTENT]", 19),
        ("tekken", "<SPECIAL_999>", 999),
        ("kimi_k2", "[BOS]", 163_584),
        ("kimi_k2", "<|im_middle|>", 163_601),
        ("kimi_k2", "<|reserved_token_163600|>", 163_600),
        ("kimi_k2", "[PAD]", 163_839),
    ]

    @Test func namesHaveTheirIDs() throws {
        for (encoding, name, id) in Self.examples where Self.bundled.contains(encoding) {
            let tokenizer = Tokenizer(try .named(encoding))
            #expect(tokenizer.encode("\(name)", allowing: .all).map(\.rawValue) == [id], "\(encoding)")
            #expect(tokenizer.count(name) > 1, "\(encoding)")
            #expect(try tokenizer.decode([TokenID(rawValue: id)]) == name)
        }
    }

    @Test(
        .enabled(if: ReferenceLibrary.isAvailable, Comment(rawValue: ReferenceLibrary.skipReason)),
        arguments: bundled.filter { name in
            // tiktoken's own and SentencePiece's are compared elsewhere; Kimi's table is not on PyPI.
            !["o200k", "cl100k", "gemma", "mistral", "kimi"].contains { name.hasPrefix($0) }
        }
    )
    func theTablesAreTheReferences(encoding: String) throws {
        let output = try ReferenceLibrary.run("model_special_tokens.py", [encoding])
        var expected: [String: TokenID] = [:]
        for line in String(decoding: output, as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: "\t", maxSplits: 1).map(String.init)
            expected[fields[1]] = TokenID(rawValue: try #require(UInt32(fields[0])))
        }
        #expect(try TokenEncoding.named(encoding).specialTokens == expected)
    }

    /// Whole names, parts of names, and text that normalizing changes next to them.
    @Test(
        .enabled(if: ReferenceLibrary.isAvailable, Comment(rawValue: ReferenceLibrary.skipReason)),
        arguments: bundled.filter { $0.hasPrefix("qwen") || $0.hasPrefix("glm") || $0.hasPrefix("deepseek") }
    )
    func theyAreFoundAsTheReferenceFindsThem(encoding: String) throws {
        let seed = TestEnvironment.seed
        print("\(encoding), special tokens: TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        let tokenizer = Tokenizer(try .named(encoding))
        let names = tokenizer.encoding.specialTokens.keys.sorted()
        let texts = (0..<TestEnvironment.fuzzCount).map { _ in
            (0..<Int.random(in: 1...6, using: &generator)).map { _ in
                let name = names.randomElement(using: &generator) ?? ""
                return switch Int.random(in: 0..<6, using: &generator) {
                case 0: " a"
                case 1: "e\u{301}"
                case 2: "\u{301}"
                case 3: String(name.prefix(Int.random(in: 0...name.count, using: &generator)))
                default: name
                }
            }.joined()
        }
        let expected = try ReferenceLibrary.ids(
            of: texts.map { Array($0.utf8) },
            encoding: encoding,
            findsSpecialTokens: true
        )
        for (text, ids) in zip(texts, expected) {
            #expect(tokenizer.encode(text, allowing: .all).map(\.rawValue) == ids, "seed \(seed), text \(text)")
        }
    }
}
