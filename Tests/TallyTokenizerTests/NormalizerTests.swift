import TallyTestSupport
import TallyVocabularies
import Testing

@testable import TallyTokenizer

extension Normalizer {
    /// The normalized form of valid UTF-8.
    func normalizing(_ text: [UInt8]) -> [UInt8] {
        text.withBytes { self.normalizing($0) { bytes in bytes.indices.map { bytes[$0] } } }
    }
}

/// An encoding that normalizes answers for any text as the plain one does for the normalized text.
@Suite struct NormalizerTests {
    private let plain = Tokenizer(.cl100kBase)

    private static func normalizing(_ normalizer: Normalizer) throws -> Tokenizer {
        Tokenizer(
            try TokenEncoding(
                name: "normalizing",
                vocabulary: TokenEncoding.cl100kBase.vocabulary,
                pretokenizer: .cl100k,
                normalizer: normalizer,
                specialTokens: ["<e\u{301}>": 200_000]
            )
        )
    }

    /// What composes, what moves, what is replaced, what joins Hangul, and what does none of it.
    private static let atoms = [
        "e", "\u{301}", "a", "\u{315}", "\u{323}", "\u{307}", "\u{E9}", "\u{1EB9}", "\u{1100}", "\u{1161}", "\u{11A8}",
        "\u{AC00}", "\u{212B}", "\u{958}", "\u{344}", "\u{9C7}", "\u{9BE}", " ", "x", "\n", "7", "'s", "你", "\u{FFFD}",
        "\u{1D157}\u{1D165}", "😀", "\u{2ADC}", "\u{F900}", "\u{FB01}", "\u{2460}", "\u{FF76}", "\u{FF9E}", "\u{FF21}",
        "\u{A8}", "\u{3131}",
    ]

    private static func text(_ generator: inout SeededGenerator, upTo count: Int = 12) -> [UInt8] {
        (0..<Int.random(in: 0...count, using: &generator)).flatMap { _ in
            Array((Self.atoms.randomElement(using: &generator) ?? "").utf8)
        }
    }

    @Test(arguments: [Normalizer.nfc, .nfkc])
    func canonicallyEqualTextsHaveTheSameTokens(_ normalizer: Normalizer) throws {
        let normalizing = try Self.normalizing(normalizer)
        #expect(normalizing.encode("cafe\u{301}") == self.plain.encode("caf\u{E9}"))
        #expect(self.plain.encode("cafe\u{301}") != self.plain.encode("caf\u{E9}"))
        #expect(normalizing.count("\u{1100}\u{1161}\u{11A8}") == self.plain.count("\u{AC01}"))
    }

    @Test(arguments: [Normalizer.nfc, .nfkc])
    func specialTokensAreFoundInTheTextAsItIs(_ normalizer: Normalizer) throws {
        let normalizing = try Self.normalizing(normalizer)
        let name = "<e\u{301}>"
        #expect(normalizing.encode("e\u{301}" + name, allowing: .all) == self.plain.encode("\u{E9}") + [200_000])
        #expect(normalizing.encode("<\u{E9}>", allowing: .all) == self.plain.encode("<\u{E9}>"))
    }

    @Test(arguments: [Normalizer.nfc, .nfkc])
    func allAnswersAreThoseOfTheNormalizedText(_ normalizer: Normalizer) throws {
        let normalizing = try Self.normalizing(normalizer)
        let seed = TestEnvironment.seed
        print("normalizing: TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<TestEnvironment.fuzzCount {
            let text = Self.text(&generator)
            let normal = normalizer.normalizing(text)
            let tokens = normal.withBytes { self.plain.encode($0) }
            text.withBytes { bytes in
                #expect(normalizing.encode(bytes) == tokens, "seed \(seed), bytes \(text)")
                #expect(normalizing.count(bytes) == tokens.count, "seed \(seed), bytes \(text)")
                let count = normalizing.count(bytes, upTo: tokens.count)
                #expect(count == tokens.count, "seed \(seed), bytes \(text)")
                #expect(
                    tokens.isEmpty || normalizing.count(bytes, upTo: tokens.count - 1) == nil,
                    "seed \(seed), bytes \(text)"
                )
            }
        }
    }

    @Test(arguments: [Normalizer.nfc, .nfkc])
    func aStreamIsExactAtEveryByte(_ normalizer: Normalizer) throws {
        let normalizing = try Self.normalizing(normalizer)
        let seed = TestEnvironment.seed
        print("normalizing streams: TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<TestEnvironment.fuzzCount / 4 {
            let text = Self.text(&generator, upTo: 30)
            for limit in [0, 8, 256] {
                var stream = TokenStream(StreamTail(normalizing, shortLimit: limit), normalizer)
                var start = 0
                while start < text.count {
                    let end = min(text.count, start + Int.random(in: 1...5, using: &generator))
                    text.withBytes { stream.append($0.extracting(start..<end)) }
                    let expected = text.withBytes { normalizing.count($0.extracting(..<end)) }
                    #expect(stream.count == expected, "seed \(seed), limit \(limit), \(end) of the bytes \(text)")
                    start = end
                }
            }
        }
    }

    @Test(arguments: [Normalizer.nfc, .nfkc])
    func aPrefixEndsWhereNothingIsJoinedAndHasSoManyTokens(_ normalizer: Normalizer) throws {
        let normalizing = try Self.normalizing(normalizer)
        let seed = TestEnvironment.seed
        print("normalizing prefixes: TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<TestEnvironment.fuzzCount {
            let text = Self.text(&generator)
            let all = text.withBytes { normalizing.count($0) }
            for limit in 0...all {
                text.withBytes { bytes in
                    let length = normalizing.prefixLength(of: bytes, maxTokens: limit)
                    let count = normalizing.count(bytes.extracting(..<length))
                    #expect(count <= limit, "seed \(seed), bytes \(text)")
                    #expect(limit < all || length == text.count, "seed \(seed), bytes \(text)")
                    let parts = [text[..<length], text[length...]].map { normalizer.normalizing(Array($0)) }
                    #expect(parts[0] + parts[1] == normalizer.normalizing(text), "seed \(seed), bytes \(text)")
                }
                let string = String(decoding: text, as: UTF8.self)
                #expect(normalizing.count(normalizing.prefix(of: string, maxTokens: limit)) <= limit)
            }
        }
    }

    /// Marks behind a space and behind a letter, where a text would be cut for threads.
    @Test(arguments: [Normalizer.nfc, .nfkc])
    func threadsCountAndEncodeTheNormalizedText(_ normalizer: Normalizer) throws {
        let normalizing = try Self.normalizing(normalizer)
        let unit = "word \u{301}\u{323}letter\u{323}\u{301} \u{1100}\u{1161} "
        let text = String(repeating: unit, count: 1_200_000 / unit.utf8.count)
        let expected = normalizing.encode(text)
        #expect(normalizing.encode(text, threads: 3) == expected)
        #expect(normalizing.count(text, threads: 3) == expected.count)
        Array(text.utf8 + [0xFF]).withBytes { bytes in
            #expect(normalizing.count(bytes, threads: 3) == normalizing.count(bytes))
        }
    }
}
