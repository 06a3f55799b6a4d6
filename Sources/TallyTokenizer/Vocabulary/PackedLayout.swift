/// The packed form of a vocabulary, as `#embed` puts it into the image and as ``Vocabulary`` uses it in place.
///
/// All numbers are little-endian. A 64-byte header of eight words is followed by the sections, each starting on a
/// multiple of 64 bytes, in this order:
///
/// | section | elements | what |
/// |---|---|---|
/// | byte tokens | 256 × UInt32 | the id of each single byte |
/// | offsets | (ids + 1) × UInt32 | where each id's bytes start; an id that is not used is empty |
/// | bytes | UInt8 | the tokens' bytes in the order of their ids, then eight zeros |
/// | piece slots | 2^k × UInt32 | open addressing: fingerprint above, id below (``PieceTable``) |
/// | pair seeds | UInt16 | displacements of the perfect hash (``PairTable``) |
/// | pair slots | UInt64 | left id, right id, merged id (``PairTable``) |
///
/// Every position follows from the header's counts, so that there is nothing else to check or to parse.
struct PackedLayout: Equatable {
    /// "TALLYVOC", read as a little-endian word.
    static let magic: UInt64 = 0x434F_5659_4C4C_4154
    /// Raised whenever a section or a hash changes.
    static let version: UInt64 = 1
    static let headerSize = 64
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
    /// The binary logarithm of the number of piece slots.
    var pieceSlotBits: Int
    var pairSeedCount: Int
    var pairSlotCount: Int

    var byteTokens: Int { Self.headerSize }
    var offsets: Int { Self.aligned(self.byteTokens + 256 * 4) }
    var bytes: Int { Self.aligned(self.offsets + (self.idCount + 1) * 4) }
    var pieceSlots: Int { Self.aligned(self.bytes + self.byteCount + Self.padding) }
    var pairSeeds: Int { Self.aligned(self.pieceSlots + (1 << self.pieceSlotBits) * 4) }
    var pairSlots: Int { Self.aligned(self.pairSeeds + self.pairSeedCount * 2) }
    /// The size of the whole in bytes.
    var size: Int { Self.aligned(self.pairSlots + self.pairSlotCount * 8) }

    private static func aligned(_ position: Int) -> Int {
        (position + 63) & ~63
    }
}

extension PackedLayout {
    /// The header's eight words.
    var header: [UInt64] {
        [
            Self.magic, Self.version,
            UInt64(self.idCount), UInt64(self.byteCount), UInt64(self.maxTokenLength),
            UInt64(self.pieceSlotBits), UInt64(self.pairSeedCount), UInt64(self.pairSlotCount),
        ]
    }

    /// Reads the header of `packed` and checks that the counts account for every byte of it.
    ///
    /// - Throws: ``TokenizerError/Code/malformedVocabulary``.
    init(header packed: UnsafeRawBufferPointer) throws(TokenizerError) {
        guard packed.count >= Self.headerSize else {
            throw TokenizerError(.malformedVocabulary, "a packed vocabulary has at least 64 bytes, not \(packed.count)")
        }
        let words = (0..<8).map { word in
            unsafe UInt64(littleEndian: packed.loadUnaligned(fromByteOffset: word * 8, as: UInt64.self))
        }
        guard words[0] == Self.magic else {
            throw TokenizerError(.malformedVocabulary, "not a packed vocabulary: it does not start with TALLYVOC")
        }
        guard words[1] == Self.version else {
            throw TokenizerError(
                .malformedVocabulary,
                "packed vocabulary of version \(words[1]), but this build reads version \(Self.version): pack it again"
            )
        }
        // Bounds first, so that the arithmetic below can't overflow.
        let limits: [UInt64] = [
            UInt64(Self.idLimit), UInt64(Self.byteLimit), UInt64(Self.byteLimit), 26, 1 << 26, 1 << 26,
        ]
        guard zip(words[2...], limits).allSatisfy({ $0 <= $1 }), words[2] > 0, words[6] > 0, words[7] > 0 else {
            throw TokenizerError(.malformedVocabulary, "the packed vocabulary's header has a count out of range")
        }
        self.init(
            idCount: Int(words[2]),
            byteCount: Int(words[3]),
            maxTokenLength: Int(words[4]),
            pieceSlotBits: Int(words[5]),
            pairSeedCount: Int(words[6]),
            pairSlotCount: Int(words[7])
        )
        guard self.size == packed.count else {
            throw TokenizerError(
                .malformedVocabulary,
                "the packed vocabulary is cut off or too long: its header tells of \(self.size) bytes, there are \(packed.count)"
            )
        }
    }
}
