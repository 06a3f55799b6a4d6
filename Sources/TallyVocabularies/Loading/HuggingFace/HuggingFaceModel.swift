internal import TallyTokenizer

/// The model of a `tokenizer.json`: byte pair encoding over bytes, with a list of merges.
///
/// The library merges by the order of that list, this package by the id of what comes about. The two give the same tokens
/// if the ids ascend along the list and it has, for each token, the pair by which merging in the order of ids makes it:
/// then in each state both take the same next step. Neither is taken for granted; see ``vocabulary(with:)``.
struct HuggingFaceModel {
    private struct Merge {
        let left: TokenID
        let right: TokenID
        let result: TokenID
    }

    private var table = TokenTable()
    private var merges: [Merge] = []
    /// Whether a piece that is a token is that token, however merging would make it.
    private let ignoresMerges: Bool

    init(_ members: JSONMembers, _ text: Span<UInt8>, _ added: AddedTokens) throws(VocabularyError) {
        try Self.checkOptions(members, text)
        self.ignoresMerges = try members.tree("ignore_merges", text)?.bool ?? false
        guard let vocabulary = members["vocab"], let merges = members["merges"] else {
            throw VocabularyError(.malformedFile, "the model has no 'vocab' or no 'merges'")
        }
        try self.readTokens(vocabulary, text, added)
        try Self.forEachMerge(merges, text) { left, right throws(VocabularyError) in
            var (pair, rest) = (left, right)
            let isDecoded = ByteLevelAlphabet.decode(&pair, from: 0) && ByteLevelAlphabet.decode(&rest, from: 0)
            // A part with a character that stands for no byte comes about in no text.
            if isDecoded { try self.addMerge(pair + rest, pair.count) }
        }
    }

    static func checkOptions(_ members: JSONMembers, _ text: Span<UInt8>) throws(VocabularyError) {
        let type = try members.tree("type", text)?.string ?? "BPE"
        guard type == "BPE" else { throw HuggingFaceFile.unsupported("a model of the type \(type)") }
        for name in ["continuing_subword_prefix", "end_of_word_suffix"] {
            guard try members.tree(name, text)?.string ?? "" == "" else {
                throw HuggingFaceFile.unsupported("a model with '\(name)'")
            }
        }
        if let dropout = try members.tree("dropout", text), dropout != .number("0"), dropout != .number("0.0") {
            throw HuggingFaceFile.unsupported("a model with dropout, which is random,")
        }
    }

    // MARK: - Reading

    private mutating func readTokens(
        _ start: JSONReader,
        _ text: Span<UInt8>,
        _ added: AddedTokens
    ) throws(VocabularyError) {
        var reader = start
        var token: [UInt8] = []
        var seen = Set<UInt32>()
        try reader.enterObject(text)
        while let name = try reader.nextName(text) {
            let id = UInt32(try reader.integer(text, in: TekkenFile.ids))
            guard seen.insert(id).inserted else {
                throw VocabularyError(.malformedFile, "byte \(name.range.lowerBound): two tokens have the id \(id)")
            }
            if added.ids.contains(id), added.contains(name.string(from: text)) { continue }
            token.removeAll(keepingCapacity: true)
            name.append(from: text, to: &token)
            // A name with a character that stands for no byte comes about in no text.
            guard ByteLevelAlphabet.decode(&token, from: 0), !token.isEmpty else { continue }
            guard self.table.insert(token[...], id: id) else {
                throw VocabularyError(.malformedFile, "byte \(name.range.lowerBound): a token is given twice")
            }
        }
    }

    /// Calls `body` with the two parts of each merge; they are strings with a blank between the parts, or pairs.
    static func forEachMerge(
        _ start: JSONReader,
        _ text: Span<UInt8>,
        _ body: (_ left: [UInt8], _ right: [UInt8]) throws(VocabularyError) -> Void
    ) throws(VocabularyError) {
        var reader = start
        var pair: [UInt8] = []
        var right: [UInt8] = []
        try reader.enterArray(text)
        while try reader.nextElement(text) {
            pair.removeAll(keepingCapacity: true)
            right.removeAll(keepingCapacity: true)
            let place = reader.position
            if try reader.kind(text) == .array {
                try Self.readPair(&reader, text, &pair, &right)
            } else {
                try reader.string(text).append(from: text, to: &pair)
                if pair.starts(with: "#version".utf8) { continue }
                if let blank = pair.firstIndex(of: UInt8(ascii: " ")) {
                    right += pair[(blank + 1)...]
                    pair.removeLast(pair.count - blank)
                }
            }
            guard !pair.isEmpty, !right.isEmpty, !right.contains(UInt8(ascii: " ")) else {
                throw VocabularyError(.malformedFile, "byte \(place + 1): a merge has two parts, which are not empty")
            }
            try body(pair, right)
        }
    }

    private static func readPair(
        _ reader: inout JSONReader,
        _ text: Span<UInt8>,
        _ left: inout [UInt8],
        _ right: inout [UInt8]
    ) throws(VocabularyError) {
        var count = 0
        try reader.enterArray(text)
        while try reader.nextElement(text) {
            let part = try reader.string(text)
            count += 1
            switch count {
            case 1: part.append(from: text, to: &left)
            case 2: part.append(from: text, to: &right)
            default: throw .notJSON(at: part.range.lowerBound, expected: "a merge of two parts")
            }
        }
    }

    private mutating func addMerge(_ pair: [UInt8], _ middle: Int) throws(VocabularyError) {
        let number = self.merges.count + 1
        guard let left = self.table.find(pair[..<middle]), let right = self.table.find(pair[middle...]),
            let result = self.table.find(pair[...])
        else {
            throw VocabularyError(
                .malformedFile,
                "merge \(number) is of parts, or gives a token, not in the vocabulary"
            )
        }
        if let last = self.merges.last, last.result.rawValue > result {
            throw VocabularyError(
                .unsupportedFile,
                "the tokens' ids are not in the order of the merges: merge \(number) gives token \(result), "
                    + "the one before it token \(last.result)"
            )
        }
        self.merges.append(
            Merge(left: TokenID(rawValue: left), right: TokenID(rawValue: right), result: TokenID(rawValue: result))
        )
    }
}

// MARK: - Building

extension HuggingFaceModel {
    /// Returns the vocabulary whose merging in the order of ids gives the tokens that the list of merges gives.
    ///
    /// Tokens that the model never makes are left out: neither merged nor, where pieces are not looked up whole, found.
    ///
    /// - Throws: ``VocabularyError/Code/unsupportedFile`` if there is no such vocabulary.
    func vocabulary(with added: AddedTokens) throws(VocabularyError) -> Vocabulary {
        var isMade = [Bool](repeating: false, count: self.table.largestID + 1)
        for merge in self.merges { isMade[Int(merge.result.rawValue)] = true }
        var tokens = [[UInt8]](repeating: [], count: self.table.largestID + 1)
        self.table.forEach { id, bytes in
            if bytes.count == 1 || self.ignoresMerges || isMade[Int(id)] { tokens[Int(id)] = Array(bytes) }
        }
        let atoms = try self.place(added.atoms, into: &tokens)
        self.placeMissingBytes(behind: added.ids, into: &tokens)
        let vocabulary = try Self.vocabulary(tokens)
        var isMerged = [Bool](repeating: false, count: tokens.count)
        vocabulary.forEachMergedToken { isMerged[Int($0.rawValue)] = true }
        for merge in self.merges where vocabulary.merged(merge.left, merge.right) == merge.result {
            isMerged[Int(merge.result.rawValue)] = false
        }
        // What is left would be merged here and not there. No text has such a piece if an atom is part of it.
        for id in isMerged.indices where isMerged[id] && !atoms.contains(where: { tokens[id].contains($0) }) {
            throw VocabularyError(
                .unsupportedFile,
                "token \(id) is made of other parts by the list of merges than by the order of ids"
            )
        }
        if self.ignoresMerges { return vocabulary }
        var unreached = Set(tokens.indices.filter { tokens[$0].count > 1 })
        vocabulary.forEachMergedToken { unreached.remove(Int($0.rawValue)) }
        for atom in added.atoms.values { unreached.remove(Int(atom.rawValue)) }
        if unreached.isEmpty { return vocabulary }
        // A piece that is such a token would be found whole, which the library does not do.
        for id in unreached { tokens[id] = [] }
        return try Self.vocabulary(tokens)
    }

    /// Gives ids that nothing else has to the bytes without a token that no UTF-8 has; some models leave them out.
    private func placeMissingBytes(behind ids: Set<UInt32>, into tokens: inout [[UInt8]]) {
        let first = max(tokens.count, Int(ids.max() ?? 0) + 1)
        let unused: [UInt8] = [0xC0, 0xC1] + Array(0xF5...0xFF)
        let missing = unused.filter { self.table.find([$0]) == nil }
        guard !missing.isEmpty else { return }
        tokens += [[UInt8]](repeating: [], count: first - tokens.count) + missing.map { [$0] }
    }

    private static func vocabulary(_ tokens: [[UInt8]]) throws(VocabularyError) -> Vocabulary {
        do {
            return try Vocabulary(tokens: tokens)
        } catch {
            throw VocabularyError(.malformedFile, "not a usable vocabulary: \(error)", cause: error)
        }
    }

    /// Makes tokens of the atoms, and returns their bytes.
    ///
    /// An atom takes the place of an ordinary token with the same bytes, which no text has any more.
    private func place(
        _ atoms: [String: TokenID],
        into tokens: inout [[UInt8]]
    ) throws(VocabularyError) -> [[UInt8]] {
        for (name, token) in atoms {
            let id = Int(token.rawValue)
            if id >= tokens.count { tokens += [[UInt8]](repeating: [], count: id + 1 - tokens.count) }
            if let other = self.table.find(Array(name.utf8)[...]) { tokens[Int(other)] = [] }
            guard tokens[id].isEmpty else {
                throw VocabularyError(.malformedFile, "the added token \(name) has the id of an ordinary one: \(id)")
            }
            tokens[id] = Array(name.utf8)
        }
        return atoms.keys.map { Array($0.utf8) }
    }
}

extension [UInt8] {
    /// Whether `part` is somewhere in these bytes.
    fileprivate func contains(_ part: [UInt8]) -> Bool {
        guard part.count <= self.count else { return false }
        return (0...self.count - part.count).contains { self[$0..<$0 + part.count].elementsEqual(part) }
    }
}
