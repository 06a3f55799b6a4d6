import TallyTestSupport
import Testing

@testable import TallyTokenizer

/// The caches against dictionaries: they may forget, but what they answer is what was put in.
@Suite struct CacheTests {
    private struct Kept: Equatable {
        var number: Int
        var value: UInt64
    }

    /// As the look-ups read the table.
    private static func find<Key: CacheKey>(_ key: Key, _ table: borrowing CacheTable<Key>) -> Kept? {
        let set = table.set(of: key)
        for slot in set..<set + Key.ways {
            let number = key.differs(from: table.entries.start[slot])
            guard number < Key.numberLimit else { continue }
            return Kept(number: Int(number), value: table.values.count > 0 ? table.values.start[slot] : 0)
        }
        return nil
    }

    /// Inserts many more keys than the table holds, and asks for random earlier ones all the time.
    private func check<Key: CacheKey>(
        _ keys: [Key],
        _ setBits: ClosedRange<UInt64>,
        keepsValues: Bool,
        _ generator: inout SeededGenerator
    ) {
        let largest = Key.ways << Int(setBits.upperBound)
        var table = CacheTable<Key>(setBits: setBits, keepsValues: keepsValues)
        var kept: [Int: Kept] = [:]
        var (hits, misses, wrong, sizes) = (0, 0, 0, Set([table.entries.count]))
        for _ in 0..<4 * keys.count {
            let index = Int.random(in: 0..<keys.count, using: &generator)
            // As callers do: only what is not found is put in, but a piece may come twice in one batch.
            let found = Self.find(keys[index], table)
            if found == nil || Int.random(in: 0..<8, using: &generator) == 0 {
                let number = Int.random(in: 1..<Int(Key.numberLimit), using: &generator)
                let new = Kept(number: number, value: keepsValues ? generator.next() : 0)
                table.insert(keys[index], number: new.number, value: new.value)
                kept[index] = new
                wrong += Self.find(keys[index], table) == new ? 0 : 1
            }
            sizes.insert(table.entries.count)
            let asked = Int.random(in: 0..<keys.count, using: &generator)
            if let found = Self.find(keys[asked], table) {
                hits += 1
                wrong += found == kept[asked] ? 0 : 1
            } else {
                misses += 1
            }
        }
        #expect(wrong == 0)
        #expect(hits > keys.count / 4 && misses > 0)
        #expect(sizes.isSubset(of: setBits.map { Key.ways << Int($0) }) && sizes.count > 3)
        #expect(table.values.count == (keepsValues ? largest : 0))
        // No key is there twice.
        let slots = (0..<table.entries.count).filter { !table.entries.start[$0].isEmpty }
        let readable = slots.count { Self.find(table.entries.start[$0].key, table) != nil }
        #expect(slots.count > largest * 3 / 4 && readable == slots.count)
        table.clear()
        #expect(keys.allSatisfy { Self.find($0, table) == nil })
    }

    @Test(arguments: [true, false])
    func aTableOfShortAndMediumPiecesIsNeverWrong(keepsValues: Bool) {
        let seed = TestEnvironment.seed
        print("cache of pieces of up to 15 bytes, TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        let keys = NearlyEqualPieces.make(1...15, count: 8000, &generator).map { MediumKey($0) }
        self.check(keys, 4...9, keepsValues: keepsValues, &generator)
    }

    @Test(arguments: [true, false])
    func aTableOfLongPiecesIsNeverWrong(keepsValues: Bool) {
        let seed = TestEnvironment.seed
        print("cache of pieces of 16 to 30 bytes, TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        let keys = NearlyEqualPieces.make(16...30, count: 6000, &generator).map { LongKey($0) }
        self.check(keys, 3...10, keepsValues: keepsValues, &generator)
    }

    /// Twice as many sets as before can hold all that the sets before held.
    @Test func growingForgetsNothing() {
        var generator = SeededGenerator(seed: TestEnvironment.seed)
        var table = CacheTable<MediumKey>(setBits: 2...14, keepsValues: true)
        var (checked, lost, size) = (0, 0, table.entries.count)
        for index in 0..<20_000 {
            var before: [(MediumKey, Kept)] = []
            // The table grows while something is put in, so what is in it has to be looked at before.
            if index < 2000 {
                for slot in 0..<table.entries.count where !table.entries.start[slot].isEmpty {
                    let key = table.entries.start[slot].key
                    if let kept = Self.find(key, table) { before.append((key, kept)) }
                }
            }
            let key = MediumKey((0..<15).map { _ in UInt8.random(in: 0...255, using: &generator) })
            table.insert(key, number: 1 + index % 15, value: UInt64(index))
            guard table.entries.count > size else { continue }
            size = table.entries.count
            checked += before.count
            // At most one gives way to the new one.
            lost += max(0, before.count { Self.find($0.0, table) != $0.1 } - 1)
        }
        #expect(checked > 100 && lost == 0, "seed \(TestEnvironment.seed)")
        #expect(table.entries.count <= MediumKey.ways << 14)
    }

    // MARK: Texts

    @Test func aCacheOfTextsIsNeverWrong() {
        let seed = TestEnvironment.seed
        print("cache of texts, TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        for (slotBits, byteCount) in [(4...6, 1 << 20), (12...12, 3000), (5...8, 5000)] as [(ClosedRange<UInt64>, Int)]
        {
            var cache = TextCache(slotBits: slotBits, byteCount: byteCount)
            let texts = Array(NearlyEqualPieces.make(31...255, count: 1000, &generator))
            var kept: [Int: Kept] = [:]
            var (hits, forgotten, wrong) = (0, 0, 0)
            for _ in 0..<8000 {
                // Some are asked for again and again.
                let limit = Bool.random(using: &generator) ? 12 : texts.count
                let index = Int.random(in: 0..<limit, using: &generator)
                let text = texts[index]
                text.withUnsafeBufferPointer { buffer in
                    guard let start = buffer.baseAddress else { return }
                    if let found = cache.find(start, text.count) {
                        hits += 1
                        wrong += Kept(number: found.number, value: found.value) == kept[index] ? 0 : 1
                        // Is ignored, since it is there.
                        cache.insert(start, text.count, number: 1, value: 0)
                    } else {
                        forgotten += kept[index] == nil ? 0 : 1
                        let new = Kept(number: Int.random(in: 1...255, using: &generator), value: generator.next())
                        kept[index] = new
                        cache.insert(start, text.count, number: new.number, value: new.value)
                    }
                    let again = cache.find(start, text.count)
                    wrong += again?.number == kept[index]?.number && again?.value == kept[index]?.value ? 0 : 1
                }
            }
            #expect(wrong == 0, "seed \(seed)")
            #expect(hits > 1000 && forgotten > 1000)
            cache.clear()
            #expect(texts.allSatisfy { $0.withUnsafeBufferPointer { Self.isForgotten($0, cache) } })
        }
    }

    private static func isForgotten(_ text: UnsafeBufferPointer<UInt8>, _ cache: borrowing TextCache) -> Bool {
        text.baseAddress.map { cache.find($0, text.count) == nil } ?? false
    }

    // MARK: Values

    @Test func tokensArePackedAndUnpacked() {
        let seed = TestEnvironment.seed
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let tokens = (0..<Int.random(in: 0...5, using: &generator)).map { _ in
                let limits: [UInt32] = [2, 1 << 18, 1 << 20 - 1, 1 << 20, 1 << 21]
                return UInt32.random(in: 0...(limits.randomElement(using: &generator) ?? 2), using: &generator)
            }
            let packed = (tokens + [0]).withUnsafeBufferPointer { buffer in
                buffer.baseAddress.flatMap { PackedTokens($0, count: tokens.count) }
            }
            let fits = 1...3 ~= tokens.count && tokens.allSatisfy { $0 < 1 << 20 }
            #expect((packed != nil) == fits, "seed \(seed), \(tokens)")
            guard let packed else { continue }
            let unpacked = PackedTokens(rawValue: packed.rawValue)
            #expect(unpacked.count == tokens.count && tokens.indices.map(unpacked.token) == tokens, "seed \(seed)")
        }
    }

    @Test func placesOfTokensArePackedAndUnpacked() {
        for offset in [0, 1, 3, 1 << 20, Int(UInt32.max)] {
            for count in [1, 2, 3, 4, 255, 1 << 20] {
                let packed = PackedTokens(offset: offset, count: count)
                #expect(packed.count == 0 && packed.elsewhere == (offset, count))
                #expect(packed.rawValue != PackedTokens.none.rawValue)
            }
        }
        #expect(PackedTokens.none.count == 0)
    }
}
