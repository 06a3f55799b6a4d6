internal import CTallyPrices

/// A packed price book, the bundled one or another, read in place.
///
/// Nothing is decoded before somebody asks for it: finding a model walks over the matching rules of one provider, and
/// only that model's prices become values. The README of `CTallyPrices` describes the bytes.
@safe
struct PackedBook: @unchecked Sendable {
    // Safe: bytes of the image, or a copy that is kept for good: never written once they are here, and never freed.
    private let bytes: UnsafeRawBufferPointer

    /// The hash of the bytes, made when they were packed.
    let contentHash: String
    /// The source of the prices and its version.
    let source: String
    /// The newest dated fact of the source, in days since 1970-01-01.
    let publishedDay: Int
    /// The counters that prices refer to by number, each with the units that one price is for.
    let counters: [(counter: UsageCounter, per: Int)]
    /// The number of models.
    let modelCount: Int
    /// The providers, in the source's order, which matters to matching.
    let providers: [PackedProvider]

    private let modelTable: Int
    private let strings: Int

    /// Opens the book that is compiled into the image.
    ///
    /// - Precondition: The bytes are what our packing script made.
    init() {
        let bundled = unsafe tally_prices_bundled()
        let bytes = unsafe UnsafeRawBufferPointer(start: bundled.bytes, count: bundled.count)
        unsafe self.init(bytes, contentHash: String(cString: bundled.sha256))
    }

    /// Opens a book of bytes that somebody else packed.
    ///
    /// The bytes stay in memory until the process ends, since places in them are passed around without an owner.
    ///
    /// - Throws: ``PriceBookFileError``.
    /// - Complexity: O(*n*): all of it is checked first.
    init(packed bytes: [UInt8]) throws(PriceBookFileError) {
        try PackedBookCheck.check(bytes)
        let kept = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 8)
        unsafe kept.copyBytes(from: bytes)
        unsafe self.init(UnsafeRawBufferPointer(kept), contentHash: SHA256.hexDigest(of: bytes))
    }

    private init(_ bytes: UnsafeRawBufferPointer, contentHash: String) {
        unsafe self.bytes = bytes
        self.contentHash = contentHash
        let header = unsafe PackedHeader(bytes: self.bytes)
        self.publishedDay = header.publishedDay
        self.modelCount = header.modelCount
        self.modelTable = header.modelTable
        self.strings = header.strings

        var cursor = unsafe PackedCursor(bytes: self.bytes, strings: header.strings, offset: header.counters)
        self.counters = (0..<header.counterCount).map { _ in
            let name = cursor.string()
            guard let counter = UsageCounter(rawValue: name) else {
                preconditionFailure("the bundled price book names the counter \(name), which does not exist")
            }
            return (counter, cursor.integer())
        }
        self.providers = (0..<header.providerCount).map { index in
            cursor.offset = cursor.word(at: header.providerTable + 4 * index)
            return PackedProvider(index: index, from: &cursor)
        }
        self.source = cursor.string(at: header.source)
    }

    /// The bytes of the book, for checking its hash.
    var allBytes: [UInt8] {
        unsafe Array(self.bytes)
    }

    /// A cursor at `offset`.
    func cursor(at offset: Int) -> PackedCursor {
        unsafe PackedCursor(bytes: self.bytes, strings: self.strings, offset: offset)
    }

    /// A cursor at the record of a model.
    func cursor(atModel index: Int) -> PackedCursor {
        var cursor = self.cursor(at: 0)
        cursor.offset = cursor.word(at: self.modelTable + 4 * index)
        return cursor
    }
}

/// A provider's record, without its models.
struct PackedProvider: Sendable {
    /// The provider's place in the book.
    let index: Int
    /// The provider's id in lower case.
    let id: String
    /// The provider's name for people.
    let name: String
    /// Where the rule stands that recognizes other names of the provider.
    let nameRule: Int?
    /// Where the rule stands that recognizes the provider by a model's name.
    let modelRule: Int?
    /// Providers whose models it offers at their prices, by place.
    let fallbacks: [Int]
    /// The provider's models, by place.
    let models: Range<Int>

    init(index: Int, from cursor: inout PackedCursor) {
        self.index = index
        self.id = cursor.string()
        self.name = cursor.string()
        self.nameRule = Self.rule(from: &cursor)
        self.modelRule = Self.rule(from: &cursor)
        self.fallbacks = (0..<cursor.integer()).map { _ in cursor.integer() }
        let first = cursor.integer()
        self.models = first..<(first + cursor.integer())
    }

    private static func rule(from cursor: inout PackedCursor) -> Int? {
        guard cursor.byte() == 1 else { return nil }
        let position = cursor.offset
        cursor.skipRule()
        return position
    }
}

/// The fixed start of the packed form.
private struct PackedHeader {
    let publishedDay: Int
    let counterCount: Int
    let counters: Int
    let providerCount: Int
    let providerTable: Int
    let modelCount: Int
    let modelTable: Int
    let strings: Int
    let source: Int

    init(bytes: UnsafeRawBufferPointer) {
        let cursor = unsafe PackedCursor(bytes: bytes, strings: 0, offset: 0)
        let magic: [UInt8] = Array("tallypb1".utf8)
        precondition(
            magic.indices.allSatisfy { cursor.byte(at: $0) == magic[$0] }
                && cursor.word(at: 8) == bytes.count,
            "the embedded bytes are not a price book of this version"
        )
        self.publishedDay = cursor.word(at: 12)
        self.counterCount = cursor.word(at: 16)
        self.counters = cursor.word(at: 20)
        self.providerCount = cursor.word(at: 24)
        self.providerTable = cursor.word(at: 28)
        self.modelCount = cursor.word(at: 32)
        self.modelTable = cursor.word(at: 36)
        self.strings = cursor.word(at: 40)
        self.source = cursor.word(at: 48)
    }
}
