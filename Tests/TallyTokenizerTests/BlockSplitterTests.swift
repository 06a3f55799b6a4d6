import TallyTestSupport
import Testing

@testable import TallyTokenizer

/// The batches of ``BlockSplitter`` against ``SplitPattern/advance(_:from:)``, for every pattern and all kernels.
@Suite struct BlockSplitterTests {
    enum Pattern: CaseIterable {
        case o200k
        case cl100k
        case r50k
        case llama3
        case qwen2
        case qwen35
        case tekken
        case deepSeek
        case kimi
        case gemma
        case mistral

        var type: any SplitPattern.Type {
            switch self {
            case .o200k: O200KPattern.self
            case .cl100k: CL100KPattern.self
            case .r50k: R50KPattern.self
            case .llama3: Llama3Pattern.self
            case .qwen2: Qwen2Pattern.self
            case .qwen35: Qwen35Pattern.self
            case .tekken: TekkenPattern.self
            case .deepSeek: DeepSeekPattern.self
            case .kimi: KimiPattern.self
            case .gemma: GemmaPattern.self
            case .mistral: MistralPattern.self
            }
        }
    }

    /// What is wrong with the batches of a text, or nil; `small` memory takes a text in many steps.
    private static func difference<P: SplitPattern>(
        _ pattern: P.Type,
        _ text: Span<UInt8>,
        _ kernels: Kernels,
        _ scratch: borrowing SplitScratch
    ) -> String? {
        var position = 0
        var difference: String?
        BlockSplitter<P>.forEachBatch(in: text, kernels: kernels, scratch: scratch) { batch in
            if batch.count < 1 { difference = "an empty batch at \(position)" }
            for index in 0..<batch.count where difference == nil {
                let start = batch.base + Int(batch.positions[index])
                let end = batch.base + Int(batch.positions[index + 1])
                let expected = position < text.count ? P.advance(text, from: position) : -1
                let key = Self.key(text, position, expected)
                if start != position || end != expected {
                    difference = "\(start)..<\(end) instead of \(position)..<\(expected)"
                } else if batch.keys[index] != key {
                    difference = "wrong key of \(start)..<\(end)"
                }
                position = expected
            }
            return difference == nil
        }
        return difference ?? (position == text.count ? nil : "ends at \(position) of \(text.count)")
    }

    /// As the header describes it, byte by byte.
    private static func key(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> UInt64 {
        if end - start > 7 { return 0xFFFF_FFFF_FFFF_FF00 }
        var key = UInt64(max(0, end - start)) << 5
        for index in start..<max(start, end) { key |= UInt64(text[index]) << UInt64(8 * (8 - end + index)) }
        return key
    }

    /// Splits many texts with memory of two sizes, and tells of the first that is split wrongly.
    private struct Checker: ~Copyable {
        let pattern: Pattern
        let kernels: Kernels
        let large = SplitScratch()
        let small = SplitScratch(byteCount: 0)

        func difference(_ text: [UInt8]) -> String? {
            text.withBytes { self.difference($0) }.map {
                "\($0) in \(String(decoding: text, as: UTF8.self).debugDescription)"
            }
        }

        func difference(_ text: Span<UInt8>) -> String? {
            if let found = BlockSplitterTests.difference(self.pattern.type, text, self.kernels, self.large) {
                return found
            }
            // A text that is all tail takes one step either way.
            if text.count < SplitScratch.tailSize { return nil }
            return BlockSplitterTests.difference(self.pattern.type, text, self.kernels, self.small)
        }
    }

    /// One or more of each class that the patterns tell apart, and what has a rule of its own.
    private static let symbols = [
        "a", "s", "t", "r", "e", "l", "v", "S", "E", "L", "A", "Z", "é", "É", "ǅ", "ß", "я", "Я", "ſ",
        "中", "ー", "ह", "ʰ", "\u{301}", "ि", "\u{20DD}", "\u{FE0F}", "❤", "👍", "\u{200D}", "!", "-", "\0", "\u{1C}",
        "'", "'s", "'RE", "'lL", "'\u{17F}", "/", "//", " ", "  ", "    ", "\t", "\u{A0}", "\u{3000}", "\u{85}",
        "\u{2028}", "\n", "\r", "\r\n", "1", "12", "1234", "²", "٣", "Ⅳ", "ア", "・", "\u{3099}", "\u{3097}", "〇", "々",
        "⺀", "\u{16FE4}", "。", "\u{AD}", "\u{378}", "\u{7F}", ">", " </", "> </", "\u{200C}", "۔", "#",
    ]
    /// Longer than a block.
    private static let runs = [" ", "A", "a", "1", "\n", "!", "/", "\u{301}", "中", "\0", "・"].map {
        String(repeating: $0, count: 67)
    }

    @Test(arguments: Pattern.allCases, Kernels.supported)
    func splitsAdversarialTextLikeTheScan(pattern: Pattern, kernels: Kernels) {
        let seed = TestEnvironment.seed
        print("\(pattern), \(kernels): TALLY_SEED=\(seed)")
        var source = AdversarialText(seed: seed)
        let checker = Checker(pattern: pattern, kernels: kernels)
        for _ in 0..<TestEnvironment.fuzzCount {
            if let difference = checker.difference(Array(source.next().utf8)) {
                Issue.record("seed \(seed): \(difference)")
                return
            }
        }
    }

    /// Few symbols make long runs, repetitions and every neighbourhood of two.
    @Test(arguments: Pattern.allCases, Kernels.supported)
    func splitsTextOfFewSymbolsLikeTheScan(pattern: Pattern, kernels: Kernels) {
        let seed = TestEnvironment.seed
        print("\(pattern), \(kernels): TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        let checker = Checker(pattern: pattern, kernels: kernels)
        for index in 0..<TestEnvironment.fuzzCount {
            let alphabet = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
                Self.symbols.randomElement(using: &generator) ?? ""
            }
            // Now and then over several chunks, and with runs that no look-ahead sees the end of.
            let isLong = index % 100 == 0
            let length = Int.random(in: 0...(isLong ? 20_000 : 600), using: &generator)
            let withRuns = Bool.random(using: &generator)
            var text: [UInt8] = []
            while text.count < length {
                let isRun = withRuns && Int.random(in: 0..<10, using: &generator) == 0
                text += ((isRun ? Self.runs : alphabet).randomElement(using: &generator) ?? "").utf8
            }
            if let difference = checker.difference(text) {
                Issue.record("seed \(seed): \(difference)")
                return
            }
        }
    }

    private static let interesting = [
        "can't've", "x's's's", "don'\u{17F}t", "''s'll", "he'Rex", "中's中API", "使用API。", "使用APIs", "中AA", "aː中B",
        "!!/\n/\n/x", "!\n\u{301}a", "!!\u{301}\u{301}\n//\u{301}a", " ❤\u{FE0F}x", "❤\u{FE0F}x", "-\u{301}/\n\u{301}!",
        "\n  x", "\n   \n  x", " \n \u{A0}x", "  \u{3000}x", "\t!", "a\n   ", "a   ", "!\n   ", "1234567x", "12²٣Ⅳ12",
        "\n" + String(repeating: " ", count: 150) + "\nx", "\n" + String(repeating: " ", count: 150) + "x",
        "中" + String(repeating: "A", count: 150) + "b", "中" + String(repeating: "A", count: 150) + ".",
        "\u{301}" + String(repeating: "中", count: 50) + "A", String(repeating: "7", count: 200),
        "!ab中 -xé+aa+", "a  中", "a  7", "\n  ア", "\0\0a", "\0\0!a", "x\0ア", "ア・イ!a", "\u{3097}\u{3099}ア", "二〇1〇2",
        "中⺀!⺀ ⺀a", "中ABC中Ab中's", "!中\n/", "\u{301}中A", "\u{AD}a\u{AD}", "'S'lL''ll've", "\n\n\n x", "  12 \u{3000}12",
    ]

    @Test(arguments: Pattern.allCases, Kernels.supported)
    func splitsTheSameAtEveryOffset(pattern: Pattern, kernels: Kernels) {
        let checker = Checker(pattern: pattern, kernels: kernels)
        for text in Self.interesting {
            for filler in ["a", " ", "\n", "!", "7", "中", "\u{301}"] {
                for count in 0..<70 {
                    for end in ["", String(repeating: filler, count: 200)] {
                        let whole = String(repeating: filler, count: count) + text + end
                        if let difference = checker.difference(Array(whole.utf8)) {
                            Issue.record(Comment(rawValue: difference))
                            return
                        }
                    }
                }
            }
        }
    }

    @Test(arguments: Pattern.allCases, Kernels.supported)
    func runsMayPassChunks(pattern: Pattern, kernels: Kernels) {
        let checker = Checker(pattern: pattern, kernels: kernels)
        let chunk = SplitScratch.largestBlockCount * 64
        for symbol in Self.symbols {
            let run = String(repeating: symbol, count: 2 * chunk / symbol.utf8.count + 50)
            for text in [run, "x" + run, "中\n" + run + "y", run + "\n ", "! '" + run + " s\n "] {
                let difference = checker.difference(Array(text.utf8))
                // The texts are too long to print.
                #expect(difference == nil, "wrong around a run of \(symbol.debugDescription)")
            }
        }
    }

    /// The white space that a text ends in may be one piece, wherever the steps meet.
    @Test(arguments: Pattern.allCases, Kernels.supported)
    func whiteSpaceAtTheEndMayPassSteps(pattern: Pattern, kernels: Kernels) {
        let checker = Checker(pattern: pattern, kernels: kernels)
        for count in Array(116...132) + Array(244...260) {
            for start in ["\n", "\n ", " \n ", "!\n", "\n\n", "\r\n \u{3000}", " "] {
                for length in [0, 1, 2, 130, 400] {
                    for end in ["", "\n", "\n "] {
                        let text =
                            String(repeating: "x", count: count) + start + String(repeating: " ", count: length) + end
                        if let difference = checker.difference(Array(text.utf8)) {
                            Issue.record(Comment(rawValue: difference))
                            return
                        }
                    }
                }
            }
        }
    }

    @Test(arguments: Pattern.allCases, Kernels.supported)
    func readsNothingOutsideOfTheText(pattern: Pattern, kernels: Kernels) {
        let seed = TestEnvironment.seed
        print("\(pattern), \(kernels): TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        let checker = Checker(pattern: pattern, kernels: kernels)
        let lengths = Array(0...200) + [255, 256, 257, 4095, 4096, 4097, 8191, 8192, 8193, 8319, 8320, 8321, 20_000]
        let memory = GuardedMemory(capacity: lengths.max() ?? 0)
        for length in lengths {
            for alphabet in [["a", " ", "'s"], ["\n", "'", "中"], ["❤", "\u{FE0F}", "'l"], ["A", "中"], ["\n", " "]] {
                var text: [UInt8] = []
                while text.count < length {
                    let symbol = alphabet.randomElement(using: &generator) ?? ""
                    text += text.count + symbol.utf8.count <= length ? Array(symbol.utf8) : [0x20]
                }
                for atEnd in [true, false] {
                    let difference = checker.difference(memory.place(text, atEnd: atEnd).span)
                    #expect(difference == nil, "seed \(seed), length \(length), at the end: \(atEnd)")
                }
            }
        }
    }

    @Test(arguments: Pattern.allCases, Kernels.supported)
    func ordinaryTextIsDecidedByMasks(pattern: Pattern, kernels: Kernels) {
        let line = "It's 10,000 times “faster”, isn't it? 使用API，谢谢！ ⚠️ See https://example.org/a\n    if x { Y() }\n\n"
        let text = Array(String(repeating: line, count: 2000).utf8)
        func batches<P: SplitPattern>(_ type: P.Type, _ scratch: borrowing SplitScratch) -> Int {
            var count = 0
            text.withBytes { bytes in
                BlockSplitter<P>.forEachBatch(in: bytes, kernels: kernels, scratch: scratch) { _ in
                    count += 1
                    return true
                }
            }
            return count
        }
        // Each block that is not decided ends a batch.
        #expect(batches(pattern.type, SplitScratch()) <= text.count / (SplitScratch.largestBlockCount * 64) + 2)
    }

    @Test func stopsWhenTheBodySaysSo() {
        var seen = 0
        [UInt8](repeating: 0x20, count: 100_000).withBytes { text in
            BlockSplitter<O200KPattern>.forEachBatch(in: text, kernels: .best, scratch: SplitScratch()) { _ in
                seen += 1
                return false
            }
        }
        #expect(seen == 1)
    }

    @Test func findsABitByItsRank() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<1000 {
            let bits = generator.next() | generator.next() & generator.next()
            let offsets = (0..<64).filter { bits >> UInt64($0) & 1 == 1 }
            #expect(offsets.indices.map { bits.offsetOfBit($0) } == offsets)
            #expect(offsets.count == 64 || bits.offsetOfBit(offsets.count) == 64)
        }
    }
}
