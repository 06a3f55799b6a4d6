import CTallyKernels
import Foundation
import TallyTestSupport
import Testing

@testable import TallyTokenizer

@Suite struct NormalizationTests {
    private typealias Form = (Span<UInt8>) -> [UInt8]?

    /// In the order of the reference's answers.
    private static var forms: [Form] {
        [
            { UnicodeNormalization.nfc($0) },
            { UnicodeNormalization.nfkc($0) },
            { UnicodeNormalization.nfc($0, unicode: .v9) },
            { UnicodeNormalization.nfkc($0, unicode: .v9) },
        ]
    }

    private static func normalize(_ text: [UInt8], _ form: Form) -> [UInt8] {
        let result = text.withBytes(form)
        // Nil is the promise that nothing changes, so an answer must change something.
        #expect(result != text, "an answer that equals the text: \(text)")
        return result ?? text
    }

    /// What the way past bytes below the limit relies on.
    @Test(arguments: [(false, UInt32(0x300)), (true, 0x80)])
    func scalarsBelowTheLimitAreInert(isCompatible: Bool, end: UInt32) {
        for version in [UnicodeNormalization.Version.v9, .v15] {
            let rules = NormalizationRules(isCompatible: isCompatible, version)
            for scalar in 0..<end {
                let record = tally_normalization_record(rules.index(scalar))
                let isInert = record.flags & (rules.joins | rules.unsure) == 0 && record.combining_class == 0
                #expect(rules.index(scalar) == 0 || isInert, "U+\(String(scalar, radix: 16))")
            }
            let bytes = Array(String(Unicode.Scalar(end) ?? " ").utf8)
            #expect(bytes[0] >= rules.inertLimit)
        }
    }

    @Test func formsEqualTheGoldenOnes() throws {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/normal-forms", withExtension: "tsv"))
        var lines = 0
        for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#") {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(Self.bytes)
            for (expected, form) in zip(cells.dropFirst(), Self.forms) {
                #expect(Self.normalize(cells[0], form) == expected, "\(line)")
            }
            lines += 1
        }
        #expect(lines > 400)
    }

    @Test(.enabled(if: ReferenceLibrary.isAvailable, Comment(rawValue: ReferenceLibrary.skipReason)))
    func formsEqualTheReferencesOnRandomStrings() throws {
        let seed = TestEnvironment.seed
        print("normal forms: TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        let texts = (0..<TestEnvironment.fuzzCount * 5).map { _ in Self.randomText(&generator) }
        let answers = try Self.ask(texts)
        try #require(answers.count == texts.count * Self.forms.count)
        for (index, text) in texts.enumerated() {
            for (number, form) in Self.forms.enumerated() {
                let expected = answers[index * Self.forms.count + number]
                #expect(Self.normalize(text, form) == expected, "seed \(seed), form \(number), bytes \(text)")
                #expect(expected.withBytes(form) == nil, "seed \(seed): form \(number) of \(text) is not final")
            }
        }
    }

    @Test(.enabled(if: ReferenceLibrary.isAvailable, Comment(rawValue: ReferenceLibrary.skipReason)))
    func formsOfEveryScalarEqualTheReferences() throws {
        // Many in a text, with what joins nothing between them.
        let texts = stride(from: 0, to: 0x11_0000 as UInt32, by: 256).map { first in
            (first..<first + 256).compactMap(Unicode.Scalar.init).flatMap { Array("\($0)\n".utf8) }
        }
        let answers = try Self.ask(texts)
        for (index, text) in texts.enumerated() {
            for (number, form) in Self.forms.enumerated()
            where (text.withBytes(form) ?? text) != answers[index * Self.forms.count + number] {
                Issue.record("form \(number) of a scalar from U+\(String(index * 256, radix: 16)) on differs")
            }
        }
    }

    /// Quadratic work would take minutes.
    @Test(arguments: ["\u{301}", "\u{323}\u{301}", "\u{1161}", "\u{1100}\u{1161}\u{11A8}", "é"])
    func longRunsTakeLinearTime(unit: String) {
        let text = Array("a".utf8) + Array(String(repeating: unit, count: TestEnvironment.hostileBytes / 4).utf8)
        let once = text.withBytes { UnicodeNormalization.nfc($0) } ?? text
        #expect(once.withBytes { UnicodeNormalization.nfc($0) } == nil)
    }

    private static func bytes(_ hexadecimal: Substring) -> [UInt8] {
        let digits = hexadecimal.utf8.map { UInt8(Unicode.Scalar($0).properties.numericValue ?? Double($0) - 87) }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    private static func ask(_ texts: [[UInt8]]) throws -> [[UInt8]] {
        var input = Data()
        for text in texts {
            withUnsafeBytes(of: UInt32(text.count).littleEndian) { input.append(contentsOf: $0) }
            input.append(contentsOf: text)
        }
        let output = [UInt8](try ReferenceLibrary.run("normal_forms.py", ["ask"], input: input))
        var answers: [[UInt8]] = []
        var position = 0
        while position < output.count {
            let count = (0..<4).reduce(0) { $0 | Int(output[position + $1]) << (8 * $1) }
            answers.append(Array(output[position + 4..<position + 4 + count]))
            position += 4 + count
        }
        return answers
    }

    /// Few starters and many marks, so that they meet.
    private static func randomText(_ generator: inout SeededGenerator) -> [UInt8] {
        let ranges: [ClosedRange<UInt32>] = [
            0x41...0x7A, 0x300...0x36F, 0x300...0x36F, 0x1100...0x1112, 0x1161...0x1175, 0x11A7...0x11C3,
            0xAC00...0xAC40,
            0xC0...0x17F, 0x1E00...0x1FFF, 0x590...0x5C7, 0x610...0x65F, 0x900...0xDFF, 0xF70...0xF84, 0x2000...0x20FF,
            0x3040...0x30FF, 0xF900...0xFB4F, 0x11100...0x11A00, 0x1D150...0x1D1AA, 0x1E000...0x1E02A, 0xFB50...0xFFEF,
        ]
        var text = ""
        for _ in 0..<Int.random(in: 1...12, using: &generator) {
            let range = ranges.randomElement(using: &generator) ?? 0x41...0x5A
            text.unicodeScalars.append(Unicode.Scalar(UInt32.random(in: range, using: &generator)) ?? "\u{301}")
        }
        return Array(text.utf8)
    }
}
