import TallyTestSupport
import Testing

@testable import TallyTokenizer

@Suite struct PerfectHashTests {
    @Test(arguments: [0, 1, 2, 5, 1000, 100_000])
    func everyKeyHasASlotOfItsOwn(count: Int) throws {
        let seed = TestEnvironment.seed
        print("\(count) hashes, TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        let hashes = (0..<count).map { _ in generator.next() }
        let placement = try #require(PerfectHash.place(hashes))
        #expect(placement.slots.count == count)
        #expect(Set(placement.slots).count == count, "seed \(seed)")
        #expect(placement.slots.allSatisfy { 0..<placement.size.slotCount ~= $0 })
        #expect(placement.seeds.count == placement.size.seedCount)
        placement.seeds.withUnsafeBufferPointer { seeds in
            guard let start = seeds.baseAddress else { return }
            let table = PerfectHash(seeds: start, size: placement.size)
            let found = hashes.map { table.slot($0) }
            #expect(found == placement.slots, "seed \(seed)")
            // What is not in it leads into it all the same.
            let isInside = (0..<1000).allSatisfy { _ in
                0..<placement.size.slotCount ~= table.slot(generator.next())
            }
            #expect(isInside && 0..<placement.size.slotCount ~= table.slot(.max) && table.slot(0) >= 0)
        }
    }

    @Test func aTableIsTheSameEachTime() throws {
        var generator = SeededGenerator(seed: 11)
        let hashes = (0..<5000).map { _ in generator.next() }
        let first = try #require(PerfectHash.place(hashes))
        let second = try #require(PerfectHash.place(hashes))
        #expect(first.seeds == second.seeds && first.slots == second.slots && first.size == second.size)
    }

    @Test func equalHashesHaveNoTable() {
        #expect(PerfectHash.place([7, 7]) == nil)
        #expect(PerfectHash.place([0, 1 << 40, 2 << 40, 0]) == nil)
    }

    /// All hashes in one bucket is the worst that a set of tokens can do.
    @Test func aFullBucketIsPlaced() throws {
        let hashes = (0..<8).map { UInt64($0) << 32 | 0x5678_9ABC }
        let placement = try #require(PerfectHash.place(hashes))
        #expect(Set(placement.slots).count == hashes.count)
    }
}
