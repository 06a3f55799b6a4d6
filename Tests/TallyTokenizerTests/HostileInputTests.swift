import TallyTestSupport
import TallyVocabularies
import Testing

@testable import TallyTokenizer

/// Giant pieces: they must not crash, nor take more than a bounded amount of work a byte.
@Suite struct HostileInputTests {
    private static let size = TestEnvironment.hostileBytes

    private static func repeated(_ unit: String) -> [UInt8] {
        let unit = Array(unit.utf8)
        return (0..<Self.size / unit.count).flatMap { _ in unit }
    }

    private static func base64() -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var generator = SeededGenerator(seed: 64)
        return (0..<Self.size).map { _ in alphabet[Int(generator.next() >> 58)] }
    }

    private static func ideographs() -> [UInt8] {
        var generator = SeededGenerator(seed: 3)
        return (0..<Self.size / 3).flatMap { _ in
            Array(String(Unicode.Scalar(UInt16.random(in: 0x4E00...0x9FFF, using: &generator)) ?? "中").utf8)
        }
    }

    private static func input(_ name: String) -> [UInt8] {
        switch name {
        case "letter": Self.repeated("a")
        case "letters": Self.repeated("aAbB")
        case "spaces": Self.repeated(" ")
        case "newlines": Self.repeated("\n ")
        case "digits": Self.repeated("7")
        case "marks": Self.repeated("\u{301}")
        case "capitals": Self.repeated("中A")
        case "punctuation": Self.repeated("/!")
        case "nul": Self.repeated("\0")
        case "base64": Self.base64()
        default: Self.ideographs()
        }
    }

    private static let names = [
        "letter", "letters", "spaces", "newlines", "digits", "marks", "capitals", "punctuation", "nul", "base64", "cjk",
    ]

    @Test(arguments: names, ["o200k_base", "cl100k_base"])
    func giantInputIsCountedAndDecodedBack(name: String, encoding: String) throws {
        let text = Self.input(name)
        let tokenizer = Tokenizer(try .named(encoding))
        let clock = ContinuousClock()
        var tokens: [TokenID] = []
        let time = text.withBytes { bytes in
            clock.measure { tokens = tokenizer.encode(bytes) }
        }
        #expect(try tokenizer.decodeBytes(tokens) == text)
        #expect(text.withBytes { tokenizer.count($0) } == tokens.count)
        let nanoseconds = Double(time.components.attoseconds) / 1e9 + Double(time.components.seconds) * 1e9
        print(
            "\(encoding) \(name): \(text.count) bytes, \(tokens.count) tokens, \(nanoseconds / Double(text.count)) ns a byte"
        )
    }

    /// The windows of one giant piece together are at most three times its length: no text goes back far or often.
    @Test(arguments: names, ["o200k_base", "cl100k_base"])
    func theWorkOfMergingAGiantPieceIsLinear(name: String, encoding: String) throws {
        let text = Self.input(name)
        let vocabulary = try TokenEncoding.named(encoding).vocabulary
        var scratch = MergeScratch()
        let work = text.withBytes {
            LongMerge.merge($0, 0, text.count, vocabulary, &scratch)
        }
        #expect(work <= 3 * text.count)
        #expect(scratch.longTokens.reduce(0) { $0 + vocabulary.length(of: $1) } == text.count)
    }
}
