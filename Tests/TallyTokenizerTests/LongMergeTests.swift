import TallyTestSupport
import TallyVocabularies
import Testing

@testable import TallyTokenizer

/// Long pieces, whole and growing, against the heap.
@Suite struct LongMergeTests {
    private func heap(_ text: [UInt8], _ vocabulary: Vocabulary) -> [UInt32] {
        var tokens: [UInt32] = []
        text.withBytes {
            HeapMerge.merge($0, 0, text.count, vocabulary, into: &tokens)
        }
        return tokens
    }

    private func check(_ text: [UInt8], _ vocabulary: Vocabulary, _ comment: @autoclosure () -> Comment) {
        var scratch = MergeScratch()
        // Something before and after the piece, which must not matter.
        let padded = Array("aab".utf8) + text + Array("aab".utf8)
        let work = padded.withBytes { LongMerge.merge($0, 3, 3 + text.count, vocabulary, &scratch) }
        let expected = self.heap(text, vocabulary)
        if scratch.longTokens != expected { Issue.record(comment()) }
        let count = padded.withBytes { LongMerge.count($0, 3, 3 + text.count, vocabulary, &scratch) }
        if count != expected.count { Issue.record(comment()) }
        // Windows, chunks, borders and what was merged in vain.
        if work > 4 * max(text.count, MergeScratch.shortLimit) { Issue.record(comment()) }
    }

    private static func periodic(_ generator: inout SeededGenerator, letters: Int) -> [UInt8] {
        let period = Int.random(in: 1...([1, 3, 8, 70].randomElement(using: &generator) ?? 1), using: &generator)
        let unit = (0..<period).map { _ in TinyVocabulary.letter(&generator, letters) }
        return (0..<Int.random(in: 100...5000, using: &generator)).map { unit[$0 % period] }
    }

    /// Text made of stretches of several kinds, with single bytes changed anywhere.
    private static func mixed(_ generator: inout SeededGenerator) -> [UInt8] {
        var text: [UInt8] = []
        let stretches = Int.random(in: 1...4, using: &generator)
        for _ in 0..<stretches {
            let length = Int.random(in: 20...5000, using: &generator)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0:
                let byte: UInt8 = [32, 97, 0, 10, 45].randomElement(using: &generator) ?? 97
                text += [UInt8](repeating: byte, count: length)
            case 1: text += Self.periodic(&generator, letters: Int.random(in: 1...26, using: &generator))
            case 2: text += (0..<length).map { _ in TinyVocabulary.letter(&generator, 26) }
            case 3:
                text += (0..<length / 3).flatMap { _ -> [UInt8] in
                    let scalar = Unicode.Scalar(UInt16.random(in: 0x4E00..<0x9FA6, using: &generator))
                    return Array(String(scalar ?? "中").utf8)
                }
            case 4: text += (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            default:
                let words = ["the", "ing", " people", "ation", "Hello", "中国", "ไทย"]
                while text.count < length { text += Array((words.randomElement(using: &generator) ?? "a").utf8) }
            }
        }
        for _ in 0..<Int.random(in: 0...3, using: &generator) {
            text[Int.random(in: 0..<text.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
        }
        return text
    }

    @Test(arguments: ["o200k_base", "cl100k_base"])
    func equalsTheHeapOnMixedText(encoding: String) throws {
        let seed = TestEnvironment.seed
        print("long pieces in \(encoding), TALLY_SEED=\(seed)")
        let vocabulary = try TokenEncoding.named(encoding).vocabulary
        var generator = SeededGenerator(seed: seed)
        for round in 0..<60 {
            self.check(Self.mixed(&generator), vocabulary, "seed \(seed), round \(round)")
        }
    }

    @Test(arguments: [1, 2, 3, 5])
    func equalsTheHeapOnPeriodicTextInRandomVocabularies(letters: Int) throws {
        let seed = TestEnvironment.seed
        print("periodic text of \(letters) letters, TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        for round in 0..<30 {
            let vocabulary = try TinyVocabulary.random(&generator, letters: letters)
            var text = Self.periodic(&generator, letters: letters)
            self.check(text, vocabulary, "seed \(seed), round \(round), periodic")
            text[Int.random(in: 0..<text.count, using: &generator)] = TinyVocabulary.letter(&generator, 6)
            self.check(text, vocabulary, "seed \(seed), round \(round), one byte changed")
            let random = (0..<3000).map { _ in TinyVocabulary.letter(&generator, letters) }
            self.check(random, vocabulary, "seed \(seed), round \(round), random")
        }
    }

    /// In a run of one letter every place may be where the run ends or is broken.
    @Test func equalsTheHeapWhereverARunIsBroken() throws {
        let vocabulary = try TokenEncoding.named("o200k_base").vocabulary
        for place in stride(from: 0, to: 2000, by: 37) {
            var text = [UInt8](repeating: 32, count: 2000)
            text[place] = 97
            self.check(text, vocabulary, "broken at \(place)")
            self.check([UInt8](repeating: 97, count: 700 + place), vocabulary, "\(700 + place) letters")
        }
    }

    /// A vocabulary whose end decides how its start merges, so that no border joins and every repetition is suspect.
    @Test func equalsTheHeapWhereNothingJoins() throws {
        let chain = (0..<250).map { UInt8($0) }
        let vocabulary = try TinyVocabulary.make((0..<249).reversed().map { [chain[$0], chain[$0 + 1]] })
        var text: [UInt8] = []
        while text.count < 12_000 { text += chain }
        for length in [600, 700, 1500, 4000, 12_000] {
            self.check(Array(text.prefix(length)), vocabulary, "chain of \(length)")
        }
        // A token of 200 equal letters and all its halves: longer than a chunk.
        let powers = try TinyVocabulary.make([2, 4, 5, 8, 25, 50, 100, 200].map { String(repeating: "a", count: $0) })
        for length in [600, 799, 800, 1000, 5003] {
            self.check([UInt8](repeating: 97, count: length), powers, "\(length) letters")
        }
    }

    @Test(arguments: [true, false], ["o200k_base", "tiny"])
    func aGrowingPieceEqualsTheWholeAtEveryStep(keepsTokens: Bool, name: String) throws {
        let seed = TestEnvironment.seed
        print("growing pieces in \(name), TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        for round in 0..<12 {
            let vocabulary =
                name == "tiny"
                ? try TinyVocabulary.random(&generator, letters: 3) : try TokenEncoding.named(name).vocabulary
            let text = name == "tiny" ? Self.periodic(&generator, letters: 3) : Self.mixed(&generator)
            var scratch = MergeScratch()
            var growing = GrowingMerge(keepsTokens: keepsTokens)
            let longest = [3, 100, 2000].randomElement(using: &generator) ?? 3
            var end = 0
            while end < text.count, end < 40 * longest {
                end = min(text.count, end + Int.random(in: 0...longest, using: &generator))
                let count = text.withBytes { growing.extend($0, 0, end, vocabulary, &scratch) }
                let expected = self.heap(Array(text[..<end]), vocabulary)
                let isEqual = count == expected.count && (!keepsTokens || growing.tokens == expected)
                guard isEqual else {
                    Issue.record("seed \(seed), round \(round), \(end) bytes: \(count) instead of \(expected.count)")
                    break
                }
            }
        }
    }

    /// When a window has to go back to tokens that were dropped, all starts anew.
    @Test func droppedTokensAreFoundAgain() throws {
        let chain = (0..<250).map { UInt8($0) }
        let vocabulary = try TinyVocabulary.make((0..<249).reversed().map { [chain[$0], chain[$0 + 1]] })
        let text = chain + chain + chain + chain
        for keptTokens in [1, 10, 20, 50, 100, 4096] {
            var scratch = MergeScratch()
            var growing = GrowingMerge(keepsTokens: false, keptTokens: keptTokens)
            for end in stride(from: 1, through: text.count, by: 7) {
                let count = text.withBytes { growing.extend($0, 0, end, vocabulary, &scratch) }
                let expected = self.heap(Array(text[..<end]), vocabulary).count
                #expect(count == expected, "\(keptTokens) tokens kept, \(end) bytes")
            }
        }
    }

    /// Each step costs what it adds and a constant, however long the piece already is.
    @Test(arguments: ["letter", "letters", "spaces"])
    func growingCostsWhatIsAdded(kind: String) throws {
        var generator = SeededGenerator(seed: 1)
        let vocabulary = try TokenEncoding.named("o200k_base").vocabulary
        let text = (0..<60_000).map { _ -> UInt8 in
            kind == "spaces" ? 32 : kind == "letter" ? 97 : TinyVocabulary.letter(&generator, 26)
        }
        var scratch = MergeScratch()
        var growing = GrowingMerge(keepsTokens: false)
        for end in stride(from: 10, through: text.count, by: 10) {
            let count = text.withBytes { growing.extend($0, 0, end, vocabulary, &scratch) }
            #expect(count >= growing.tokens.count)
        }
        #expect(growing.count == self.heap(text, vocabulary).count)
        #expect(growing.work <= 6000 * 10 * 40)
        // What is only counted is not kept.
        #expect(growing.tokens.count < 10_000)
    }
}
