import TallyTestSupport
import TallyVocabularies
import Testing

@testable import TallyTokenizer

/// The tables against a dictionary of the same tokens.
@Suite struct PieceTableTests {
    @Test(arguments: ["o200k_base", "cl100k_base"])
    func answersWhatADictionaryDoes(encoding: String) throws {
        let seed = TestEnvironment.seed
        print("\(encoding): tokens and nearly tokens, TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        let vocabulary = try TokenEncoding.named(encoding).vocabulary
        let dictionary = TokenDictionary(vocabulary)
        let memory = GuardedMemory(capacity: 4096)
        func find(_ piece: [UInt8], atEnd: Bool) -> UInt32? {
            // Reading outside of the piece would be a crash.
            vocabulary.pieces.find(memory.place(piece, atEnd: atEnd).span, 0, piece.count)
        }
        var (tokens, others) = (0, 0)
        for (token, id) in dictionary.ids {
            guard find(token, atEnd: id % 2 == 0) == id else {
                Issue.record("token \(id) is not found by its bytes")
                return
            }
            let changed = NearlyEqualPieces.changed(token, &generator)
            guard !changed.isEmpty else { continue }
            let expected = dictionary.ids[changed]
            guard find(changed, atEnd: id % 2 == 1) == expected else {
                Issue.record("seed \(seed): \(changed) is not \(String(describing: expected))")
                return
            }
            tokens += expected == nil ? 0 : 1
            others += expected == nil ? 1 : 0
        }
        #expect(tokens > 1000 && others > 10_000)
    }

    /// What the packer may put into any of the tables is in all of them.
    @Test(arguments: ["o200k_base", "cl100k_base"])
    func everyTableHasTokens(encoding: String) throws {
        let vocabulary = try TokenEncoding.named(encoding).vocabulary
        let (pieces, layout) = (vocabulary.pieces, vocabulary.layout)
        let frequent = (0..<PieceTable.frequentCount).count { pieces.frequentKeys[$0] != 0 }
        let buckets = (0..<layout.shortBucketCount).map { pieces.shortBuckets[$0].count }
        let mediums = (0..<layout.medium.slotCount).map { pieces.mediumKeys[$0] }
        // Bit 4 tells a medium piece from a short one that the buckets had no room for.
        let displaced = mediums.count { $0.high != 0 && $0.high & 16 == 0 }
        let long = (0..<layout.long.slotCount).count { pieces.longIDs[$0] != PieceTable.noToken }
        #expect(frequent > PieceTable.frequentCount / 2)
        #expect(Set(buckets) == [0, 1, 2, 3])
        #expect(displaced > 0 && displaced < mediums.count / 4)
        #expect(long > 1000)
        let total = frequent + buckets.reduce(0, +) + mediums.count { $0.high != 0 } + long
        #expect(total == TokenDictionary(vocabulary).ids.count)
    }
}
