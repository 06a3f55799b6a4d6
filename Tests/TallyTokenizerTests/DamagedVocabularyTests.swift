import TallyTestSupport
import TallyVocabularies
import Testing

@testable import TallyTokenizer

/// Packed bytes with one thing wrong: refused with an error that says so, and never a crash.
@Suite struct DamagedVocabularyTests {
    /// Some tokens for each table, of which one is long.
    private static func vocabulary() throws -> Vocabulary {
        var generator = SeededGenerator(seed: 17)
        var tokens = Set<[UInt8]>()
        // Words, each with the starts of it that merging goes through; many short ones, so that buckets are in use.
        while tokens.count < 9000 {
            let length = Int.random(in: 2...9, using: &generator)
            tokens.insert((0..<length).map { _ in TinyVocabulary.letter(&generator, 26) })
        }
        let letters = Array("abcdefghijklmnopqrstuvwxyz".utf8)
        tokens.formUnion((2...26).map { Array(letters.prefix($0)) })
        return try TinyVocabulary.make(tokens.sorted { ($0.count, $0[0], $0[1]) < ($1.count, $1[0], $1[1]) })
    }

    private static func word(_ packed: [UInt8], _ position: Int, size: Int) -> UInt64 {
        (0..<size).reduce(0) { $0 | UInt64(packed[position + $1]) << UInt64(8 * $1) }
    }

    private static func write(_ word: UInt64, _ position: Int, size: Int, to packed: inout [UInt8]) {
        for byte in 0..<size { packed[position + byte] = UInt8(truncatingIfNeeded: word >> UInt64(8 * byte)) }
    }

    private static func expectRefusal(_ packed: [UInt8], _ comment: Comment) {
        do {
            _ = try Vocabulary(packed: packed)
            Issue.record("accepted: \(comment)")
        } catch {
            #expect(error.code == .malformedVocabulary, comment)
            #expect(error.message.contains("packed vocabulary"), comment)
        }
    }

    @Test func everyWordOfTheHeaderCounts() throws {
        let packed = try Self.vocabulary().packed
        for index in 0..<16 {
            let right = Self.word(packed, index * 8, size: 8)
            // One more or less may fit where sections are padded, so only what is far off must be refused.
            let wrong = [0, right ^ 1 << 63, right << 8 | 1, right + 1 << 20, UInt64.max].filter { $0 != right }
            for word in wrong {
                var damaged = packed
                Self.write(word, index * 8, size: 8, to: &damaged)
                // Nothing is longer than this claims, and longer pieces are looked up in vain.
                let isHarmless = index == 4 && right..<UInt64(PackedLayout.byteLimit) ~= word
                if isHarmless { continue }
                Self.expectRefusal(damaged, "word \(index) of the header is \(word) instead of \(right)")
            }
        }
    }

    /// Whatever stands in the header is refused, or look-ups stay inside and end.
    @Test func wordsOfTheHeaderThatAreOffByALittleDoNoHarm() throws {
        let packed = try Self.vocabulary().packed
        for index in 2..<12 {
            let right = Self.word(packed, index * 8, size: 8)
            for word in [right &- 1, right &+ 1, right / 2, right * 2] {
                var damaged = packed
                Self.write(word, index * 8, size: 8, to: &damaged)
                guard let vocabulary = try? Vocabulary(packed: damaged) else { continue }
                try Self.use(vocabulary)
            }
        }
    }

    private static func use(_ vocabulary: Vocabulary) throws {
        let tokenizer = Tokenizer(try TokenEncoding(name: "damaged", vocabulary: vocabulary, pretokenizer: .o200k))
        let word = "abcdefghijklmnopqrstuvwxyz"
        let text = (1...26).map { String(word.prefix($0)) }.joined(separator: " ") + String(repeating: word, count: 20)
        _ = try? tokenizer.decodeBytes(tokenizer.encode(text))
        _ = tokenizer.count(text)
    }

    @Test func everyLengthButTheRightOneIsRefused() throws {
        let vocabulary = try Self.vocabulary()
        let packed = vocabulary.packed
        let layout = vocabulary.layout
        let sections = [
            layout.byteTokens, layout.offsets, layout.bytes, layout.frequentKeys, layout.frequentIDs,
            layout.shortBuckets, layout.mediumSeeds, layout.mediumKeys, layout.mediumIDs, layout.longSeeds,
            layout.longIDs, layout.pairSeeds, layout.pairSlots, layout.size,
        ]
        for length in [0, 1, 7, 8, 127] + sections.flatMap({ [$0 - 1, $0, $0 + 1] }) where length != packed.count {
            let padding = [UInt8](repeating: 0, count: max(0, length - packed.count))
            Self.expectRefusal(packed.prefix(length) + padding, "\(length) instead of \(packed.count) bytes")
        }
        #expect(throws: Never.self) { try Vocabulary(packed: packed) }
    }

    /// The first filled element of each section changed to name another token, or none.
    @Test func slotsThatNameTheWrongTokenAreRefused() throws {
        let vocabulary = try Self.vocabulary()
        let (packed, layout) = (vocabulary.packed, vocabulary.layout)
        let count = UInt64(layout.idCount)
        func filled(_ keys: Int, _ size: Int, _ slots: Int) throws -> Int {
            try #require((0..<slots).first { Self.word(packed, keys + size * $0, size: 8) != 0 })
        }
        let frequent = try filled(layout.frequentKeys, 8, PieceTable.frequentCount)
        let bucket = try filled(layout.shortBuckets, 32, layout.shortBucketCount)
        let medium = try filled(layout.mediumKeys + 8, 16, layout.medium.slotCount)
        let long = try #require(
            (0..<layout.long.slotCount).first { Self.word(packed, layout.longIDs + 4 * $0, size: 4) < count }
        )
        for (name, position, size) in [
            ("frequent", layout.frequentIDs + 4 * frequent, 4), ("bucket", layout.shortBuckets + 32 * bucket + 24, 8),
            ("medium", layout.mediumIDs + 4 * medium, 4), ("long", layout.longIDs + 4 * long, 4),
            ("offset", layout.offsets + 4 * 300, 4),
        ] {
            let right = Self.word(packed, position, size: size)
            for wrong in [right ^ 1, right ^ 2, right == 0 ? 1 : 0, count, count << 2, 0xFFFF_FFFE] {
                var damaged = packed
                Self.write(wrong, position, size: size, to: &damaged)
                Self.expectRefusal(damaged, "a \(name) id is \(wrong) instead of \(right)")
            }
        }
    }

    /// A key that is no token's, in a slot that was empty or not.
    @Test func slotsThatHoldTheWrongPieceAreRefused() throws {
        let vocabulary = try Self.vocabulary()
        let (packed, layout) = (vocabulary.packed, vocabulary.layout)
        for (name, keys, size, slots) in [
            ("frequent", layout.frequentKeys, 8, PieceTable.frequentCount),
            ("bucket", layout.shortBuckets, 32, layout.shortBucketCount),
            ("medium", layout.mediumKeys, 16, layout.medium.slotCount),
        ] {
            for slot in [0, 1, slots / 2, slots - 1] {
                for bit in [0, 4, 5, 8, 63] {
                    // The second word of a medium key has its length; both count.
                    let position = keys + size * slot + (size == 16 ? 8 : 0)
                    var damaged = packed
                    Self.write(
                        Self.word(packed, position, size: 8) ^ 1 << UInt64(bit),
                        position,
                        size: 8,
                        to: &damaged
                    )
                    Self.expectRefusal(damaged, "bit \(bit) of \(name) slot \(slot) is changed")
                }
            }
        }
        for slot in 0..<min(50, layout.long.slotCount) {
            let position = layout.longIDs + 4 * slot
            var damaged = packed
            let isEmpty = Self.word(packed, position, size: 4) == UInt64(PieceTable.noToken)
            Self.write(isEmpty ? 300 : UInt64(PieceTable.noToken), position, size: 4, to: &damaged)
            Self.expectRefusal(damaged, "long slot \(slot) is filled or emptied")
        }
    }

    @Test func bytesWithoutATokenAreRefused() throws {
        let vocabulary = try Self.vocabulary()
        let layout = vocabulary.layout
        // An id that is not used, one that is no id, and a token of two bytes.
        for wrong in [UInt64(layout.idCount), 1 << 31, 256] {
            var damaged = vocabulary.packed
            Self.write(wrong, layout.byteTokens + 4 * 97, size: 4, to: &damaged)
            Self.expectRefusal(damaged, "byte 97 is token \(wrong)")
        }
    }

    @Test func pairsThatMergeIntoNoTokenAreRefused() throws {
        let vocabulary = try Self.vocabulary()
        let (packed, layout) = (vocabulary.packed, vocabulary.layout)
        for slot in [0, 1, layout.pairs.slotCount / 2, layout.pairs.slotCount - 1] {
            let position = layout.pairSlots + 8 * slot
            for wrong in [layout.idCount, PackedLayout.idLimit, 1 << 22 - 1] {
                var damaged = packed
                Self.write(UInt64(wrong), position, size: 8, to: &damaged)
                Self.expectRefusal(damaged, "pair slot \(slot) merges into \(wrong)")
            }
        }
        // Pairs that are none, and seeds that lead elsewhere: other merges, but all of them end.
        var damaged = packed
        for slot in 0..<layout.pairs.slotCount {
            Self.write(UInt64(slot % layout.idCount), layout.pairSlots + 8 * slot, size: 8, to: &damaged)
        }
        try Self.use(try Vocabulary(packed: damaged))
        damaged = packed
        for seed in 0..<layout.pairs.seedCount { damaged[layout.pairSeeds + 2 * seed] ^= 0xFF }
        try Self.use(try Vocabulary(packed: damaged))
    }
}
