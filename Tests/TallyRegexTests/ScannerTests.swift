#if PCRE2

import TallyRegex
import TallyTestSupport
import TallyTokenizer
import Testing

/// The scanners written by hand against the same patterns on PCRE2, string by string.
@Suite struct ScannerTests {
    @Test(arguments: ReferencePattern.allCases)
    func splitsLikeItsPattern(pattern: ReferencePattern) throws {
        let oracle = try RegexPretokenizer(pattern.text)
        try self.compare(pattern.scanner, "\(pattern)") { oracle.ranges($0) }
    }

    @Test func splitsLikeThreePatternsInSequence() throws {
        let passes = try PassPattern.deepSeek.map { try RegexPretokenizer($0) }
        try self.compare(.deepSeek, "deepSeek") { PassPattern.ranges($0, passes) }
    }

    private func compare(_ scanner: Pretokenizer, _ name: String, _ oracle: (String) -> [Range<Int>]) throws {
        let (seed, count) = (TestEnvironment.seed, TestEnvironment.fuzzCount)
        print("\(name): \(count) adversarial strings, TALLY_SEED=\(seed)")
        var source = AdversarialText(seed: seed)
        for _ in 0..<count {
            let text = source.next()
            var found: [Range<Int>] = []
            Array(text.utf8).withBytes { bytes in
                scanner.forEachPiece(in: bytes) { piece in
                    found.append(piece)
                    return true
                }
            }
            #expect(found == oracle(text), "\(name), seed \(seed), scalars \(text.unicodeScalars.map(\.value))")
        }
    }
}

#endif
