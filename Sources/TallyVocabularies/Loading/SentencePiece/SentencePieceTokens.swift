internal import TallyTokenizer

/// The pieces of a SentencePiece model of byte pair encoding, by what they are for.
struct SentencePieceTokens {
    private(set) var tokens: CharacterTokens
    private(set) var special: [String: TokenID] = [:]
    private(set) var atoms: [String: TokenID] = [:]
    /// Normal pieces of more than one character, with their scores.
    private var merged: [(id: UInt32, score: Float)] = []
    /// User-defined symbols that are spaces and nothing else.
    private var runs: [UInt32] = []

    init(_ model: SentencePieceModel) throws(VocabularyError) {
        self.tokens = CharacterTokens(texts: [], bytes: [], merges: [])
        self.tokens.texts = [[UInt8]](repeating: [], count: model.pieces.count)
        var bytes = [TokenID?](repeating: nil, count: 256)
        var (names, characters) = (TokenTable(), TokenTable())
        for (index, piece) in model.pieces.enumerated() {
            let id = UInt32(index)
            let name = try Self.name(piece, id)
            guard names.insert(piece.text[...], id: id) else {
                throw VocabularyError(.malformedFile, "the piece \(name) is in the model twice")
            }
            switch piece.kind {
            case .normal: try self.addNormal(piece, id, &characters)
            case .byte:
                guard let byte = MetaSpaceText.byte(piece.text[...]) else {
                    throw VocabularyError(.malformedFile, "the piece \(name) is said to be a byte, and is none")
                }
                bytes[Int(byte)] = TokenID(rawValue: id)
            case .unknown, .control:
                if name.unicodeScalars.count == 1 {
                    throw HuggingFaceFile.unsupported("the control piece \(id), which is a single character,")
                }
                self.special[name] = TokenID(rawValue: id)
            case .userDefined: try self.addSymbol(name, id)
            case .unused: throw HuggingFaceFile.unsupported("a SentencePiece model with unused pieces")
            }
        }
        guard model.pieces.count(where: { $0.kind == .unknown }) == 1 else {
            throw VocabularyError(.malformedFile, "a SentencePiece model has one piece for what is unknown")
        }
        self.tokens.bytes = bytes.compactMap { $0 }
        guard self.tokens.bytes.count == 256 else {
            throw VocabularyError(.malformedFile, "the model falls back to bytes, but has no piece for some of them")
        }
        try self.checkSpelling(characters)
        try self.order()
    }

    private static func name(_ piece: SentencePieceModel.Piece, _ id: UInt32) throws(VocabularyError) -> String {
        guard piece.text.count <= MetaSpaceText.lengthLimit else {
            throw VocabularyError(.unsupportedFile, "piece \(id) has \(piece.text.count) bytes, more than 1,024")
        }
        guard let name = String(validating: piece.text, as: UTF8.self) else {
            throw VocabularyError(.malformedFile, "piece \(id) of the model is not UTF-8")
        }
        return name
    }

    private mutating func addNormal(
        _ piece: SentencePieceModel.Piece,
        _ id: UInt32,
        _ characters: inout TokenTable
    ) throws(VocabularyError) {
        // No text leads to a piece with a space that is not U+2581.
        guard let text = MetaSpaceText.withSpaces(piece.text[...]) else { return }
        self.tokens.texts[Int(id)] = text
        if text.dropFirst().contains(where: { $0 & 0xC0 != 0x80 }) {
            self.merged.append((id, piece.score))
        } else {
            characters.insert(text[...], id: id)
        }
    }

    private mutating func addSymbol(_ name: String, _ id: UInt32) throws(VocabularyError) {
        if name.unicodeScalars.contains("\u{2581}") {
            guard name.unicodeScalars.count > 1, name.unicodeScalars.allSatisfy({ $0 == "\u{2581}" }) else {
                throw HuggingFaceFile.unsupported("the user-defined symbol \(name) with a space")
            }
            self.tokens.texts[Int(id)] = [UInt8](repeating: UInt8(ascii: " "), count: name.unicodeScalars.count)
            self.runs.append(id)
        } else if !name.unicodeScalars.contains(" "), MetaSpaceText.canBeAtom(name) {
            self.atoms[name] = TokenID(rawValue: id)
        } else {
            throw HuggingFaceFile.unsupported("the user-defined symbol \(name) with white space")
        }
    }

    /// The library merges characters that are no pieces as well, which this package does not.
    private func checkSpelling(_ characters: TokenTable) throws(VocabularyError) {
        let atoms = Set(self.atoms.keys.filter { $0.unicodeScalars.count == 1 }.map { Array($0.utf8) })
        for (id, _) in self.merged {
            let text = self.tokens.texts[Int(id)]
            var start = 0
            for end in 1...text.count where end == text.count || text[end] & 0xC0 != 0x80 {
                let character = text[start..<end]
                if characters.find(character) == nil, !atoms.contains(Array(character)) {
                    throw HuggingFaceFile.unsupported("piece \(id), with a character that is no piece,")
                }
                start = end
            }
        }
    }
}

extension SentencePieceTokens {
    /// Puts the pieces in the order in which merging prefers them: the highest score first.
    ///
    /// Of pairs with equal scores the library takes the leftmost, for which an order of pieces can't stand, with one
    /// exception: if only runs of one character have equal scores, all of them and the lowest of all, and no other piece
    /// has that character twice in a row, then merging a run from the left is to prefer longer ones. At each step the
    /// leftmost pair is that of the run which has grown so far, and makes the longest.
    ///
    /// User-defined runs of spaces are found from left to right, the longest first, before anything is merged; to prefer
    /// them to all others, longer ones first, is the same if there is one of each length and no other piece has two
    /// spaces in a row.
    private mutating func order() throws(VocabularyError) {
        self.merged.sort { ($1.score, $0.id) < ($0.score, $1.id) }
        let lowest = self.merged.last?.score
        var tied: [UInt32] = []
        for (index, piece) in self.merged.enumerated() {
            let isTied =
                (index > 0 && self.merged[index - 1].score == piece.score)
                || (index + 1 < self.merged.count && self.merged[index + 1].score == piece.score)
            guard isTied else { continue }
            guard piece.score == lowest, self.isRun(piece.id) else {
                throw HuggingFaceFile.unsupported("a SentencePiece model with several pieces of score \(piece.score)")
            }
            tied.append(piece.id)
        }
        if let first = tied.first {
            try self.requireAlone(tied, self.text(first).prefix(self.characterLength(first)))
            self.merged.removeLast(tied.count)
        }
        if !self.runs.isEmpty {
            try self.requireAlone(self.runs, [UInt8(ascii: " ")])
            let lengths = Set(self.runs.map { self.text($0).count })
            guard lengths.count == lengths.max().map({ $0 - 1 }) else {
                throw HuggingFaceFile.unsupported("user-defined runs of spaces of which some lengths are missing")
            }
        }
        func longestFirst(_ ids: [UInt32]) -> [UInt32] { ids.sorted { self.text($0).count > self.text($1).count } }
        let order = longestFirst(self.runs) + self.merged.map(\.id) + longestFirst(tied)
        self.tokens.merges = order.map(TokenID.init(rawValue:))
    }

    private func text(_ id: UInt32) -> [UInt8] { self.tokens.texts[Int(id)] }

    /// The number of bytes of the first character of a piece.
    private func characterLength(_ id: UInt32) -> Int {
        let text = self.text(id)
        return text.indices.dropFirst().first { text[$0] & 0xC0 != 0x80 } ?? text.count
    }

    /// Whether a piece is one character over and over.
    private func isRun(_ id: UInt32) -> Bool {
        let (text, length) = (self.text(id), self.characterLength(id))
        return text.indices.allSatisfy { text[$0] == text[$0 % length] } && text.count % length == 0
    }

    /// Checks that `ids` are all pieces in which the character is twice in a row, and runs of it.
    private func requireAlone(_ ids: [UInt32], _ character: some Collection<UInt8>) throws(VocabularyError) {
        let (alone, pair) = (Set(ids), Array(character) + Array(character))
        func has(_ text: [UInt8]) -> Bool {
            guard text.count >= pair.count else { return false }
            return (0...text.count - pair.count).contains { text[$0..<$0 + pair.count].elementsEqual(pair) }
        }
        for (index, text) in self.tokens.texts.enumerated() where has(text) != alone.contains(UInt32(index)) {
            throw HuggingFaceFile.unsupported("a SentencePiece model whose piece \(index) has runs of its own")
        }
    }
}
