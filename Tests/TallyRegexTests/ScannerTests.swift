#if PCRE2

import TallyRegex
import TallyTestSupport
import TallyTokenizer
import Testing

/// The scanners written by hand against the same patterns on PCRE2, string by string.
@Suite struct ScannerTests {
    @Test(arguments: [
        (ReferencePattern.o200k, Pretokenizer.o200k), (ReferencePattern.cl100k, Pretokenizer.cl100k),
    ])
    func splitsLikeItsPattern(pattern: ReferencePattern, pretokenizer: Pretokenizer) throws {
        let oracle = try RegexPretokenizer(pattern.text)
        let (seed, count) = (TestEnvironment.seed, TestEnvironment.fuzzCount)
        print("\(pattern): \(count) adversarial strings, TALLY_SEED=\(seed)")
        var source = AdversarialText(seed: seed)
        for _ in 0..<count {
            let text = source.next()
            var found: [Range<Int>] = []
            Array(text.utf8).withBytes { bytes in
                pretokenizer.forEachPiece(in: bytes) { piece in
                    found.append(piece)
                    return true
                }
            }
            #expect(found == oracle.ranges(text), "seed \(seed), scalars \(text.unicodeScalars.map(\.value))")
        }
    }
}

#endif
