/// The answers that merging has found for pieces that are no tokens, in bounded memory: at most 14 MB, with tokens 20.
///
/// Owned by one ``Workspace``, which one call uses at a time: look-ups need no lock and no atomic access, and threads
/// never wait for a line that another one has written. What that costs is that each thread learns for itself.
struct PieceCache: ~Copyable {
    /// The longest piece that is kept, in bytes.
    static let maxLength = 255

    /// Pieces of up to 15 bytes: ``MediumKey/init(short:)`` makes the keys of short ones.
    var short: CacheTable<MediumKey>
    /// Pieces of 16 to 30 bytes.
    var long: CacheTable<LongKey>
    /// Pieces of 31 to 255 bytes.
    var texts: TextCache

    init(keepsTokens: Bool) {
        self.short = CacheTable(setBits: 10...17, keepsValues: keepsTokens)
        self.long = CacheTable(setBits: 8...16, keepsValues: keepsTokens)
        self.texts = TextCache(slotBits: 9...15, byteCount: 1 << 20)
    }

    /// Forgets everything.
    mutating func clear() {
        self.short.clear()
        self.long.clear()
        self.texts.clear()
    }

    /// Keeps that the `length` bytes at `piece`, at most ``maxLength``, have `number` tokens, and `value`.
    ///
    /// - Parameter key: The ``ShortKey`` of a piece that has one.
    @unsafe
    mutating func insert(
        _ piece: UnsafePointer<UInt8>,
        length: Int,
        key: UInt64,
        number: Int,
        value: UInt64
    ) {
        if length <= ShortKey.maxLength {
            self.short.insert(MediumKey(short: key), number: number, value: value)
        } else if length <= MediumKey.lengths.upperBound {
            self.short.insert(unsafe MediumKey(piece, length), number: number, value: value)
        } else if length <= LongKey.lengths.upperBound {
            self.long.insert(unsafe LongKey(piece, length), number: number, value: value)
        } else {
            unsafe self.texts.insert(piece, length, number: number, value: value)
        }
    }
}
