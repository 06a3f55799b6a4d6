import TallyTestSupport
import Testing

@testable import TallyTokenizer

@Suite struct MergeTests {
    private func short(_ text: [UInt8], _ vocabulary: Vocabulary) -> [UInt32] {
        let scratch = MergeScratch()
        let count = text.withBytes {
            ShortMerge.merge($0, 0, text.count, vocabulary, scratch)
        }
        return (0..<count).map { scratch.tokens[$0 + 1] }
    }

    private func heap(_ text: [UInt8], _ vocabulary: Vocabulary) -> [UInt32] {
        var tokens: [UInt32] = []
        text.withBytes {
            HeapMerge.merge($0, 0, text.count, vocabulary, into: &tokens)
        }
        return tokens
    }

    private func long(_ text: [UInt8], _ vocabulary: Vocabulary) -> (tokens: [UInt32], work: Int) {
        var scratch = MergeScratch()
        let work = text.withBytes {
            LongMerge.merge($0, 0, text.count, vocabulary, &scratch)
        }
        return (scratch.longTokens, work)
    }

    @Test func mergesTheLowestRankFirst() throws {
        // "bc" has the lower rank, so "ab" never comes about.
        let vocabulary = try TinyVocabulary.make(["bc", "ab"])
        let bytes = Array("abc".utf8)
        #expect(self.short(bytes, vocabulary) == [97, 256])
        #expect(self.heap(bytes, vocabulary) == [97, 256])
    }

    @Test func mergesTheLeftmostOfEquals() throws {
        let vocabulary = try TinyVocabulary.make(["aa"])
        #expect(self.short(Array("aaaaa".utf8), vocabulary) == [256, 256, 97])
        #expect(self.heap(Array("aaaaa".utf8), vocabulary) == [256, 256, 97])
    }

    @Test func aWholePieceIsOneTokenEvenIfMergesWouldNotReachIt() throws {
        let vocabulary = try TinyVocabulary.make(["bc", "abcd"])
        // Merging stops at a, bc, d; the piece as a whole is a token all the same.
        let tokenizer = Tokenizer(try TokenEncoding(name: "tiny", vocabulary: vocabulary, pretokenizer: .o200k))
        #expect(tokenizer.encode("abcd") == [257])
        #expect(tokenizer.encode("xabcd") == [120, 97, 256, 100])
    }

    @Test(arguments: [2, 3, 5])
    func allStrategiesEqualTheDefinitionOnRandomVocabularies(letters: Int) throws {
        let seed = TestEnvironment.seed
        print("random vocabularies of \(letters) letters, TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<60 {
            let vocabulary = try TinyVocabulary.random(&generator, letters: letters)
            for length in [1, 2, 3, 17, 64, 127, 128, 129, 300] {
                let text = (0..<length).map { _ in TinyVocabulary.letter(&generator, letters) }
                let expected = PlainMerge.merge(text, vocabulary)
                #expect(self.heap(text, vocabulary) == expected, "seed \(seed), length \(length)")
                #expect(self.long(text, vocabulary).tokens == expected, "seed \(seed), length \(length)")
                if length <= MergeScratch.shortLimit {
                    #expect(self.short(text, vocabulary) == expected, "seed \(seed), length \(length)")
                }
            }
        }
    }

    @Test(arguments: ["a", "ab", "aab", "abc", "abcabd"])
    func windowsOfPeriodicTextJoinWithoutGoingBackFar(unit: String) throws {
        // Powers of the unit are tokens, so that windows see the same text at every phase.
        let vocabulary = try TinyVocabulary.make(
            [2, 4, 8, 16].map { String(repeating: unit, count: $0) } + ["ab", "ba"]
        )
        let text = Array(String(repeating: unit, count: 20_000 / unit.utf8.count).utf8)
        let result = self.long(text, vocabulary)
        #expect(result.tokens == self.heap(text, vocabulary))
        #expect(result.work <= 3 * text.count)
    }

    @Test func aReachLongerThanAnyWindowIsStillExact() throws {
        // Ranks fall to the right along a chain of 250 different bytes, so that its end decides how its start merges.
        let chain = (0..<250).map { UInt8($0) }
        let pairs = (0..<249).reversed().map { [chain[$0], chain[$0 + 1]] }
        let vocabulary = try TinyVocabulary.make(pairs)
        for length in [2, 100, 129, 160, 161, 200, 249, 250] {
            let text = Array((chain + chain).prefix(length))
            #expect(self.long(text, vocabulary).tokens == PlainMerge.merge(text, vocabulary), "length \(length)")
        }
    }
}
