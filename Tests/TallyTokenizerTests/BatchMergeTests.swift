import TallyTestSupport
import TallyVocabularies
import Testing

@testable import TallyTokenizer

@Suite struct BatchMergeTests {
    /// The kernels that this processor runs, of which some merge and the others leave it to the lanes.
    private static let kernels = Kernels.supported

    /// Compares all three answers of a batch with the heap's, piece by piece.
    private func check(
        _ batch: borrowing BatchMerge,
        _ text: [UInt8],
        _ pieces: [MergePiece],
        _ vocabulary: Vocabulary,
        _ comment: Comment
    ) {
        let size = pieces.reduce(0) { $0 + Int($1.count) }
        var counts = [UInt8](repeating: 0, count: pieces.count)
        var encodedCounts = counts
        var starts = [UInt64](repeating: 0, count: pieces.count)
        var encoded = [UInt32](repeating: 0, count: size)
        var marked = encoded
        text.withBytes { text in
            pieces.withUnsafeBufferPointer { pieces in
                counts.withUnsafeMutableBufferPointer { counts in
                    guard let counts = counts.baseAddress else { return }
                    batch.count(text, pieces, vocabulary, counts: counts)
                }
                encoded.withUnsafeMutableBufferPointer { encoded in
                    encodedCounts.withUnsafeMutableBufferPointer { counts in
                        guard let encoded = encoded.baseAddress, let counts = counts.baseAddress else { return }
                        batch.encode(text, pieces, vocabulary, counts: counts, tokens: encoded)
                    }
                }
                marked.withUnsafeMutableBufferPointer { marked in
                    starts.withUnsafeMutableBufferPointer { starts in
                        guard let marked = marked.baseAddress, let starts = starts.baseAddress else { return }
                        batch.mark(text, pieces, vocabulary, starts: starts, tokens: marked)
                    }
                }
            }
        }
        var position = 0
        var failures = 0
        for (index, piece) in pieces.enumerated() {
            var expected: [UInt32] = []
            text.withBytes {
                HeapMerge.merge($0, Int(piece.start), Int(piece.start + piece.count), vocabulary, into: &expected)
            }
            var mask: UInt64 = 0
            var place = 0
            for token in expected {
                mask |= 1 << place
                place += vocabulary.length(of: token)
            }
            let tokens = position..<position + expected.count
            let isEqual =
                counts[index] == expected.count && encodedCounts[index] == expected.count && starts[index] == mask
                && Array(encoded[tokens]) == expected && Array(marked[tokens]) == expected
            failures += isEqual ? 0 : 1
            position += Int(piece.count)
        }
        #expect(failures == 0, comment)
    }

    private func pieces(of text: [UInt8], _ generator: inout SeededGenerator, longest: Int) -> [MergePiece] {
        var pieces: [MergePiece] = []
        var start = 0
        while start < text.count {
            let count = min(text.count - start, Int.random(in: 1...longest, using: &generator))
            pieces.append(MergePiece(start: UInt32(start), count: UInt32(count)))
            start += count
        }
        return pieces
    }

    @Test(arguments: ["o200k_base", "cl100k_base"], Self.kernels)
    func equalsTheHeapOnAdversarialText(encoding: String, kernels: Kernels) throws {
        let seed = TestEnvironment.seed
        print("pieces of adversarial text in \(encoding) by \(kernels), TALLY_SEED=\(seed)")
        let vocabulary = try TokenEncoding.named(encoding).vocabulary
        var source = AdversarialText(seed: seed)
        var generator = SeededGenerator(seed: seed)
        let batch = BatchMerge(kernels)
        for round in 0..<60 {
            let text = (0..<20).flatMap { _ in source.nextBytes() }
            let pieces = self.pieces(of: text, &generator, longest: round % BatchMerge.limit + 1)
            self.check(batch, text, pieces, vocabulary, "seed \(seed), round \(round)")
        }
    }

    /// One batch takes on vocabulary after vocabulary, so that nothing may stay in its lanes.
    @Test(arguments: [1, 2, 3, 5], Self.kernels)
    func equalsTheHeapOnRandomVocabularies(letters: Int, kernels: Kernels) throws {
        let seed = TestEnvironment.seed
        print("batches of \(letters) letters by \(kernels), TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        let batch = BatchMerge(kernels)
        for round in 0..<60 {
            let vocabulary = try TinyVocabulary.random(&generator, letters: letters)
            let text = (0..<2000).map { _ in TinyVocabulary.letter(&generator, letters) }
            let pieces = self.pieces(of: text, &generator, longest: BatchMerge.limit)
            self.check(batch, text, pieces, vocabulary, "seed \(seed), round \(round)")
        }
    }

    @Test(arguments: Self.kernels) func equalsTheHeapWhereOneTokenGrowsByteByByte(kernels: Kernels) throws {
        // Every prefix of the chain is a token: one lane merges 63 times, each time with the borders on both sides.
        let chain = (0..<64).map { UInt8($0) }
        let vocabulary = try TinyVocabulary.make((2...64).map { Array(chain.prefix($0)) })
        let pieces = (1...64).map { MergePiece(start: 0, count: UInt32($0)) }
        self.check(BatchMerge(kernels), chain, pieces, vocabulary, "prefixes of a chain")
    }

    @Test(arguments: Self.kernels) func equalsTheHeapWithTheLargestIds(kernels: Kernels) throws {
        // Ids are ranks, so that the last ones of a full table are those whose words come closest to the limit.
        var tokens = (UInt8.min...UInt8.max).map { [$0] }
        tokens += [[UInt8]](repeating: [], count: PackedLayout.idLimit - 1 - tokens.count - 3)
        tokens += ["ab", "bc", "abc"].map { Array($0.utf8) }
        let vocabulary = try Vocabulary(tokens: tokens)
        let text = Array("abcbcabababccab".utf8)
        let all = [MergePiece(start: 0, count: 15), MergePiece(start: 1, count: 2), MergePiece(start: 0, count: 3)]
        // Enough of them for a kernel to take over, and an odd number.
        let pieces = (0..<7).flatMap { _ in all }
        self.check(BatchMerge(kernels), text, pieces, vocabulary, "ids below 2^21")
    }

    /// Around the numbers that vectors are filled with, and around the number that a kernel sorts at a time.
    @Test(arguments: Self.kernels) func equalsTheHeapWhateverTheNumberOfPieces(kernels: Kernels) throws {
        let seed = TestEnvironment.seed
        print("numbers of pieces by \(kernels), TALLY_SEED=\(seed)")
        let vocabulary = try TokenEncoding.named("o200k_base").vocabulary
        var source = AdversarialText(seed: seed)
        var generator = SeededGenerator(seed: seed)
        let batch = BatchMerge(kernels)
        var text: [UInt8] = []
        while text.count < 32 * 1100 { text += source.nextBytes() }
        for longest in [1, 4, 31, 32, 33, 64] {
            let pieces = self.pieces(of: text, &generator, longest: longest)
            for count in [11, 12, 15, 16, 17, 31, 32, 33, 47, 48, 49, 511, 513, 1025] where count <= pieces.count {
                self.check(batch, text, Array(pieces.prefix(count)), vocabulary, "seed \(seed), \(count) of \(longest)")
            }
        }
    }

    @Test(arguments: Self.kernels) func noPiecesGiveNothing(kernels: Kernels) throws {
        let vocabulary = try TinyVocabulary.make(["ab"])
        self.check(BatchMerge(kernels), [], [], vocabulary, "no pieces")
    }
}
