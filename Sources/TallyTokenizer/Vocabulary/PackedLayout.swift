/// The packed form of a vocabulary, as `#embed` puts it into the image and as ``Vocabulary`` uses it in place.
///
/// All numbers are little-endian. A 128-byte header of sixteen words is followed by the sections, each starting on a
/// multiple of 64 bytes, in this order:
///
/// | section | elements | what |
/// |---|---|---|
/// | byte tokens | 256 × UInt32 | the id of each single byte |
/// | offsets | (ids + 1) × UInt32 | where each id's bytes start; an id that is not used is empty |
/// | bytes | UInt8 | the tokens' bytes in the order of their ids, then eight zeros |
/// | frequent keys, ids | UInt64, UInt32 | tokens of up to 7 bytes and low ids (``PieceTable``) |
/// | short buckets | 4 × UInt64 | the other tokens of up to 7 bytes (``ShortBucket``) |
/// | medium seeds, keys, ids | UInt16, 2 × UInt64, UInt32 | those of 8 to 15 bytes, and what the buckets have no room for |
/// | long seeds, ids | UInt16, UInt32 | longer ones |
/// | pair seeds, slots | UInt16, UInt64 | left id, right id, merged id (``PairTable``) |
///
/// Every position follows from the header's counts, so that there is nothing else to check or to parse.
struct PackedLayout: Equatable {
    /// "TALLYVOC", read as a little-endian word.
    static let magic: UInt64 = 0x434F_5659_4C4C_4154
    /// Raised whenever a section or a hash changes.
    static let version: UInt64 = 2
    static let headerSize = 128
    /// Zeros behind the last token, so that eight bytes may be read from the start of any token.
    static let padding = 8
    /// Ids must stay below this: three of 21, 21 and 22 bits share a pair slot.
    static let idLimit = 1 << 21 - 1
    /// The most bytes that all tokens together may have; every position then fits into 32 bits.
    static let byteLimit = 1 << 28

    /// The number of ids, used or not: the largest id plus one.
    var idCount: Int
    /// The number of bytes of all tokens.
    var byteCount: Int
    /// The longest token's number of bytes.
    var maxTokenLength: Int
    /// How many buckets the short tokens have that are not among the frequent ones.
    var shortBucketCount: Int
    var medium: PerfectHash.Size
    var long: PerfectHash.Size
    var pairs: PerfectHash.Size

    var byteTokens: Int { Self.headerSize }
    var offsets: Int { Self.aligned(self.byteTokens + 256 * 4) }
    var bytes: Int { Self.aligned(self.offsets + (self.idCount + 1) * 4) }
    var frequentKeys: Int { Self.aligned(self.bytes + self.byteCount + Self.padding) }
    var frequentIDs: Int { Self.aligned(self.frequentKeys + PieceTable.frequentCount * 8) }
    var shortBuckets: Int { Self.aligned(self.frequentIDs + PieceTable.frequentCount * 4) }
    var mediumSeeds: Int { Self.aligned(self.shortBuckets + self.shortBucketCount * 4 * 8) }
    var mediumKeys: Int { Self.aligned(self.mediumSeeds + self.medium.seedCount * 2) }
    var mediumIDs: Int { Self.aligned(self.mediumKeys + self.medium.slotCount * 16) }
    var longSeeds: Int { Self.aligned(self.mediumIDs + self.medium.slotCount * 4) }
    var longIDs: Int { Self.aligned(self.longSeeds + self.long.seedCount * 2) }
    var pairSeeds: Int { Self.aligned(self.longIDs + self.long.slotCount * 4) }
    var pairSlots: Int { Self.aligned(self.pairSeeds + self.pairs.seedCount * 2) }
    /// The size of the whole in bytes.
    var size: Int { Self.aligned(self.pairSlots + self.pairs.slotCount * 8) }

    private static func aligned(_ position: Int) -> Int {
        (position + 63) & ~63
    }
}

extension PackedLayout {
    /// The header's words; the last four are zero.
    var header: [UInt64] {
        let tables = [self.medium, self.long, self.pairs]
        return [
            Self.magic, Self.version,
            UInt64(self.idCount), UInt64(self.byteCount), UInt64(self.maxTokenLength),
            UInt64(self.shortBucketCount),
        ] + tables.flatMap { [UInt64($0.seedCount), UInt64($0.slotCount)] } + [0, 0, 0, 0]
    }

    /// Reads the header of `packed` and checks that the counts account for every byte of it.
    ///
    /// - Throws: ``TokenizerError/Code/malformedVocabulary``.
    init(header packed: UnsafeRawBufferPointer) throws(TokenizerError) {
        guard packed.count >= Self.headerSize else {
            throw TokenizerError(
                .malformedVocabulary,
                "a packed vocabulary has at least \(Self.headerSize) bytes, not \(packed.count)"
            )
        }
        func word(_ index: Int) -> UInt64 {
            unsafe UInt64(littleEndian: packed.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
        }
        guard word(0) == Self.magic else {
            throw TokenizerError(.malformedVocabulary, "not a packed vocabulary: it does not start with TALLYVOC")
        }
        guard word(1) == Self.version else {
            throw TokenizerError(
                .malformedVocabulary,
                "packed vocabulary of version \(word(1)), but this build reads version \(Self.version): pack it again"
            )
        }
        // Bounds first, so that the arithmetic below can't overflow.
        let counts: ClosedRange<UInt64> = 1...1 << 26
        guard 1...UInt64(Self.idLimit) ~= word(2), word(3) <= Self.byteLimit, word(4) <= Self.byteLimit,
            (5...11).allSatisfy({ counts.contains(word($0)) }), (12...15).allSatisfy({ word($0) == 0 })
        else {
            throw TokenizerError(.malformedVocabulary, "the packed vocabulary's header has a count out of range")
        }
        func size(at index: Int) -> PerfectHash.Size {
            PerfectHash.Size(seedCount: Int(word(index)), slotCount: Int(word(index + 1)))
        }
        self.init(
            idCount: Int(word(2)),
            byteCount: Int(word(3)),
            maxTokenLength: Int(word(4)),
            shortBucketCount: Int(word(5)),
            medium: size(at: 6),
            long: size(at: 8),
            pairs: size(at: 10)
        )
        guard self.size == packed.count else {
            throw TokenizerError(
                .malformedVocabulary,
                "the packed vocabulary is cut off or too long: its header tells of \(self.size) bytes, there are \(packed.count)"
            )
        }
    }
}

extension PieceTable {
    /// The tables inside packed bytes.
    init(packed base: UnsafeRawPointer, _ layout: PackedLayout) {
        unsafe self.init(
            frequentKeys: (base + layout.frequentKeys).assumingMemoryBound(to: UInt64.self),
            frequentIDs: (base + layout.frequentIDs).assumingMemoryBound(to: UInt32.self),
            shortBucketCount: UInt32(layout.shortBucketCount),
            shortBuckets: (base + layout.shortBuckets).assumingMemoryBound(to: ShortBucket.self),
            medium: PerfectHash(
                seeds: (base + layout.mediumSeeds).assumingMemoryBound(to: UInt16.self),
                size: layout.medium
            ),
            mediumKeys: (base + layout.mediumKeys).assumingMemoryBound(to: MediumKey.self),
            mediumIDs: (base + layout.mediumIDs).assumingMemoryBound(to: UInt32.self),
            long: PerfectHash(
                seeds: (base + layout.longSeeds).assumingMemoryBound(to: UInt16.self),
                size: layout.long
            ),
            longIDs: (base + layout.longIDs).assumingMemoryBound(to: UInt32.self),
            offsets: (base + layout.offsets).assumingMemoryBound(to: UInt32.self),
            bytes: (base + layout.bytes).assumingMemoryBound(to: UInt8.self),
            maxLength: layout.maxTokenLength
        )
    }
}

extension PairTable {
    /// The table inside packed bytes.
    init(packed base: UnsafeRawPointer, _ layout: PackedLayout) {
        unsafe self.init(
            table: PerfectHash(
                seeds: (base + layout.pairSeeds).assumingMemoryBound(to: UInt16.self),
                size: layout.pairs
            ),
            slots: (base + layout.pairSlots).assumingMemoryBound(to: UInt64.self)
        )
    }
}
