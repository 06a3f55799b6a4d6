import Synchronization
import TallyTestSupport
import TallyVocabularies
import Testing

@testable import TallyTokenizer

@Suite struct ParallelTests {
    /// Adversarial strings, one behind the other, until there are enough for several parts.
    private static func longText(seed: UInt64, bytes: Int, isValid: Bool) -> [UInt8] {
        var source = AdversarialText(seed: seed)
        var text: [UInt8] = []
        while text.count < bytes { text += isValid ? Array(source.next().utf8) : source.nextBytes() }
        return text
    }

    @Test(arguments: [TokenEncoding.o200kBase, .cl100kBase])
    func anyNumberOfThreadsGivesTheSameAnswer(encoding: TokenEncoding) {
        print("seed: \(TestEnvironment.seed) (set TALLY_SEED to repeat)")
        let tokenizer = Tokenizer(encoding)
        let text = Self.longText(seed: TestEnvironment.seed, bytes: 1_500_000, isValid: true)
        let string = String(decoding: text, as: UTF8.self)
        text.withBytes { bytes in
            #expect(TextParts(bytes, encoding.pretokenizer).count > 3)
            let expected = tokenizer.encode(bytes)
            for threads in [1, 2, 3, 16] {
                #expect(tokenizer.count(bytes, threads: threads) == expected.count)
                #expect(tokenizer.encode(bytes, threads: threads) == expected)
                #expect(tokenizer.count(string, threads: threads) == expected.count)
                #expect(tokenizer.encode(string, threads: threads) == expected)
            }
        }
    }

    @Test func whatIsNotUTF8IsReplacedBeforeTheTextIsCut() {
        print("seed: \(TestEnvironment.seed) (set TALLY_SEED to repeat)")
        let tokenizer = Tokenizer(.o200kBase)
        let many = Self.longText(seed: TestEnvironment.seed, bytes: 1_000_000, isValid: false)
        // Only one wrong byte, at the very end, and one where the text is cut.
        let valid = Self.longText(seed: TestEnvironment.seed, bytes: 1_000_000, isValid: true)
        var middle = valid
        middle[TextParts.length] = 0xFF
        for text in [many, valid + [0xE2, 0x82], middle] {
            text.withBytes { bytes in
                let expected = tokenizer.encode(String(decoding: text, as: UTF8.self))
                #expect(tokenizer.count(bytes, threads: 3) == expected.count)
                #expect(tokenizer.encode(bytes, threads: 3) == expected)
            }
        }
    }

    /// Cut wherever a text may be, the parts have the pieces of the whole.
    @Test(arguments: [TokenEncoding.o200kBase, .cl100kBase])
    func partsHaveTheTokensOfTheWhole(encoding: TokenEncoding) {
        print("seed: \(TestEnvironment.seed) (set TALLY_SEED to repeat)")
        var source = AdversarialText(seed: TestEnvironment.seed)
        let tokenizer = Tokenizer(encoding)
        var cuts = 0
        for round in 0..<TestEnvironment.fuzzCount {
            let text = Array(source.next().utf8)
            text.withBytes { bytes in
                let parts = TextParts(bytes, encoding.pretokenizer, length: 1 + round % 9)
                cuts += parts.count - 1
                let tokens = (0..<parts.count).flatMap { tokenizer.encode(bytes.extracting(parts[$0])) }
                #expect(tokens == tokenizer.encode(bytes))
                #expect(parts[0].lowerBound == 0)
                #expect(parts[parts.count - 1].upperBound == text.count)
            }
        }
        #expect(cuts > TestEnvironment.fuzzCount)
    }

    /// Text that ends where its memory does, cut in the middle of what may be no character at all.
    @Test func cuttingReadsNothingOutsideOfATextThatIsNotUTF8() throws {
        print("seed: \(TestEnvironment.seed) (set TALLY_SEED to repeat)")
        var source = AdversarialText(seed: TestEnvironment.seed)
        for round in 0..<500 {
            let text = source.nextBytes()
            let memory = GuardedMemory(capacity: max(1, text.count))
            let bytes = memory.place(text).span
            let parts = TextParts(bytes, .o200k, length: 1 + round % 9)
            let ranges = (0..<parts.count).map { parts[$0] }
            #expect(ranges.flatMap { text[$0] } == text)
            // Valid parts of an invalid whole would be counted without its replacements.
            let areValid = ranges.allSatisfy { bytes.extracting($0).offsetOfInvalidUTF8 == nil }
            #expect(areValid == (bytes.offsetOfInvalidUTF8 == nil))
        }
    }

    @Test func aTextWithoutCertainBoundariesIsNotCut() {
        let tokenizer = Tokenizer(.o200kBase)
        let text = [UInt8](repeating: UInt8(ascii: " "), count: 700_000)
        text.withBytes { bytes in
            #expect(TextParts(bytes, .o200k).count == 1)
            #expect(tokenizer.count(bytes, threads: 2) == tokenizer.count(bytes))
            #expect(tokenizer.encode(bytes, threads: 2) == tokenizer.encode(bytes))
        }
    }

    @Test func aScannerOfOnesOwnGetsTheWholeText() throws {
        struct Whole: PieceScanner {
            func forEachPiece(in text: Span<UInt8>, from start: Int, _ body: (Range<Int>) -> Bool) {
                // A piece more than the text could have if it were cut.
                for position in stride(from: start, to: text.count, by: 300_000) {
                    guard body(position..<min(text.count, position + 300_000)) else { return }
                }
            }
        }
        let vocabulary = TokenEncoding.o200kBase.vocabulary
        let encoding = try TokenEncoding(name: "whole", vocabulary: vocabulary, pretokenizer: .scanner(Whole()))
        let tokenizer = Tokenizer(encoding)
        let text = Array(repeating: Array("word and ".utf8), count: 100_000).flatMap { $0 }
        text.withBytes { bytes in
            #expect(tokenizer.count(bytes, threads: 4) == tokenizer.count(bytes))
            #expect(tokenizer.encode(bytes, threads: 4) == tokenizer.encode(bytes))
        }
    }

    @Test(arguments: [1, 2, 5])
    func manyTextsAreAnsweredInOrder(threads: Int) {
        print("seed: \(TestEnvironment.seed) (set TALLY_SEED to repeat)")
        var source = AdversarialText(seed: TestEnvironment.seed)
        let tokenizer = Tokenizer(.o200kBase)
        var texts = (0..<800).map { _ in source.next() }
        // Long ones at the start, in the middle and at the end, and empty ones beside them.
        for place in [0, 400, texts.count + 2] {
            texts.insert(contentsOf: [String(repeating: "A long text. ", count: 50_000 + place), ""], at: place)
        }
        let expected = texts.map { tokenizer.encode($0) }
        #expect(tokenizer.encodeEach(texts, threads: threads) == expected)
        #expect(tokenizer.countEach(texts, threads: threads) == expected.map(\.count))
        #expect(tokenizer.countEach(texts) == expected.map(\.count))
        #expect(tokenizer.countEach([], threads: threads).isEmpty)
        #expect(tokenizer.encodeEach(["hello world"], threads: threads) == [tokenizer.encode("hello world")])
    }

    @Test(arguments: [(0, 3), (1, 3), (2, 3), (1000, 1), (1000, 2), (1000, 64)])
    func everyNumberIsGivenOutOnce(count: Int, width: Int) {
        // Atomic, not behind a lock: the thread sanitizer does not see the lock of the standard library.
        let calls = Atomic<Int>(0)
        let sum = Atomic<Int>(0)
        let squares = Atomic<Int>(0)
        Threads.perform(count, width: width) { number in
            calls.add(1, ordering: .relaxed)
            sum.add(number, ordering: .relaxed)
            squares.add(number * number, ordering: .relaxed)
        }
        #expect(calls.load(ordering: .relaxed) == count)
        #expect(sum.load(ordering: .relaxed) == (0..<count).reduce(0, +))
        #expect(squares.load(ordering: .relaxed) == (0..<count).reduce(0) { $0 + $1 * $1 })
        #expect(Tokenizer.availableThreads >= 1)
    }

    /// Two calls that wait for each other end only if they run at the same time.
    @Test func threadsRunAtTheSameTime() {
        let arrived = Atomic<Int>(0)
        Threads.perform(2, width: 2) { _ in
            arrived.add(1, ordering: .sequentiallyConsistent)
            while arrived.load(ordering: .sequentiallyConsistent) < 2 {}
        }
        #expect(arrived.load(ordering: .sequentiallyConsistent) == 2)
    }

    @Test func noThreadsAreAMistake() async {
        await #expect(processExitsWith: .failure) { _ = Tokenizer(.o200kBase).count("a", threads: 0) }
        await #expect(processExitsWith: .failure) { _ = Tokenizer(.o200kBase).countEach(["a"], threads: -1) }
    }
}
