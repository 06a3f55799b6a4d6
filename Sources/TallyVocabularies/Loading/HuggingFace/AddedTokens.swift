internal import TallyTokenizer

/// The added tokens of a `tokenizer.json`: special ones, and those that are atoms.
struct AddedTokens {
    private(set) var special: [String: TokenID] = [:]
    private(set) var atoms: [String: TokenID] = [:]
    private(set) var ids: Set<UInt32> = []

    init(_ tree: JSONTree?, _ normalization: VocabularyFile.Normalization) throws(VocabularyError) {
        for token in tree?.elements ?? [] {
            guard let content = token["content"]?.string, !content.isEmpty, let id = token["id"]?.integer,
                TekkenFile.ids.contains(id)
            else {
                throw VocabularyError(.malformedFile, "an added token has no content, or no id from 0 to 2,097,150")
            }
            for flag in ["single_word", "lstrip", "rstrip"] where try token.flag(flag) {
                throw HuggingFaceFile.unsupported("the added token \(content) with '\(flag)'")
            }
            let isSpecial = try token.flag("special")
            if !isSpecial, normalization != .none, !content.utf8.allSatisfy({ $0 < 0x80 }) {
                // Its normal form might be another text.
                throw HuggingFaceFile.unsupported("the added token \(content) beside a normalizer")
            }
            let value = TokenID(rawValue: UInt32(id))
            guard self.special[content] == nil, self.atoms[content] == nil, self.ids.insert(value.rawValue).inserted
            else {
                throw VocabularyError(.malformedFile, "the added token \(content), or its id \(id), is given twice")
            }
            if isSpecial { self.special[content] = value } else { self.atoms[content] = value }
        }
        try self.checkOverlaps()
    }

    /// Whether the model's entry for `name` is an added token instead.
    func contains(_ name: String) -> Bool {
        self.special[name] != nil || self.atoms[name] != nil
    }

    /// The library looks for special tokens and atoms together, and this package for one after the other: the same if
    /// none can share a character of a text with one of the other kind.
    private func checkOverlaps() throws(VocabularyError) {
        guard !self.atoms.isEmpty else { return }
        let specials = self.special.keys.map { Array($0.utf8) }
        // Every start of a special token, by its bytes, and every end.
        var (starts, ends) = (Set<ArraySlice<UInt8>>(), Set<ArraySlice<UInt8>>())
        for special in specials {
            for length in 1...special.count {
                starts.insert(special.prefix(length))
                ends.insert(special.suffix(length))
            }
        }
        for atom in self.atoms.keys {
            let bytes = Array(atom.utf8)
            let touches = (1...bytes.count).contains { length in
                starts.contains(bytes.suffix(length)) || ends.contains(bytes.prefix(length))
            }
            if touches {
                throw HuggingFaceFile.unsupported("the added token \(atom), which overlaps with a special token,")
            }
        }
    }
}
