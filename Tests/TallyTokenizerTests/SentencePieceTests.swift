#if Gemma && MistralSPM

import Foundation
import TallyTestSupport
import TallyVocabularies
import Testing

@testable import TallyTokenizer

/// One line of `Fixtures/golden-sentencepiece.jsonl`, which `Tests/Reference/golden_sentencepiece.py` makes of the
/// same texts with splintr-rs 0.22.0 and sentencepiece 0.2.3.
private struct GoldenPieces: Decodable {
    let text: String
    let gemma4: [UInt32]
    let mistral_spm: [UInt32]

    func ids(_ encoding: String) -> [UInt32] {
        encoding == "gemma4" ? self.gemma4 : self.mistral_spm
    }
}

/// The encodings of Gemma and of Mistral's first models.
@Suite struct SentencePieceTests {
    private static func lines() throws -> [GoldenPieces] {
        let file = try #require(
            Bundle.module.url(forResource: "golden-sentencepiece", withExtension: "jsonl", subdirectory: "Fixtures")
        )
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
            try JSONDecoder().decode(GoldenPieces.self, from: Data($0.utf8))
        }
    }

    @Test(arguments: ["gemma4", "mistral_spm"])
    func idsAndCountsEqualTheReference(encoding: String) throws {
        let lines = try Self.lines()
        #expect(lines.count > 170)
        let named = try TokenEncoding.named(encoding)
        for kernels in Kernels.supported {
            let tokenizer = Tokenizer(try named.fresh(kernels))
            for line in lines {
                let ids = line.ids(encoding)
                let text = Array(line.text.utf8)
                #expect(EveryKernelTests.difference(text, ids, tokenizer) == nil, "\(kernels), \(line.text)")
                #expect(try tokenizer.decodeBytes(ids.map(TokenID.init(rawValue:))) == named.decodedForm(of: text))
                var stream = tokenizer.stream()
                for byte in text { [byte].withSpan { stream.append($0) } }
                #expect(stream.count == ids.count, "\(line.text)")
                for limit in [0, 1, ids.count / 2, ids.count] {
                    let prefix = tokenizer.prefix(of: line.text, maxTokens: limit)
                    #expect(tokenizer.count(prefix) <= limit && line.text.hasPrefix(prefix))
                }
                #expect(tokenizer.prefix(of: line.text, maxTokens: ids.count) == line.text[...])
            }
        }
    }

    @Test(arguments: ["gemma4", "mistral_spm"])
    func threadsAndBatchesAgree(encoding: String) throws {
        let tokenizer = Tokenizer(try .named(encoding))
        let texts = try Self.lines().map(\.text)
        let long = String(repeating: texts.joined(separator: " and\n"), count: 80)
        #expect(tokenizer.count(long, threads: 3) == tokenizer.count(long))
        #expect(tokenizer.encode(long, threads: 3) == tokenizer.encode(long))
        #expect(tokenizer.countEach(texts, threads: 2) == texts.map { tokenizer.count($0) })
    }

    /// That a cut never goes through a token is what makes pieces right.
    @Test(arguments: ["gemma4", "mistral_spm"])
    func noTokenIsCut(encoding: String) throws {
        let named = try TokenEncoding.named(encoding)
        let order = try #require(named.vocabulary.order)
        var checked = 0
        for run in order.runs where run.rank >= order.fallback.upperBound {
            for rank in run.rank..<run.rank + run.count {
                var text: [UInt8] = []
                named.vocabulary.append(rank, to: &text)
                var pieces = 0
                text.withSpan { text in
                    named.pretokenizer.forEachPiece(in: text) { _ in
                        pieces += 1
                        return true
                    }
                }
                #expect(pieces == 1, "\(String(decoding: text, as: UTF8.self)) is cut")
                checked += 1
            }
        }
        #expect(checked > 30_000)
    }

    @Test func tagsAreTokensOfGemma3Only() throws {
        let text = "<table><tr><td>x</td></tr></table>"
        let (three, four) = (Tokenizer(.gemma3), Tokenizer(.gemma4))
        #expect(three.encode(text).map(\.rawValue) == [168, 173, 175, 236781, 183, 181, 176])
        #expect(three.count(text) == 7)
        #expect(four.count(text) == 15)
        #expect(try three.decode(three.encode(text)) == text)
        #expect(three.count("[multimodal]<unused0><unused6241>") == 3)
        #expect(TokenEncoding.gemma3.preparation?.atoms?.tokens["</footer>"]?.rawValue == 237)
        #expect(TokenEncoding.gemma3.preparation?.atoms?.tokens["<unused6241>"]?.rawValue == 262_143)
        var stream = three.stream()
        for byte in Array(text.utf8) { [byte].withSpan { stream.append($0) } }
        #expect(stream.count == 7)
    }

    /// White space: Gemma prefers the longest run, of up to 31; Mistral prefers anything to a run.
    @Test func runsOfSpaces() {
        #expect(Tokenizer(.gemma4).count(String(repeating: " ", count: 31)) == 1)
        #expect(Tokenizer(.gemma4).count(String(repeating: " ", count: 32)) == 2)
        #expect(Tokenizer(.mistralSPM).encode("").isEmpty)
        let mistral = Tokenizer(.mistralSPM)
        // The prefix space makes " a" of "a", and two spaces of one.
        #expect(mistral.encode("a").count == 1)
        #expect(mistral.encode(" ").count == 1)
        #expect(mistral.encode("  a").count == 2)
    }
}

#endif
