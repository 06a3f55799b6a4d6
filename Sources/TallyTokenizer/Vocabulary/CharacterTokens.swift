/// The tokens of a vocabulary that merges characters, as SentencePiece's byte pair encoding does.
///
/// The reference starts from characters, over and over merges the two neighbours whose text together is the token that
/// is preferred most, and spells what it has no character for in tokens of single bytes. The same comes about from bytes,
/// with ranks that build each character from its bytes first: the bytes have the ranks 0 to 255, then come the
/// beginnings of characters, which belong to no id, then characters, then what they merge into. What is left of a
/// character that is no token are bytes and beginnings, and the latter are written as bytes again (``Vocabulary/surplus(_:)``).
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
        let ranked = try RankedTokens(characterTokens)
        let table = try VocabularyPacker.pack(ranked.tokens)
        try self.init(packed: ranked.order.packed + table)
    }
}

/// The tokens in the order of ranks that gives the reference's answers, and the ids that belong to them.
private struct RankedTokens {
    let tokens: [[UInt8]]
    let order: TokenOrder

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
        let reached = ReachedTokens(source, characters)
        for (rank, token) in source.merges.enumerated() where reached.contains(rank: UInt32(rank)) {
            tokens.append(source.texts[Int(token.rawValue)])
            ids.append(token.rawValue)
        }
        self.tokens = tokens
        self.order = Self.order(source, ids, fallback)
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

    private static func order(_ source: CharacterTokens, _ ids: [UInt32], _ fallback: Range<UInt32>) -> TokenOrder {
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
        return TokenOrder(idCount: source.texts.count, fallback: fallback, runs: runs, extras: extras)
    }
}

/// Which of the merged tokens their own text leads to.
private struct ReachedTokens {
    private let source: CharacterTokens
    private let characters: TokenTable
    private var ranks = TokenTable()

    init(_ source: CharacterTokens, _ characters: TokenTable) {
        self.source = source
        self.characters = characters
        for (rank, token) in source.merges.enumerated() {
            // Of several tokens with the same text, the most preferred one is meant.
            self.ranks.insert(source.texts[Int(token.rawValue)][...], id: UInt32(rank))
        }
    }

    /// Whether the text of the merged token that is preferred `rank`th leads to it.
    func contains(rank: UInt32) -> Bool {
        let text = self.source.texts[Int(self.source.merges[Int(rank)].rawValue)]
        guard self.ranks.find(text[...]) == rank else { return false }
        var cuts = text.indices.filter { text[$0] & 0xC0 != 0x80 } + [text.count]
        let isSpelled = (1..<cuts.count).allSatisfy { self.characters.find(text[cuts[$0 - 1]..<cuts[$0]]) != nil }
        guard cuts[0] == 0, isSpelled else { return false }
        func rankOfPair(_ index: Int) -> UInt32 { self.ranks.find(text[cuts[index]..<cuts[index + 2]]) ?? .max }
        var pairs = (0..<cuts.count - 2).map(rankOfPair)
        while let best = pairs.indices.min(by: { pairs[$0] < pairs[$1] }), pairs[best] != .max {
            cuts.remove(at: best + 1)
            pairs.remove(at: best)
            for index in max(0, best - 1)...best where index < pairs.count { pairs[index] = rankOfPair(index) }
        }
        return cuts.count == 2
    }
}

extension [UInt8] {
    /// Whether this is a character of well-formed UTF-8 and nothing else.
    fileprivate var isOneCharacter: Bool {
        guard 1...4 ~= self.count, self.dropFirst().allSatisfy({ $0 & 0xC0 == 0x80 }) else { return false }
        return self.withSpan { $0.offsetOfInvalidUTF8 == nil }
    }
}
