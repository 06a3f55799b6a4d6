import Foundation
import TallyTestSupport
import TallyVocabularies
import Testing

@testable import TallyTokenizer

/// What a tokenizer has learned from other texts never changes an answer.
@Suite struct CachedAnswersTests {
    /// Words of random letters, hardly one of them twice, of 6 to 15 bytes with the space before it, or up to 40.
    private static func distinctWords(_ count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(count * 14)
        for index in 0..<count {
            let isLong = index % 7 == 0
            let length = Int.random(in: isLong ? 15...39 : 5...14, using: &generator)
            text.append(0x20)
            for _ in 0..<length { text.append(TinyVocabulary.letter(&generator, 26)) }
        }
        return text
    }

    private static func answers(_ text: [UInt8], _ tokenizer: Tokenizer) -> (count: Int, tokens: [TokenID]) {
        text.withBytes { (tokenizer.count($0), tokenizer.encode($0)) }
    }

    @Test(arguments: ["o200k_base", "cl100k_base"])
    func answersAreTheSameTheThirdTime(encoding: String) throws {
        let seed = TestEnvironment.seed
        print("\(encoding): TALLY_SEED=\(seed)")
        let named = try TokenEncoding.named(encoding)
        let warm = Tokenizer(try named.fresh())
        var source = AdversarialText(seed: seed)
        let texts = (0..<60).map { index in
            (0..<(index % 10 == 0 ? 40 : 2)).flatMap { _ in source.nextBytes() }
        }
        let cold = try texts.map { Self.answers($0, Tokenizer(try named.fresh())) }
        for round in 0..<3 {
            for index in texts.indices {
                let answer = Self.answers(texts[index], warm)
                #expect(answer == cold[index], "seed \(seed), text \(index), round \(round)")
            }
        }
    }

    /// So many distinct pieces that, where inputs may be large, all tables grow to their limits and forget.
    @Test(arguments: ["o200k_base", "cl100k_base"])
    func answersAreTheSameWhenTheCacheOverflows(encoding: String) throws {
        let seed = TestEnvironment.seed
        let count = TestEnvironment.hostileBytes / 14
        print("\(encoding): \(count) distinct words, TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        let named = try TokenEncoding.named(encoding)
        let warm = Tokenizer(try named.fresh())
        // One text that comes back, smaller than the cache, between others that are larger.
        let text = Self.distinctWords(count / 20, &generator)
        let expected = Self.answers(text, Tokenizer(try named.fresh()))
        let heap = TokenDictionary(named.vocabulary).encode(text, named.pretokenizer)
        let isRight = expected.tokens.map(\.rawValue) == heap && expected.count == heap.count
        #expect(isRight, "seed \(seed)")
        let large = Self.distinctWords(count, &generator)
        // Piece by piece by a scanner: no batch and no cache has a part in that.
        let plain = Tokenizer(
            try TokenEncoding(
                name: "plain",
                vocabulary: named.vocabulary,
                pretokenizer: .scanner(ScannedPieces(pretokenizer: named.pretokenizer))
            )
        )
        let largeExpected = Self.answers(large, plain)
        for round in 0..<3 {
            // The answers are too long to print.
            let isSame = Self.answers(text, warm) == expected
            #expect(isSame, "seed \(seed), round \(round)")
            let isLargeSame = Self.answers(large, warm) == largeExpected
            #expect(isLargeSame, "seed \(seed), round \(round)")
        }
    }

    /// The scan of a pattern as a scanner of one's own.
    private struct ScannedPieces: PieceScanner {
        let pretokenizer: Pretokenizer

        func forEachPiece(in text: Span<UInt8>, from start: Int, _ body: (Range<Int>) -> Bool) {
            self.pretokenizer.forEachPiece(in: text, body)
        }
    }

    // MARK: Working memory

    @Test func workingMemoryIsLentToOneCallAtATime() {
        let pool = WorkspacePool<CountAnswers>(.best)
        func address() -> UInt {
            pool.withWorkspace { _, workspace, _ in UInt(bitPattern: workspace.lookup.medium) }
        }
        let first = address()
        #expect(address() == first)
        let (outer, inner, innermost) = pool.withWorkspace { _, workspace, _ in
            let outer = UInt(bitPattern: workspace.lookup.medium)
            let (inner, innermost) = pool.withWorkspace { _, workspace, _ in
                (UInt(bitPattern: workspace.lookup.medium), address())
            }
            return (outer, inner, innermost)
        }
        #expect(outer == first)
        #expect(Set([outer, inner, innermost]).count == 3)
        // The first place was free first: what was given back first is taken first.
        #expect(address() == innermost)
    }

    @Test(arguments: ["o200k_base", "cl100k_base"])
    func manyTasksGetTheAnswersOfOne(encoding: String) async throws {
        let seed = TestEnvironment.seed
        print("\(encoding): TALLY_SEED=\(seed)")
        var source = AdversarialText(seed: seed)
        let named = try TokenEncoding.named(encoding)
        let texts = (0..<100).map { index in
            (0..<(index % 10 == 0 ? 30 : 2)).flatMap { _ in source.nextBytes() }
        }
        let expected = try texts.map { Self.answers($0, Tokenizer(try named.fresh())) }
        let tokenizer = Tokenizer(try named.fresh())
        await withTaskGroup(of: Int?.self) { group in
            for task in 0..<16 {
                group.addTask {
                    // Each in another order.
                    for step in texts.indices {
                        let index = (task * 37 + step * 7) % texts.count
                        if Self.answers(texts[index], tokenizer) != expected[index] { return index }
                    }
                    return nil
                }
            }
            for await wrong in group {
                #expect(wrong == nil, "seed \(seed)")
            }
        }
    }
}
