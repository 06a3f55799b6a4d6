import CTallyKernels
import TallyTestSupport
import Testing

@testable import TallyTokenizer

/// Distinct pieces have distinct keys, whatever bytes they have, and no key agrees with memory that is empty.
@Suite struct PieceKeyTests {
    private func shortKey(_ piece: [UInt8]) -> UInt64 {
        // In the middle of others, which must not get into it.
        ([0xFF] + piece + [0xFF]).withBytes { ShortKey.make($0, 1, 1 + piece.count) }
    }

    @Test func allPiecesOfOneAndTwoBytesHaveKeysOfTheirOwn() {
        let all = (UInt8.min...UInt8.max).map { [$0] } + (0..<65_536).map { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let keys = Set(all.map(self.shortKey))
        #expect(keys.count == all.count)
        #expect(!keys.contains(0) && !keys.contains(UInt64(TALLY_NO_SHORT_KEY)))
        #expect(keys.allSatisfy { $0 & 15 == 0 })
    }

    @Test func shortPiecesHaveTheKeysThatKernelsMake() {
        let seed = TestEnvironment.seed
        print("short keys, TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        let pieces = NearlyEqualPieces.make(1...7, count: 20_000, &generator)
        var keys = Set<UInt64>()
        for piece in pieces {
            let word = piece.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            let key = self.shortKey(piece)
            #expect(key == tally_short_key(word, UInt64(piece.count)), "seed \(seed), \(piece)")
            keys.insert(key)
        }
        #expect(keys.count == pieces.count, "seed \(seed)")
        #expect(keys.allSatisfy { $0 & 15 == 0 && $0 >> 5 & 7 != 0 })
    }

    /// Short pieces are among medium ones in the medium table and in the cache.
    @Test func shortAndMediumPiecesNeverAgree() {
        let seed = TestEnvironment.seed
        print("short and medium keys, TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        var pieces = NearlyEqualPieces.make(1...15, count: 40_000, &generator)
        // Eight zeros, then what the bytes of a short key could be.
        pieces.formUnion((0..<2000).map { _ in [UInt8](repeating: 0, count: 8) + self.tail(&generator) })
        let keys = pieces.map { MediumKey($0) }
        #expect(Set(keys.map { [$0.low, $0.high] }).count == pieces.count, "seed \(seed)")
        self.check(keys, .empty, seed, &generator)
    }

    private func tail(_ generator: inout SeededGenerator) -> [UInt8] {
        (0..<Int.random(in: 1...7, using: &generator)).map { _ in UInt8.random(in: 0...3, using: &generator) }
    }

    @Test func longPiecesNeverAgree() {
        let seed = TestEnvironment.seed
        print("long keys, TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        let pieces = NearlyEqualPieces.make(16...30, count: 40_000, &generator)
        let keys = pieces.map { LongKey($0) }
        #expect(Set(keys.map { [$0.first, $0.second, $0.third, $0.fourth] }).count == pieces.count, "seed \(seed)")
        self.check(keys, .empty, seed, &generator)
    }

    /// A key differs from its own entry by the number in it, from every other and from an empty one by more.
    private func check<Key: CacheKey & Equatable>(
        _ keys: [Key],
        _ empty: Key,
        _ seed: UInt64,
        _ generator: inout SeededGenerator
    ) {
        #expect(empty.isEmpty)
        var failures = 0
        for (index, key) in keys.enumerated() {
            let number = Int.random(in: 1..<Int(Key.numberLimit), using: &generator)
            let entry = key.entry(number: number)
            let neighbour = keys[(index + 1) % keys.count].entry(number: number)
            let other = keys[Int.random(in: 0..<keys.count, using: &generator)]
            let isRight =
                !key.isEmpty && !entry.isEmpty && entry.key == key && key.differs(from: entry) == number
                && key.differs(from: empty) >= Key.numberLimit && key.differs(from: neighbour) >= Key.numberLimit
                && (other == key || other.differs(from: entry) >= Key.numberLimit)
            failures += isRight ? 0 : 1
        }
        #expect(failures == 0, "seed \(seed)")
    }

    @Test func aBitIsOneUnlessAllAreZero() {
        #expect(PieceKey.isNotZero(0) == 0)
        for shift in UInt64(0)..<64 {
            #expect(PieceKey.isNotZero(1 << shift) == 1 && PieceKey.isNotZero(.max << shift) == 1)
        }
    }

    // MARK: Buckets

    @Test func aBucketHasThreePlaces() {
        let seed = TestEnvironment.seed
        print("buckets, TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        let keys = NearlyEqualPieces.make(1...7, count: 4000, &generator).map(self.shortKey)
        #expect(keys.allSatisfy { ShortBucket().find($0) == nil })
        var failures = 0
        for _ in 0..<4000 {
            let chosen = Array(Set((0..<4).map { _ in keys.randomElement(using: &generator) ?? 32 }))
            let largest = UInt32(PackedLayout.idLimit)
            let ids = chosen.map { _ in
                Bool.random(using: &generator) ? largest : UInt32.random(in: 0...largest, using: &generator)
            }
            var bucket = ShortBucket()
            let inserted = zip(chosen, ids).map { bucket.insert($0, id: $1) }
            let expected = chosen.indices.map { $0 < 3 }
            let found = chosen.map { bucket.find($0) }
            let isRight =
                inserted == expected && bucket.count == min(3, chosen.count)
                && found == ids.indices.map { $0 < 3 ? ids[$0] : nil }
                && bucket.words == [bucket.first, bucket.second, bucket.third, bucket.ids]
            failures += isRight ? 0 : 1
        }
        #expect(failures == 0, "seed \(seed)")
    }

    @Test func bucketsAreInsideOfTheirTable() {
        var generator = SeededGenerator(seed: 5)
        let keys = NearlyEqualPieces.make(1...7, count: 4000, &generator).map(self.shortKey)
        for count in [1, 2, 3, 1000, 82_725] as [UInt32] {
            let buckets = Set(keys.map { ShortKey.bucket($0, count: count) })
            #expect(buckets.allSatisfy { $0 < count })
            #expect(buckets.count > min(keys.count, Int(count)) / 2)
        }
    }
}
