import TallyTestSupport
import TallyVocabularies
import Testing

@testable import TallyTokenizer

/// Counting and encoding with the kernels of each instruction set, against the plain way without any.
@Suite struct EveryKernelTests {
    /// What is wrong with the answers for a text, or nil.
    static func difference(_ text: [UInt8], _ expected: [UInt32], _ tokenizer: Tokenizer) -> String? {
        text.withBytes { bytes in
            let tokens = tokenizer.encode(bytes)
            let count = tokenizer.count(bytes)
            if tokens.map(\.rawValue) != expected { return "other tokens than expected" }
            if count != expected.count { return "\(count) instead of \(expected.count) tokens" }
            if tokenizer.count(bytes, upTo: expected.count) != count { return "another count up to itself" }
            if count > 0, tokenizer.count(bytes, upTo: count - 1) != nil { return "a count above its limit" }
            return nil
        }
    }

    @Test(arguments: ["o200k_base", "cl100k_base"], Kernels.supported)
    func answersEqualThePlainWay(encoding: String, kernels: Kernels) throws {
        let seed = TestEnvironment.seed
        print("\(encoding), \(kernels): TALLY_SEED=\(seed)")
        let named = try TokenEncoding.named(encoding)
        let dictionary = TokenDictionary(named.vocabulary)
        let tokenizer = Tokenizer(try named.fresh(kernels))
        var source = AdversarialText(seed: seed)
        for index in 0..<max(20, TestEnvironment.fuzzCount / 10) {
            // Now and then over several batches.
            let parts = index % 50 == 0 ? 60 : 1
            let text = (0..<parts).flatMap { _ in Array(source.next().utf8) }
            let expected = dictionary.encode(text, named.pretokenizer)
            if let difference = Self.difference(text, expected, tokenizer) {
                Issue.record("seed \(seed), text \(index): \(difference): \(text.prefix(2000))")
                return
            }
        }
    }

    /// A giant piece splits what a batch writes; next to it are pieces of every other kind.
    @Test(arguments: Kernels.supported)
    func piecesOfEveryLengthStandSideBySide(kernels: Kernels) throws {
        let seed = TestEnvironment.seed
        print("\(kernels): TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        let named = TokenEncoding.o200kBase
        let dictionary = TokenDictionary(named.vocabulary)
        let tokenizer = Tokenizer(try named.fresh(kernels))
        let borders = [1, 2, 7, 8, 15, 16, 30, 31, 63, 64, 65, 127, 128, 254, 255, 256, 257, 300, 600]
        for _ in 0..<30 {
            var text: [UInt8] = []
            for _ in 0..<40 {
                let length = borders.randomElement(using: &generator) ?? 1
                let letters = [1, 2, 26].randomElement(using: &generator) ?? 26
                let word = (1..<max(2, length)).map { _ in TinyVocabulary.letter(&generator, letters) }
                text += [0x20] + word
            }
            // The second time out of the cache.
            for _ in 0..<2 {
                let difference = Self.difference(text, dictionary.encode(text, named.pretokenizer), tokenizer)
                #expect(difference == nil, "seed \(seed)")
            }
        }
    }

    /// With a few slots only, pieces that are no tokens meet filled ones, which differ from them in one byte.
    @Test(arguments: Kernels.supported)
    func whatIsNearlyATokenIsNone(kernels: Kernels) throws {
        let seed = TestEnvironment.seed
        print("\(kernels): TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        for round in 0..<40 {
            let words = (0..<8).map { _ in
                let length = Int.random(in: 2...24, using: &generator)
                return (0..<length).map { _ in TinyVocabulary.letter(&generator, 26) }
            }
            let vocabulary = try TinyVocabulary.make(Array(Set(words)).sorted { $0.lexicographicallyPrecedes($1) })
            let plain = TokenDictionary(vocabulary)
            let encoding = try TokenEncoding(
                name: "tiny",
                vocabulary: vocabulary,
                pretokenizer: .o200k,
                specialTokens: [:],
                kernels: kernels
            )
            var text: [UInt8] = []
            for _ in 0..<300 {
                var word = words.randomElement(using: &generator) ?? []
                let place = Int.random(in: 0..<word.count, using: &generator)
                if Bool.random(using: &generator) { word[place] = TinyVocabulary.letter(&generator, 26) }
                // A newline is a piece of its own, so that the word is one, too.
                text += word + [0x0A]
            }
            let difference = Self.difference(text, plain.encode(text, .o200k), Tokenizer(encoding))
            if let difference {
                Issue.record("seed \(seed), round \(round): \(difference)")
                return
            }
        }
    }
}
