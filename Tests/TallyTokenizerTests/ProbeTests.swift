import CTallyKernels
import TallyTestSupport
import Testing

@testable import TallyTokenizer

/// The `probe` of all kernels does what the header says, one key after the other.
@Suite struct ProbeTests {
    private static let slotCount = 1 << Int(TALLY_FREQUENT_BITS)

    /// A table and the ids beside it.
    private struct Table {
        var keys = [UInt64](repeating: 0, count: ProbeTests.slotCount)
        var ids: [UInt32]

        init(_ generator: inout SeededGenerator) {
            self.ids = (0..<ProbeTests.slotCount).map { _ in UInt32(truncatingIfNeeded: generator.next()) }
        }

        static func slot(_ key: UInt64) -> Int {
            Int(((key ^ key >> 32) &* 0x9E37_79B9_7F4A_7C15) >> (64 - UInt64(TALLY_FREQUENT_BITS)))
        }
    }

    /// What `probe` answers.
    private struct Answer: Equatable {
        var tokens: [UInt32] = []
        var shortMisses: [UInt32] = []
        var longMisses: [UInt32] = []

        private static let canary: UInt32 = 0x0DD0_BA11

        /// What `kernels` write; nil if they write more than eight elements behind.
        init?(_ keys: UnsafeBufferPointer<UInt64>, _ table: Table, wantsTokens: Bool, by kernels: Kernels) {
            let capacity = keys.count + 24
            var tokens = [UInt32](repeating: Self.canary, count: capacity)
            var (short, long) = (tokens, tokens)
            guard let start = keys.baseAddress else { return nil }
            let count = tokens.withUnsafeMutableBufferPointer { tokens in
                kernels.probe(
                    start,
                    count: keys.count,
                    table.keys,
                    table.ids,
                    tokens: wantsTokens ? tokens.baseAddress : nil,
                    shortMisses: &short,
                    longMisses: &long
                )
            }
            guard [tokens, short, long].allSatisfy({ Set($0[(keys.count + 8)...]) == [Self.canary] }),
                wantsTokens || Set(tokens) == [Self.canary],
                count.shortMisses + count.longMisses <= keys.count
            else { return nil }
            self.tokens = wantsTokens ? Array(tokens.prefix(keys.count)) : []
            self.shortMisses = Array(short.prefix(count.shortMisses))
            self.longMisses = Array(long.prefix(count.longMisses))
        }

        /// What the contract says.
        init(_ keys: [UInt64], _ table: Table, wantsTokens: Bool) {
            for (index, key) in keys.enumerated() {
                let slot = Table.slot(key)
                if wantsTokens { self.tokens.append(table.ids[slot]) }
                if key == 0xFFFF_FFFF_FFFF_FF00 {
                    self.longMisses.append(UInt32(index))
                } else if table.keys[slot] != key + 1 {
                    self.shortMisses.append(UInt32(index))
                }
            }
        }
    }

    private static func randomKey(_ generator: inout SeededGenerator) -> UInt64 {
        let bytes: [UInt8] = [0, 1, 0x55, 0x7F, 0x80, 0xFF]
        // Few bytes, so that keys differ in one place or in their length alone, or else any.
        let word =
            Bool.random(using: &generator)
            ? generator.next()
            : (0..<7).reduce(0) { word, _ in word << 8 | UInt64(bytes.randomElement(using: &generator) ?? 0) }
        return tally_short_key(word, UInt64.random(in: 1...7, using: &generator))
    }

    /// Keys that are there, that are not, and of long pieces; they end where memory does.
    private static func keys(_ count: Int, _ filled: [UInt64], _ generator: inout SeededGenerator) -> [UInt64] {
        (0..<count).map { _ in
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: 0xFFFF_FFFF_FFFF_FF00
            case 1: Self.randomKey(&generator)
            default: (filled.randomElement(using: &generator) ?? Self.randomKey(&generator)) & ~15
            }
        }
    }

    @Test(arguments: Kernels.supported)
    func findsWhatTheTableHas(with kernels: Kernels) {
        let seed = TestEnvironment.seed
        print("\(kernels): TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        var table = Table(&generator)
        let memory = GuardedMemory(capacity: 4096 * 8)
        for round in 0..<6 {
            // The first table has empty slots only.
            for _ in 0..<(round == 0 ? 0 : Self.slotCount) {
                let key = Self.randomKey(&generator)
                table.keys[Table.slot(key)] = round % 2 == 0 && key & 0x100 == 0 ? 0 : key | 1
            }
            let filled = table.keys.filter { $0 != 0 }
            for count in Array(0...41) + [63, 64, 65, 127, 1000, 4096] {
                let keys = Self.keys(count, filled, &generator)
                let bytes = keys.withUnsafeBytes { memory.place($0) }
                let placed = UnsafeRawBufferPointer(bytes).assumingMemoryBound(to: UInt64.self)
                for wantsTokens in [true, false] {
                    let answer = Answer(placed, table, wantsTokens: wantsTokens, by: kernels)
                    let expected = Answer(keys, table, wantsTokens: wantsTokens)
                    #expect(answer == expected, "seed \(seed), round \(round), \(count) keys, tokens: \(wantsTokens)")
                }
            }
        }
    }

    @Test(arguments: Kernels.supported)
    func anEmptyTableHasNothing(with kernels: Kernels) {
        var generator = SeededGenerator(seed: 1)
        let table = Table(&generator)
        // Pieces of NUL bytes have the keys with the fewest bits.
        let keys = (1...7).map { tally_short_key(0, $0) }
        let answer = keys.withUnsafeBufferPointer { Answer($0, table, wantsTokens: false, by: kernels) }
        #expect(answer?.shortMisses == Array(0..<7))
    }
}
