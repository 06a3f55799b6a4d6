import Foundation
import TallyTestSupport
import TallyTokenizer
import TallyVocabularies
import Testing

/// New strings each run, compared with the installed reference library.
@Suite struct FuzzTests {
    @Test(
        .enabled(if: ReferenceLibrary.isAvailable, Comment(rawValue: ReferenceLibrary.skipReason)),
        arguments: ["o200k_base", "cl100k_base"]
    )
    func idsEqualTheReferenceOnAdversarialStrings(encoding: String) throws {
        let (seed, count) = (TestEnvironment.seed, TestEnvironment.fuzzCount)
        print("\(encoding): \(count) adversarial strings, TALLY_SEED=\(seed)")
        let tokenizer = Tokenizer(try .named(encoding))
        var source = AdversarialText(seed: seed)
        // In batches, so that a large run stays in memory.
        for first in stride(from: 0, to: count, by: 20_000) {
            let texts = (first..<min(count, first + 20_000)).map { _ in source.nextBytes() }
            let expected = try ReferenceLibrary.ids(of: texts, encoding: encoding)
            try #require(expected.count == texts.count)
            for (text, ids) in zip(texts, expected) {
                try text.withBytes { bytes in
                    let tokens = tokenizer.encode(bytes)
                    let context = Comment(rawValue: "seed \(seed), bytes \(text)")
                    #expect(tokens.map(\.rawValue) == ids, context)
                    #expect(tokenizer.count(bytes) == ids.count, context)
                    let decoded = try tokenizer.decode(tokens)
                    #expect(decoded == String(decoding: text, as: UTF8.self), context)
                }
            }
        }
    }
}
