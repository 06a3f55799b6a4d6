internal import TallyTokenizer

/// The added tokens of a `tokenizer.json`: special ones, and those that are atoms.
struct AddedTokens {
    private(set) var special: [String: TokenID] = [:]
    private(set) var atoms: [String: TokenID] = [:]
    private(set) var ids: Set<UInt32> = []

    /// Reads the added tokens of a model of bytes.
    init(_ tree: JSONTree?, _ normalization: VocabularyFile.Normalization) throws(VocabularyError) {
        try self.init(tree) { content, isSpecial, _ throws(VocabularyError) in
            if !isSpecial, normalization != .none, !content.utf8.allSatisfy({ $0 < 0x80 }) {
                // Its normal form might be another text.
                throw HuggingFaceFile.unsupported("the added token \(content) beside a normalizer")
            }
        }
    }

    /// Reads the added tokens of a model of characters.
    ///
    /// Those with `normalized` are rewritten as text is and looked for in what is rewritten, behind the others.
    init(_ tree: JSONTree?, _ spaces: HuggingFaceSpaces) throws(VocabularyError) {
        var atoms = (normalized: 0, plain: 0)
        try self.init(tree) { content, isSpecial, isNormalized throws(VocabularyError) in
            let isRewritten =
                isNormalized && spaces.isNormalized
                && (spaces.prefix != .none || content.unicodeScalars.contains { $0 == " " || $0 == "\u{2581}" })
            if isRewritten {
                throw HuggingFaceFile.unsupported("the added token \(content), which is rewritten like text,")
            }
            guard MetaSpaceText.canBeAtom(content) else {
                throw HuggingFaceFile.unsupported("the added token \(content) with white space in it")
            }
            guard !isSpecial else { return }
            if isNormalized { atoms.normalized += 1 } else { atoms.plain += 1 }
        }
        if atoms.normalized > 0, atoms.plain > 0 {
            throw HuggingFaceFile.unsupported("a model with some added tokens 'normalized' and some not")
        }
    }

    private init(
        _ tree: JSONTree?,
        _ check: (_ content: String, _ isSpecial: Bool, _ isNormalized: Bool) throws(VocabularyError) -> Void
    ) throws(VocabularyError) {
        var areSearchedTogether = true
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
            let isNormalized = try token.flag("normalized")
            try check(content, isSpecial, isNormalized)
            areSearchedTogether = areSearchedTogether && !isNormalized
            let value = TokenID(rawValue: UInt32(id))
            guard self.special[content] == nil, self.atoms[content] == nil, self.ids.insert(value.rawValue).inserted
            else {
                throw VocabularyError(.malformedFile, "the added token \(content), or its id \(id), is given twice")
            }
            if isSpecial { self.special[content] = value } else { self.atoms[content] = value }
        }
        if !areSearchedTogether { try self.checkOverlaps() }
    }

    /// Whether the model's entry for `name` is an added token instead.
    func contains(_ name: String) -> Bool {
        self.special[name] != nil || self.atoms[name] != nil
    }

    /// The library looks for tokens with `normalized` behind those without, and this package for all together: the same if
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
