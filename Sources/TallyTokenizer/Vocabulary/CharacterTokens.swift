/// The tokens of a vocabulary that merges characters, as SentencePiece's byte pair encoding does.
///
/// The reference starts from characters, over and over merges the two neighbours whose text together is the token that
/// is preferred most, and spells what it has no character for in tokens of single bytes. The same comes about from bytes,
/// with ranks that build each character from its bytes first: the bytes have the ranks 0 to 255, then come the
/// beginnings of characters, which belong to no id, then characters, then what they merge into. What is left of a
/// character that is no token are bytes and beginnings, and the latter are written as bytes again (`ByteFallback.swift`).
public struct CharacterTokens: Sendable {
    /// The text of each token by its id, with spaces as spaces; empty for an id that is not used or not ordinary.
    public var texts: [[UInt8]]
    /// The ids of the tokens `<0x00>` to `<0xFF>`, whose texts must be empty.
    public var bytes: [TokenID]
    /// The ids of the tokens that merging leads to, most preferred first; they must be longer than a character.
    public var merges: [TokenID]

    /// Creates the description of a vocabulary, which ``Vocabulary/init(characterTokens:)`` checks.
    public init(texts: [[UInt8]], bytes: [TokenID], merges: [TokenID]) {
        self.texts = texts
        self.bytes = bytes
        self.merges = merges
    }
}

extension Vocabulary {
    /// Creates a vocabulary that merges characters, with tokens for the bytes of those that it lacks.
    ///
    /// Tokens that are neither a character nor merged are decoded, but no text leads to them; the same holds for merged
    /// ones that their own text does not lead to.
    ///
    /// - Complexity: O(*n* · *m*²) for *n* tokens of at most *m* bytes; half a second for 260,000 tokens.
    /// - Throws: ``TokenizerError`` with the code ``TokenizerError/Code/missingByteToken``,
    ///   ``TokenizerError/Code/duplicateToken``, ``TokenizerError/Code/tooManyTokens`` or
    ///   ``TokenizerError/Code/malformedVocabulary``.
    public init(characterTokens: CharacterTokens) throws(TokenizerError) {
        var ranked = try RankedTokens(characterTokens)
        var table = try VocabularyPacker.pack(ranked.tokens, mergedFrom: ranked.firstMerged)
        if !table.unreached.isEmpty {
            ranked.remove(table.unreached)
            table = try VocabularyPacker.pack(ranked.tokens, mergedFrom: ranked.firstMerged)
        }
        try self.init(packed: ranked.order(characterTokens).packed + table.packed)
    }
}

/// The tokens in the order of ranks that gives the reference's answers, and the ids that belong to them.
private struct RankedTokens {
    private(set) var tokens: [[UInt8]]
    private var ids: [UInt32]
    private let fallback: Range<UInt32>
    /// The rank of the first token that is merged of others, and is no character.
    let firstMerged: Int

    init(_ source: CharacterTokens) throws(TokenizerError) {
        try Self.check(source)
        var (tokens, ids): ([[UInt8]], [UInt32]) = ([], [])
        // Of several tokens with the same character, the first is meant.
        var characters = TokenTable()
        for (id, text) in source.texts.enumerated() where text.isOneCharacter {
            characters.insert(text[...], id: UInt32(id))
        }
        for byte in UInt8.min...UInt8.max {
            tokens.append([byte])
            ids.append(characters.find([byte]) ?? source.bytes[Int(byte)].rawValue)
        }
        var beginnings = Set<[UInt8]>()
        characters.forEach { _, text in
            for length in 2..<max(2, text.count) { beginnings.insert(Array(text.prefix(length))) }
        }
        let firstFallback = UInt32(tokens.count)
        for beginning in beginnings.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            tokens.append(beginning)
            ids.append(TokenOrder.none)
        }
        let fallback = firstFallback..<UInt32(tokens.count)
        // In the order of ids, as they came.
        characters.forEach { id, text in
            guard text.count > 1 else { return }
            tokens.append(Array(text))
            ids.append(id)
        }
        self.firstMerged = tokens.count
        // Of several tokens with the same text, the most preferred one is meant.
        var texts = TokenTable()
        for token in source.merges {
            let text = source.texts[Int(token.rawValue)]
            guard texts.insert(text[...], id: token.rawValue), text.isUTF8 else { continue }
            tokens.append(text)
            ids.append(token.rawValue)
        }
        (self.tokens, self.ids, self.fallback) = (tokens, ids, fallback)
    }

    /// Takes out the tokens of these ranks.
    ///
    /// What is merged inside of another token is none of them, so that the others are made as before.
    mutating func remove(_ ranks: [Int]) {
        var isRemoved = [Bool](repeating: false, count: self.ids.count)
        for rank in ranks { isRemoved[rank] = true }
        self.tokens = zip(self.tokens, isRemoved).filter { !$1 }.map(\.0)
        self.ids = zip(self.ids, isRemoved).filter { !$1 }.map(\.0)
    }

    private static func check(_ source: CharacterTokens) throws(TokenizerError) {
        func require(_ condition: Bool, _ what: String) throws(TokenizerError) {
            guard condition else { throw TokenizerError(.malformedVocabulary, what) }
        }
        guard source.texts.count < PackedLayout.idLimit else {
            throw TokenizerError(
                .tooManyTokens,
                "the largest token id is \(source.texts.count - 1), but at most \(PackedLayout.idLimit - 1) can be packed"
            )
        }
        guard source.bytes.count == 256 else {
            throw TokenizerError(.missingByteToken, "there are tokens for \(source.bytes.count) bytes instead of 256")
        }
        for token in source.bytes {
            let isFree = Int(token.rawValue) < source.texts.count && source.texts[Int(token.rawValue)].isEmpty
            try require(isFree, "token \(token) is said to be a byte, but has a text or no place")
        }
        try require(Set(source.bytes).count == 256, "two bytes have the same token")
        for token in source.merges {
            let text = Int(token.rawValue) < source.texts.count ? source.texts[Int(token.rawValue)] : []
            try require(text.count > 1 && !text.isOneCharacter, "token \(token) is said to be merged, but is too short")
        }
        try require(Set(source.merges).count == source.merges.count, "a token is merged twice")
    }

    /// Which ids belong to the ranks.
    func order(_ source: CharacterTokens) -> TokenOrder {
        let ids = self.ids
        var runs: [TokenOrder.Run] = []
        for (rank, id) in ids.enumerated() where id != TokenOrder.none {
            let isNext = runs.last.map { $0.id + $0.count == id && Int($0.rank + $0.count) == rank } ?? false
            if isNext {
                runs[runs.count - 1].count += 1
            } else {
                runs.append(TokenOrder.Run(rank: UInt32(rank), id: id, count: 1))
            }
        }
        var isRanked = [Bool](repeating: false, count: source.texts.count)
        for id in ids where id != TokenOrder.none { isRanked[Int(id)] = true }
        var extras: [TokenOrder.Extra] = []
        for (id, text) in source.texts.enumerated() where !text.isEmpty && !isRanked[id] {
            extras.append(TokenOrder.Extra(id: UInt32(id), bytes: text))
        }
        for (byte, token) in source.bytes.enumerated() where !isRanked[Int(token.rawValue)] {
            extras.append(TokenOrder.Extra(id: token.rawValue, bytes: [UInt8(byte)]))
        }
        extras.sort { $0.id < $1.id }
        return TokenOrder(idCount: source.texts.count, fallback: self.fallback, runs: runs, extras: extras)
    }
}

extension [UInt8] {
    /// Whether this is a character of well-formed UTF-8 and nothing else.
    fileprivate var isOneCharacter: Bool {
        guard 1...4 ~= self.count, self.dropFirst().allSatisfy({ $0 & 0xC0 == 0x80 }) else { return false }
        return self.isUTF8
    }

    /// Whether this is well-formed UTF-8.
    fileprivate var isUTF8: Bool { self.withSpan { $0.offsetOfInvalidUTF8 == nil } }
}
