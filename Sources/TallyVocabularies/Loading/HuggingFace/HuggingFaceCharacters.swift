internal import TallyTokenizer

/// The model of a `tokenizer.json` that merges characters and falls back to bytes, as those made from SentencePiece's do.
///
/// A token may be the result of several merges in the list, of different parts. Only one of them is ever made: what is
/// merged inside of a token is what is merged when its text stands alone. The vocabulary merges in an order of tokens; it
/// gives the tokens that the list gives if the list has, for each token, the merge by which that order makes it, and
/// if those merges are in this order. Both is checked.
struct HuggingFaceCharacters {
    private struct Merge {
        let left: UInt32
        let right: UInt32
        let result: UInt32
    }

    private enum Kind: UInt8 {
        case unused
        case ordinary
        /// Stands for a byte.
        case byte
        /// The text of a special token, which is found before anything is merged.
        case special
        /// Has a space, of which there is none left when tokens are made.
        case unreachable
    }

    private var table = TokenTable()
    private var kinds: [Kind] = []
    private var tokens = CharacterTokens(texts: [], bytes: [], merges: [])
    private var merges: [Merge] = []

    static func read(
        _ model: JSONMembers,
        _ members: JSONMembers,
        _ text: Span<UInt8>
    ) throws(VocabularyError) -> VocabularyFile {
        let spaces = try HuggingFaceSpaces(
            normalizer: members.tree("normalizer", text),
            preTokenizer: members.tree("pre_tokenizer", text)
        )
        let added = try AddedTokens(members.tree("added_tokens", text), spaces)
        try HuggingFaceModel.checkOptions(model, text)
        guard let vocabulary = model["vocab"], let merges = model["merges"] else {
            throw VocabularyError(.malformedFile, "the model has no 'vocab' or no 'merges'")
        }
        var characters = HuggingFaceCharacters()
        try characters.readTokens(vocabulary, text, added)
        try HuggingFaceModel.forEachMerge(merges, text) { left, right throws(VocabularyError) in
            try characters.addMerge(left, right)
        }
        let ignoresMerges = try model.tree("ignore_merges", text)?.bool ?? false
        // Then a stretch that is a token would be that token, but for one whose name has no space before it.
        let isWhole = ignoresMerges && (spaces.splits || spaces.prefix != .stretches)
        if isWhole { throw HuggingFaceFile.unsupported("a model that falls back to bytes with 'ignore_merges'") }
        let result = try characters.vocabulary(withoutRest: ignoresMerges)
        let merged = characters.tokens.merges.lazy.map { characters.tokens.texts[Int($0.rawValue)] }
        let cut = spaces.splits ? .spaces : CutRule.fitting(merged)
        return VocabularyFile(
            format: .huggingFace,
            vocabulary: result,
            split: SplitRule([SplitRule.Pass(.cut(cut), .isolated)]),
            specialTokens: added.special,
            atoms: added.atoms,
            prefixSpace: spaces.prefix
        )
    }

    // MARK: - Reading

    private mutating func readTokens(
        _ start: JSONReader,
        _ text: Span<UInt8>,
        _ added: AddedTokens
    ) throws(VocabularyError) {
        var reader = start
        var name: [UInt8] = []
        var bytes = [TokenID?](repeating: nil, count: 256)
        let ids = added.special.merging(added.atoms) { first, _ in first }.mapValues(\.rawValue)
        var specials = TokenTable()
        for (special, id) in added.special { specials.insert(Array(special.utf8)[...], id: id.rawValue) }
        self.makeRoom(for: ids.values.max() ?? 0)
        try reader.enterObject(text)
        while let key = try reader.nextName(text) {
            let id = UInt32(try reader.integer(text, in: TekkenFile.ids))
            name.removeAll(keepingCapacity: true)
            key.append(from: text, to: &name)
            self.makeRoom(for: id)
            guard name.count <= MetaSpaceText.lengthLimit else {
                throw VocabularyError(.unsupportedFile, "token \(id) has \(name.count) bytes, more than 1,024")
            }
            guard self.kinds[Int(id)] == .unused, self.table.insert(name[...], id: id) else {
                throw VocabularyError(
                    .malformedFile,
                    "byte \(key.range.lowerBound): a token is given twice, or two have the id \(id)"
                )
            }
            self.kinds[Int(id)] = .unreachable
            if specials.find(name[...]) != nil {
                self.kinds[Int(id)] = .special
            } else if let byte = MetaSpaceText.byte(name[...]) {
                self.kinds[Int(id)] = .byte
                bytes[Int(byte)] = TokenID(rawValue: id)
            } else if let spaced = MetaSpaceText.withSpaces(name[...]), !spaced.isEmpty {
                self.kinds[Int(id)] = .ordinary
                self.tokens.texts[Int(id)] = spaced
            }
        }
        try self.check(ids)
        self.tokens.bytes = bytes.compactMap { $0 }
        guard self.tokens.bytes.count == 256 else {
            throw HuggingFaceFile.unsupported("a model that falls back to bytes without a token for each of them")
        }
    }

    private mutating func makeRoom(for id: UInt32) {
        let missing = Int(id) + 1 - self.kinds.count
        guard missing > 0 else { return }
        self.kinds.append(contentsOf: repeatElement(.unused, count: missing))
        self.tokens.texts.append(contentsOf: repeatElement([], count: missing))
    }

    /// Checks that added tokens have the ids that the vocabulary gives them, and no others of it.
    private func check(_ ids: [String: UInt32]) throws(VocabularyError) {
        for (name, id) in ids {
            let own = self.table.find(Array(name.utf8)[...])
            guard own == id || (own == nil && self.kinds[Int(id)] == .unused), self.kinds[Int(id)] != .byte else {
                throw VocabularyError(.malformedFile, "the added token \(name) has the id of an ordinary one: \(id)")
            }
        }
    }

    private mutating func addMerge(_ left: [UInt8], _ right: [UInt8]) throws(VocabularyError) {
        let whole = left + right
        guard let first = self.table.find(left[...]), let second = self.table.find(right[...]),
            let result = self.table.find(whole[...])
        else {
            throw VocabularyError(.malformedFile, "a merge is of parts, or gives a token, not in the vocabulary")
        }
        let kinds = (self.kinds[Int(first)], self.kinds[Int(second)], self.kinds[Int(result)])
        if kinds.0 == .byte || kinds.1 == .byte || kinds.2 == .byte {
            throw HuggingFaceFile.unsupported("a merge of tokens of bytes")
        }
        // No text leads there: it has been found as a special token before, or its space has been replaced.
        guard kinds == (.ordinary, .ordinary, .ordinary) else { return }
        self.merges.append(Merge(left: first, right: second, result: result))
    }
}

// MARK: - Building

extension HuggingFaceCharacters {
    /// Returns the vocabulary that gives the tokens of the list of merges.
    ///
    /// - Parameter withoutRest: Whether tokens of several characters that merging does not lead to are an error.
    /// - Throws: ``VocabularyError/Code/unsupportedFile`` if there is no such vocabulary.
    private mutating func vocabulary(withoutRest: Bool) throws(VocabularyError) -> Vocabulary {
        // By the first merge that gives a token; if that is not the one that is made, then by that.
        var places = [Int](repeating: .max, count: self.kinds.count)
        for (index, merge) in self.merges.enumerated() where places[Int(merge.result)] == .max {
            places[Int(merge.result)] = index
        }
        for isLast in [false, true] {
            let order = places.indices.filter { places[$0] < .max }.sorted { places[$0] < places[$1] }
            self.tokens.merges = order.map { TokenID(rawValue: UInt32($0)) }
            let vocabulary: Vocabulary
            do {
                vocabulary = try Vocabulary(characterTokens: self.tokens)
            } catch {
                throw VocabularyError(.malformedFile, "not a usable vocabulary: \(error)", cause: error)
            }
            let made = try self.placesOfMade(vocabulary)
            let isInOrder = zip(made, made.dropFirst()).allSatisfy { $0.place < $1.place }
            guard !isInOrder else {
                if withoutRest, made.count < self.longTokenCount {
                    throw HuggingFaceFile.unsupported("a model with 'ignore_merges' and tokens that no merge gives")
                }
                return vocabulary
            }
            if isLast { break }
            for (id, place) in made { places[Int(id)] = place }
        }
        throw VocabularyError(.unsupportedFile, "no order of tokens gives what the list of merges gives")
    }

    private var longTokenCount: Int {
        self.kinds.indices.count { id in
            self.kinds[id] == .ordinary && self.tokens.texts[id].dropFirst().contains { $0 & 0xC0 != 0x80 }
        }
    }

    /// For each token that `vocabulary` makes of others, in the order of its preference, the place in the list of the
    /// merge by which it does.
    private func placesOfMade(_ vocabulary: Vocabulary) throws(VocabularyError) -> [(id: UInt32, place: Int)] {
        var places = [Int](repeating: -1, count: self.kinds.count)
        var isMade = [Bool](repeating: false, count: self.kinds.count)
        vocabulary.forEachMergedToken { isMade[Int($0.rawValue)] = true }
        for (index, merge) in self.merges.enumerated() where isMade[Int(merge.result)] {
            let result = vocabulary.merged(TokenID(rawValue: merge.left), TokenID(rawValue: merge.right))
            guard result?.rawValue == merge.result else { continue }
            guard places[Int(merge.result)] < 0 else {
                throw VocabularyError(.malformedFile, "merge \(index + 1) is in the list twice")
            }
            places[Int(merge.result)] = index
        }
        var made: [(id: UInt32, place: Int)] = []
        for token in self.tokens.merges where isMade[Int(token.rawValue)] {
            guard places[Int(token.rawValue)] >= 0 else {
                throw VocabularyError(
                    .unsupportedFile,
                    "token \(token) is made of other parts by the list of merges than by the order of tokens"
                )
            }
            made.append((token.rawValue, places[Int(token.rawValue)]))
        }
        return made
    }
}
