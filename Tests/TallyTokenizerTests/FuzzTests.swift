import Foundation
import TallyTestSupport
import TallyVocabularies
import Testing

@testable import TallyTokenizer

extension TokenEncoding {
    /// What the tokens of a text decode to: its normal form, with a space for U+2581 where that is one.
    func decodedForm(of bytes: [UInt8]) -> [UInt8] {
        let normal = self.normalizer.normalizing(Array(String(decoding: bytes, as: UTF8.self).utf8))
        guard self.preparation != nil else { return normal }
        return normal.withSpan { MetaSpace.withSpaces($0) { part in (0..<part.count).map { part[$0] } } }
    }
}

/// New strings each run, compared with the installed reference library.
@Suite struct FuzzTests {
    @Test(
        .enabled(if: ReferenceLibrary.isAvailable, Comment(rawValue: ReferenceLibrary.skipReason)),
        arguments: TokenEncoding.bundledNames.filter { name in
            // o200k_harmony has no ranks of its own; gemma3 has those of gemma4 and tags, which no reference here has.
            !["o200k_harmony", "gemma3"].contains(name)
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
                #expect(decoded == named.decodedForm(of: text), "seed \(seed), bytes \(text)")
            }
        }
    }
}
