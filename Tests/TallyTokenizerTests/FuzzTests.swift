import Foundation
import TallyTestSupport
import TallyVocabularies
import Testing

@testable import TallyTokenizer

/// New strings each run, compared with the installed reference library.
@Suite struct FuzzTests {
    @Test(
        .enabled(if: ReferenceLibrary.isAvailable, Comment(rawValue: ReferenceLibrary.skipReason)),
        arguments: TokenEncoding.bundledNames.filter { name in
            // o200k_harmony has no ranks of its own; for those of SentencePiece see SentencePieceTests.
            !["o200k_harmony", "gemma3", "gemma4", "mistral_spm"].contains(name)
        }
    )
    func idsEqualTheReferenceOnAdversarialStrings(encoding: String) throws {
        let (seed, count) = (TestEnvironment.seed, TestEnvironment.fuzzCount)
        print("\(encoding): \(count) adversarial strings, TALLY_SEED=\(seed)")
        let named = try TokenEncoding.named(encoding)
        // The reference is asked once for all of them.
        let tokenizers = try Kernels.supported.map { ($0, Tokenizer(try named.fresh($0))) }
        var source = AdversarialText(seed: seed)
        // In batches, so that a large run stays in memory.
        for first in stride(from: 0, to: count, by: 20_000) {
            let texts = (first..<min(count, first + 20_000)).map { _ in source.nextBytes() }
            let expected = try ReferenceLibrary.ids(of: texts, encoding: encoding)
            try #require(expected.count == texts.count)
            for (text, ids) in zip(texts, expected) {
                for (kernels, tokenizer) in tokenizers {
                    if let difference = EveryKernelTests.difference(text, ids, tokenizer) {
                        Issue.record("\(kernels), seed \(seed): \(difference): bytes \(text)")
                    }
                }
                let decoded = try Tokenizer(named).decodeBytes(ids.map(TokenID.init(rawValue:)))
                let normal = named.normalizer.normalizing(Array(String(decoding: text, as: UTF8.self).utf8))
                #expect(decoded == normal, "seed \(seed), bytes \(text)")
            }
        }
    }
}
