#if PCRE2

import CTallyKernels
import TallyRegex
import TallyTestSupport
import TallyTokenizer
import Testing

/// The scanners written by hand against the same patterns on PCRE2, string by string.
@Suite struct ScannerTests {
    @Test(arguments: ReferencePattern.allCases)
    func splitsLikeItsPattern(pattern: ReferencePattern) throws {
        let oracle = try RegexPretokenizer(pattern.text)
        self.compareAdversarial(pattern.scanner, "\(pattern)") { oracle.ranges($0) }
    }

    @Test func splitsLikeThreePatternsInSequence() throws {
        let passes = try PassPattern.deepSeek.map { try RegexPretokenizer($0) }
        self.compareAdversarial(.deepSeek, "deepSeek") { PassPattern.ranges($0, passes) }
    }

    @Test(arguments: ReferencePattern.allCases)
    func takesScalarsForWhatItsPatternDoes(pattern: ReferencePattern) throws {
        let oracle = try RegexPretokenizer(pattern.text)
        for text in Self.textsOfEachClass { self.compare(text, pattern.scanner, "\(pattern)") { oracle.ranges($0) } }
    }

    @Test func takesScalarsForWhatThreePatternsDo() throws {
        let passes = try PassPattern.deepSeek.map { try RegexPretokenizer($0) }
        for text in Self.textsOfEachClass {
            self.compare(text, .deepSeek, "deepSeek") { PassPattern.ranges($0, passes) }
        }
    }

    /// The first and the last scalar of each run that the tables or a pattern treat alike, each in some company.
    private static let textsOfEachClass: [String] = {
        var borders: Set<UInt32> = [0x3040, 0x30FF, 0x4E00, 0x9FA5]
        for scalar in UInt32(1)..<0x11_0000 where tally_unicode_class(scalar) != tally_unicode_class(scalar - 1) {
            borders.formUnion([scalar - 1, scalar])
        }
        borders.formUnion(borders.flatMap { [$0 &- 1, $0 + 1] })
        let scalars = borders.sorted().compactMap(Unicode.Scalar.init)
        return scalars.map { "a\($0)a1\($0)1!\($0)! \($0)\n\($0) 中\($0)\($0)中ア\($0)  \($0)'s" }
    }()

    private func compareAdversarial(_ scanner: Pretokenizer, _ name: String, _ oracle: (String) -> [Range<Int>]) {
        let (seed, count) = (TestEnvironment.seed, TestEnvironment.fuzzCount)
        print("\(name): \(count) adversarial strings, TALLY_SEED=\(seed)")
        var source = AdversarialText(seed: seed)
        for _ in 0..<count { self.compare(source.next(), scanner, "\(name), seed \(seed)", oracle) }
    }

    private func compare(
        _ text: String,
        _ scanner: Pretokenizer,
        _ name: String,
        _ oracle: (String) -> [Range<Int>]
    ) {
        var found: [Range<Int>] = []
        Array(text.utf8).withBytes { bytes in
            scanner.forEachPiece(in: bytes) { piece in
                found.append(piece)
                return true
            }
        }
        #expect(found == oracle(text), "\(name), scalars \(text.unicodeScalars.map(\.value))")
    }
}

#endif
