/// A byte pair encoding vocabulary: the tokens, their bytes, and which two merge into which third.
///
/// The tables are used where they lie. A vocabulary that is compiled into the program costs no parsing, no allocation
/// and no copy; one made at run time with ``init(tokens:)`` or ``init(packed:)`` owns its bytes. Copies share them.
@safe
public struct Vocabulary: @unchecked Sendable {
    // Safe: what the pointers lead to is never written after `init`, and `owner` keeps it alive (nil: it is part of
    // the image).
    private let owner: PackedMemory?
    /// What belongs to which id, if the ids of the tokens are not their ranks; the tables have ranks.
    let order: TokenOrder?
    /// The ranks of beginnings of characters; empty if ids are ranks.
    let fallback: Range<UInt32>
    let layout: PackedLayout
    let pieces: PieceTable
    let pairs: PairTable
    let byteTokens: UnsafePointer<UInt32>
    let offsets: UnsafePointer<UInt32>
    let bytes: UnsafePointer<UInt8>

    private init(trusted packed: UnsafeRawBufferPointer, owner: PackedMemory?) throws(TokenizerError) {
        var packed = unsafe packed
        var order: TokenOrder?
        if unsafe TokenOrder.isPrefix(of: packed) {
            let prefix = try unsafe TokenOrder.read(packed)
            order = prefix.order
            // Unsafe: the order's size is at most that of all.
            unsafe packed = UnsafeRawBufferPointer(rebasing: packed[prefix.size...])
        }
        self.order = order
        self.fallback = order?.fallback ?? 0..<0
        let layout = try unsafe PackedLayout(header: packed)
        guard let base = packed.baseAddress, UInt(bitPattern: base) % 64 == 0 else {
            throw TokenizerError(.malformedVocabulary, "a packed vocabulary must lie on a multiple of 64 bytes")
        }
        self.owner = owner
        self.layout = layout
        unsafe self.byteTokens = unsafe (base + layout.byteTokens).assumingMemoryBound(to: UInt32.self)
        unsafe self.offsets = unsafe (base + layout.offsets).assumingMemoryBound(to: UInt32.self)
        unsafe self.bytes = unsafe (base + layout.bytes).assumingMemoryBound(to: UInt8.self)
        self.pieces = unsafe PieceTable(packed: base, layout)
        self.pairs = unsafe PairTable(packed: base, layout)
    }

    /// Uses a packed table that is part of the program's image, in place.
    ///
    /// The header is checked, the tables are not: our packing script made them and the tests check them.
    ///
    /// - Precondition: `packed` is never written and never freed.
    /// - Complexity: O(1).
    package init(embedded packed: UnsafeRawBufferPointer) throws(TokenizerError) {
        try unsafe self.init(trusted: packed, owner: nil)
    }

    /// Copies a packed table and checks all of it.
    ///
    /// - Complexity: O(*n*) in the number of bytes.
    /// - Throws: ``TokenizerError/Code/malformedVocabulary`` if the bytes could lead a look-up astray.
    public init(packed: [UInt8]) throws(TokenizerError) {
        try self.init(packed: PackedMemory(copying: packed), isIntact: false)
    }

    /// Takes over a packed table in memory of its own and checks it.
    ///
    /// - Parameters:
    ///   - memory: Allocated on a multiple of 64 bytes, and nobody else's from now on: it is freed with the last copy of
    ///     the vocabulary, or when this fails.
    ///   - isIntact: Whether the bytes are known to be what was packed, as by a checksum. Then it is only
    ///     checked that no look-up can leave the tables or the text, not that each token is found.
    /// - Complexity: O(*n*) in the number of bytes.
    /// - Throws: ``TokenizerError/Code/malformedVocabulary`` if the bytes could lead a look-up astray.
    @unsafe
    package init(adopting memory: UnsafeMutableRawBufferPointer, isIntact: Bool) throws(TokenizerError) {
        try self.init(packed: unsafe PackedMemory(adopting: memory), isIntact: isIntact)
    }

    private init(packed owner: PackedMemory, isIntact: Bool) throws(TokenizerError) {
        try unsafe self.init(trusted: owner.bytes, owner: owner)
        try self.check(isIntact: isIntact)
    }

    /// The number of ids, used or not: the largest id plus one.
    public var idCount: Int { self.order?.idCount ?? self.layout.idCount }

    /// The number of bytes of the longest token.
    public var maxTokenLength: Int { self.layout.maxTokenLength }

    /// The packed form, from which ``init(packed:)`` makes an equal vocabulary.
    ///
    /// - Complexity: O(*n*) in its number of bytes.
    public var packed: [UInt8] {
        let start = unsafe UnsafeRawPointer(self.byteTokens) - self.layout.byteTokens
        let tables = unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: self.layout.size))
        return (self.order?.packed ?? []) + tables
    }

    /// Whether an ordinary token has this id.
    public func contains(_ token: TokenID) -> Bool {
        if let order = self.order { return order.contains(token.rawValue) }
        return token.rawValue < self.layout.idCount && self.length(of: token.rawValue) > 0
    }

    /// Returns the bytes of a token, or nil for an id that the vocabulary does not use.
    ///
    /// - Complexity: O(*n*) in the number of bytes returned.
    public func bytes(of token: TokenID) -> [UInt8]? {
        guard self.contains(token) else { return nil }
        var bytes: [UInt8] = []
        guard let order = self.order else {
            self.append(token.rawValue, to: &bytes)
            return bytes
        }
        if let extra = order.extra(token.rawValue) { return extra }
        self.append(order.bothWays.ranks[Int(token.rawValue)], to: &bytes)
        return bytes
    }

    /// Returns the token that consists of exactly these bytes.
    ///
    /// - Complexity: O(*n*) in the number of bytes.
    public func token(of bytes: Span<UInt8>) -> TokenID? {
        guard !bytes.isEmpty else { return nil }
        guard let rank = self.pieces.find(bytes, 0, bytes.count) else { return nil }
        guard let order = self.order else { return TokenID(rawValue: rank) }
        let id = order.bothWays.ids[Int(rank)]
        return id == TokenOrder.none ? nil : TokenID(rawValue: id)
    }

    /// Returns the token that consists of exactly these bytes.
    ///
    /// - Complexity: O(*n*) in the number of bytes.
    public func token(of bytes: [UInt8]) -> TokenID? {
        unsafe bytes.withUnsafeBufferPointer { unsafe self.token(of: $0.span) }
    }

    /// The id of the token that is this one byte.
    @inline(__always)
    func token(ofByte byte: UInt8) -> UInt32 {
        unsafe self.byteTokens[Int(byte)]
    }

    /// The number of bytes of the token with this id.
    ///
    /// - Precondition: `id` is in the tables (not checked).
    @inline(__always)
    func length(of id: UInt32) -> Int {
        unsafe Int(self.offsets[Int(id) &+ 1] &- self.offsets[Int(id)])
    }

    /// Appends the bytes of the token with this id.
    ///
    /// - Precondition: `id` is in the tables (not checked).
    func append(_ id: UInt32, to output: inout [UInt8]) {
        let start = unsafe self.bytes + Int(self.offsets[Int(id)])
        unsafe output.append(contentsOf: UnsafeBufferPointer(start: start, count: self.length(of: id)))
    }

    /// Checks that no content of the tables can make a look-up read outside of them or fail to end.
    private func check(isIntact: Bool) throws(TokenizerError) {
        // Nobody reads what is wrong with the hundred thousand that are right.
        func require(_ condition: Bool, _ what: @autoclosure () -> String) throws(TokenizerError) {
            guard condition else {
                throw TokenizerError(.malformedVocabulary, "the packed vocabulary is damaged: \(what()); pack it again")
            }
        }
        let count = UInt32(self.layout.idCount)
        var used = 0
        if let order = self.order {
            let end = order.runs.last.map { $0.rank + $0.count } ?? 0
            try require(end == count && order.fallback.upperBound <= count, "its order tells of other tokens")
            let ranked = order.runs.reduce(order.fallback.count) { $0 + Int($1.count) }
            try require(ranked == count, "its order leaves tokens out")
        }
        try require(unsafe self.offsets[0] == 0, "its first token does not start at 0")
        for id in 0..<self.layout.idCount {
            let (start, end) = unsafe (self.offsets[id], self.offsets[id + 1])
            try require(start <= end, "the offsets of its tokens descend at id \(id)")
            try require(Int(end - start) <= self.layout.maxTokenLength, "token \(id) is longer than the longest")
            used += start < end ? 1 : 0
        }
        try require(
            unsafe Int(self.offsets[self.layout.idCount]) == self.layout.byteCount,
            "its tokens' bytes end early"
        )
        for byte in UInt8.min...UInt8.max {
            let id = self.token(ofByte: byte)
            try require(id < count && self.length(of: id) == 1, "byte \(byte) has no token")
            try require(unsafe self.bytes[Int(self.offsets[Int(id)])] == byte, "byte \(byte) has another one's token")
        }
        if isIntact {
            let areTokens = self.pieces.namesTokensOfEqualLength(below: count, self.layout)
            try require(areTokens, "its pieces name other tokens")
        } else {
            try require(self.foundTokenCount == used, "its pieces and its tokens differ")
        }
        for slot in 0..<self.layout.pairs.slotCount {
            let entry = unsafe self.pairs.slots[slot]
            guard entry != PairTable.emptySlot else { continue }
            try require(PairTable.merged(ofEntry: entry) < count, "pair slot \(slot) names no token")
        }
    }

    /// The number of tokens that a look-up of their bytes finds, or -1 if a slot holds anything else.
    private var foundTokenCount: Int {
        // A filled slot that no token's look-up leads to would be a piece that is none of the tokens.
        var filled = 0
        for slot in 0..<PieceTable.frequentCount {
            filled += unsafe self.pieces.frequentKeys[slot] == 0 ? 0 : 1
        }
        for bucket in 0..<self.layout.shortBucketCount {
            filled += unsafe self.pieces.shortBuckets[bucket].count
        }
        for slot in 0..<self.layout.medium.slotCount {
            let key = unsafe self.pieces.mediumKeys[slot]
            filled += key.low == 0 && key.high == 0 ? 0 : 1
        }
        for slot in 0..<self.layout.long.slotCount {
            let id = unsafe self.pieces.longIDs[slot]
            guard id != PieceTable.noToken else { continue }
            guard id < self.layout.idCount else { return -1 }
            filled += 1
        }
        let all = unsafe UnsafeBufferPointer(start: self.bytes, count: self.layout.byteCount).span
        var found = 0
        for id in 0..<self.layout.idCount {
            let (start, end) = unsafe (Int(self.offsets[id]), Int(self.offsets[id + 1]))
            if start < end, self.pieces.find(all, start, end) == UInt32(id) { found += 1 }
        }
        return found == filled ? found : -1
    }
}
