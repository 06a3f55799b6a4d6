import TallyTestSupport
import TallyVocabularies
import Testing

@testable import TallyTokenizer

/// At every prefix, however it arrived, the count is that of the prefix counted as a whole.
@Suite struct TokenStreamTests {
    /// The patterns of other encodings; what they cut, the vocabulary of o200k_base merges.
    private static let patterns: [String: TallyTokenizer.Pretokenizer] = [
        "r50k": .r50k, "llama3": .llama3, "qwen2": .qwen2, "qwen35": .qwen35, "tekken": .tekken, "deepSeek": .deepSeek,
        "kimi": .kimi,
    ]
    private static let encodings = ["o200k_base", "cl100k_base"] + patterns.keys.sorted()

    private static func tokenizer(_ name: String) throws -> Tokenizer {
        guard let pattern = Self.patterns[name] else { return Tokenizer(try .named(name)) }
        let vocabulary = TokenEncoding.o200kBase.vocabulary
        return Tokenizer(try TokenEncoding(name: name, vocabulary: vocabulary, pretokenizer: pattern))
    }

    /// A new stream; with a limit of 0 nothing is just counted again, so that short texts take the ways of long ones.
    private func stream(_ tokenizer: Tokenizer, shortLimit: Int) -> TokenStream {
        TokenStream(StreamTail(tokenizer, shortLimit: shortLimit))
    }

    /// Appends `text` in chunks that end at `cuts` and compares the count at each of them.
    private func check(_ text: [UInt8], _ tokenizer: Tokenizer, cuts: [Int], _ seed: UInt64) {
        let ends = cuts + [text.count]
        text.withBytes { bytes in
            let expected = ends.map { tokenizer.count(bytes.extracting(..<$0)) }
            for limit in [0, 8, 256] {
                var stream = self.stream(tokenizer, shortLimit: limit)
                var start = 0
                let counts = ends.map { end in
                    stream.append(bytes.extracting(start..<end))
                    start = end
                    return stream.count
                }
                let name = tokenizer.encoding.name
                #expect(counts == expected, "\(name), limit \(limit), seed \(seed), \(text), cuts \(cuts)")
            }
        }
    }

    private func randomCuts(_ count: Int, _ generator: inout SeededGenerator) -> [Int] {
        let cuts = Int.random(in: 0...8, using: &generator)
        return (0..<cuts).map { _ in Int.random(in: 0...count, using: &generator) }.sorted()
    }

    @Test(arguments: encodings)
    func everyPrefixOfAdversarialBytesIsCountedExactly(encoding: String) throws {
        let tokenizer = try Self.tokenizer(encoding)
        let seed = TestEnvironment.seed
        print("\(encoding): streams of adversarial bytes, TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        var source = AdversarialText(seed: seed)
        for _ in 0..<TestEnvironment.fuzzCount / 5 {
            let text = source.nextBytes()
            self.check(text, tokenizer, cuts: Array(0..<min(200, text.count)), seed)
            for _ in 0..<4 {
                self.check(text, tokenizer, cuts: self.randomCuts(text.count, &generator), seed)
            }
        }
    }

    /// One of each kind that a rule of some pattern tells apart, several bytes long where such characters exist.
    private static let representatives = [
        "A", "Ａ", "a", "é", "使", "\u{301}", "7", "٣", " ", "\u{3000}", "\u{A0}", "\n", "\r", "/", "!", "。", "'", "s",
        "r", "E", "l", "\u{17F}", "\u{FFFD}", "ア", "・", "\0", "⺀",
    ]

    @Test(arguments: encodings)
    func everyPrefixOverFewKindsOfCharactersIsCountedExactly(encoding: String) throws {
        let tokenizer = try Self.tokenizer(encoding)
        let seed = TestEnvironment.seed
        print("\(encoding): streams over few characters, TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<TestEnvironment.fuzzCount / 2 {
            let alphabet = Self.representatives.shuffled(using: &generator)
                .prefix(Int.random(in: 2...6, using: &generator))
            var text: [UInt8] = []
            for _ in 0..<Int.random(in: 1...40, using: &generator) {
                let character = Array((alphabet.randomElement(using: &generator) ?? "").utf8)
                // Runs long enough for windows, and now and then a character that is cut.
                for _ in 0..<(Int.random(in: 0..<12, using: &generator) == 0 ? 30 : 1) { text += character }
                if Int.random(in: 0..<40, using: &generator) == 0 { text.removeLast() }
            }
            self.check(text, tokenizer, cuts: Array(0..<text.count), seed)
            self.check(text, tokenizer, cuts: self.randomCuts(text.count, &generator), seed)
        }
    }

    @Test(arguments: [.o200k, .cl100k] + patterns.values)
    func aTextMayBeCutAtEveryBoundary(pretokenizer: Pretokenizer) {
        let seed = TestEnvironment.seed
        print("boundaries, TALLY_SEED=\(seed)")
        var source = AdversarialText(seed: seed)
        func pieces(_ text: Span<UInt8>) -> [Int] {
            var ends: [Int] = []
            pretokenizer.forEachPiece(in: text) { piece in
                ends.append(piece.upperBound)
                return true
            }
            return ends
        }
        for _ in 0..<TestEnvironment.fuzzCount {
            let text = Array(source.next().utf8)
            text.withBytes { bytes in
                let whole = pieces(bytes)
                var start = 0
                while let length = pretokenizer.firstBoundary(in: bytes.extracting(start...)) {
                    start += length
                    let (before, after) = (bytes.extracting(..<start), bytes.extracting(start...))
                    #expect(pieces(before) + pieces(after).map { $0 + start } == whole, "seed \(seed), \(text)")
                    #expect(pretokenizer.lastBoundary(in: before).map { $0 < start } ?? true)
                }
                #expect(pretokenizer.lastBoundary(in: bytes) == (start == 0 ? nil : start))
            }
        }
    }

    /// Giant texts without a boundary, in which no piece is settled for long.
    private static let giants = [
        "a", "A", "Ａ", " ", "\n", " \n", "\n\u{3000}", "\u{3000}", "!\n", "!", "/!", "\n/", "中", "中A", "aA", "7",
        "\u{301}", "'", "a'", "'r", "\u{301}A", "使ＡＡＡＡＡＡＡＡＡ", "a\u{301}B",
        "\0", "\u{AD}", "ア・", "!a", "使ア⺀",
        "\n\u{3000}\u{3000}\u{3000}\u{3000}\u{3000}\u{3000}\u{3000}\u{3000}\u{3000}\u{3000}\u{3000}\u{3000}\u{3000}",
    ]

    /// A lead of one kind before a run of another: what is behind the lead stays open as long as the run goes on.
    private static let leads = ["", "\n", "使", "a", " ", "!", "\u{301}", "\0", "7"]

    @Test(arguments: encodings)
    func aGiantPieceIsCountedExactlyAndNotAgainAndAgain(encoding: String) throws {
        let tokenizer = try Self.tokenizer(encoding)
        for unit in Self.giants {
            for lead in Self.leads {
                let size = 3000
                let unitBytes = Array(unit.utf8)
                var text = Array(lead.utf8)
                while text.count < size { text += unitBytes }
                for step in [1, 7, 500] {
                    self.checkGiant(text, tokenizer, step: step, "\(encoding) \(lead.debugDescription) \(unit)")
                }
            }
        }
    }

    private func checkGiant(_ text: [UInt8], _ tokenizer: Tokenizer, step: Int, _ name: String) {
        var stream = tokenizer.stream()
        text.withBytes { bytes in
            var appends = 0
            for start in stride(from: 0, to: bytes.count, by: step) {
                let end = min(bytes.count, start + step)
                stream.append(bytes.extracting(start..<end))
                appends += 1
                guard end > bytes.count - 20 || end % 997 < step else { continue }
                #expect(stream.count == tokenizer.count(bytes.extracting(..<end)), "\(name), step \(step), end \(end)")
            }
            // A window is bounded whatever the text; counting all again would be 10 times this and more.
            #expect(stream.work <= 8 * bytes.count + 800 * appends, "\(name), step \(step)")
        }
    }

    @Test func keepsOnlyWhatMoreTextCanChange() {
        var stream = Tokenizer(.o200kBase).stream()
        for _ in 0..<2000 {
            stream.append("The quick brown fox, \"jumps\" over\n\n  the lazy dog's 12345 bones. 你好，世界。")
            #expect(stream.keptByteCount < 64)
        }
        #expect(stream.work < 2000 * 600)
    }

    @Test func aCutCharacterCountsAsItsReplacementUntilItIsComplete() {
        let tokenizer = Tokenizer(.o200kBase)
        var stream = tokenizer.stream()
        stream.append("x")
        [0xF0, 0x9F].withBytes { stream.append($0) }
        #expect(stream.count == tokenizer.count("x\u{FFFD}"))
        [0x98, 0x80].withBytes { stream.append($0) }
        #expect(stream.count == tokenizer.count("x😀"))
        [0xE4].withBytes { stream.append($0) }
        stream.append("y")
        #expect(stream.count == tokenizer.count("x😀\u{FFFD}y"))
    }

    @Test func aCopyGoesOnByItself() {
        let tokenizer = Tokenizer(.o200kBase)
        var stream = tokenizer.stream()
        stream.append(String(repeating: "中", count: 500))
        var copy = stream
        copy.append(" and more")
        stream.append(Substring("文"))
        #expect(stream.count == tokenizer.count(String(repeating: "中", count: 500) + "文"))
        #expect(copy.count == tokenizer.count(String(repeating: "中", count: 500) + " and more"))
    }

    @Test func appendingNothingChangesNothing() {
        var stream = Tokenizer(.o200kBase).stream()
        #expect(stream.count == 0)
        stream.append("")
        [].withBytes { stream.append($0) }
        #expect(stream.count == 0)
        stream.append("a")
        stream.append("")
        #expect(stream.count == 1)
    }

    /// Splits into pairs of bytes from the start, so that no suffix can be split without what is before it.
    private struct Pairs: PieceScanner {
        func forEachPiece(in text: Span<UInt8>, from start: Int, _ body: (Range<Int>) -> Bool) {
            for position in stride(from: start, to: text.count, by: 2) {
                guard body(position..<min(position + 2, text.count)) else { return }
            }
        }
    }

    @Test func aScannerOfOnesOwnSeesTheWholeText() throws {
        let vocabulary = try TinyVocabulary.make(["ab", "ba"])
        let encoding = try TokenEncoding(name: "pairs", vocabulary: vocabulary, pretokenizer: .scanner(Pairs()))
        let text = Array("abbaab abba baba".utf8)
        self.check(text, Tokenizer(encoding), cuts: Array(0..<text.count), 0)
    }

    /// Vocabularies in which merges reach further than any real one's, tokens that no merge reaches among them.
    @Test(arguments: [.o200k, .cl100k] + patterns.values)
    func randomVocabulariesAreCountedExactly(pretokenizer: Pretokenizer) throws {
        let seed = TestEnvironment.seed
        print("streams with random vocabularies, TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<20 {
            let vocabulary = try TinyVocabulary.random(&generator, letters: 3)
            let tokenizer = Tokenizer(
                try TokenEncoding(name: "random", vocabulary: vocabulary, pretokenizer: pretokenizer)
            )
            let text = (0..<400).map { _ in TinyVocabulary.letter(&generator, 3) }
            self.check(text, tokenizer, cuts: Array(0..<text.count), seed)
            self.check(text, tokenizer, cuts: self.randomCuts(text.count, &generator), seed)
        }
    }

    /// Back and forth by any number of bytes, with most tokens only counted.
    @Test(arguments: [2, 3])
    func aPieceThatGetsShorterIsMergedAsIfItHadAlwaysBeen(letters: Int) throws {
        let seed = TestEnvironment.seed
        print("pieces that get shorter, TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<5 {
            let vocabulary = try TinyVocabulary.random(&generator, letters: letters)
            let text = (0..<40_000).map { _ in TinyVocabulary.letter(&generator, letters) }
            text.withBytes { bytes in
                var piece = GrowingPiece(start: 5)
                var scratch = MergeScratch()
                var (work, tokens) = (0, [UInt32]())
                for _ in 0..<40 {
                    let steps = [Int.random(in: 6...40_000, using: &generator), piece.end - 1, piece.end + 3]
                    let end = max(6, min(40_000, steps.randomElement(using: &generator) ?? 6))
                    let count = piece.count(bytes, upTo: end, vocabulary, &scratch, &work)
                    HeapMerge.merge(bytes, 5, end, vocabulary, into: &tokens)
                    #expect(count == tokens.count, "seed \(seed), end \(end)")
                }
            }
        }
    }
}
