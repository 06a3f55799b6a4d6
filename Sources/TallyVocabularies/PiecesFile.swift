public import TallyTokenizer

extension Vocabulary {
    /// Creates a vocabulary that merges characters from the content of a `.pieces` file, as `pack_sentencepiece.py` writes
    /// them.
    ///
    /// A line a token: a letter, a space, its id, a space, its text in Base64, with spaces as spaces. The letter is `b` for
    /// the token of a byte, `m` for one that merging leads to, in the order in which they are preferred, and `t` for any
    /// other text, characters included. Empty lines are skipped.
    ///
    /// - Complexity: As `Vocabulary.init(characterTokens:)`; about two seconds for 260,000 tokens.
    /// - Throws: ``VocabularyError/Code/malformedFile``, naming the line.
    public init(pieces content: [UInt8]) throws(VocabularyError) {
        var tokens = CharacterTokens(texts: [], bytes: [], merges: [])
        var bytes = [TokenID?](repeating: nil, count: 256)
        var taken = Set<UInt32>()
        for (index, line) in content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
        where !line.isEmpty {
            let (kind, id, text) = try Self.parse(line, number: index + 1)
            guard taken.insert(id.rawValue).inserted else {
                throw VocabularyError(.malformedFile, "line \(index + 1): token \(id) is given twice")
            }
            let missing = Int(id.rawValue) + 1 - tokens.texts.count
            if missing > 0 { tokens.texts.append(contentsOf: repeatElement([], count: missing)) }
            switch kind {
            case UInt8(ascii: "b") where text.count == 1: bytes[Int(text[0])] = id
            case UInt8(ascii: "m"):
                tokens.texts[Int(id.rawValue)] = text
                tokens.merges.append(id)
            case UInt8(ascii: "t"): tokens.texts[Int(id.rawValue)] = text
            default:
                throw VocabularyError(.malformedFile, "line \(index + 1): expected b and one byte, m or t")
            }
        }
        tokens.bytes = bytes.compactMap { $0 }
        do {
            try self.init(characterTokens: tokens)
        } catch {
            throw VocabularyError(.malformedFile, "not a usable vocabulary: \(error)", cause: error)
        }
    }

    private static func parse(
        _ line: ArraySlice<UInt8>,
        number: Int
    ) throws(VocabularyError) -> (kind: UInt8, id: TokenID, text: [UInt8]) {
        let fields = line.split(separator: UInt8(ascii: " "))
        guard fields.count == 3, fields[0].count == 1, let kind = fields[0].first else {
            throw VocabularyError(.malformedFile, "line \(number): expected a letter, an id and a text in Base64")
        }
        // The limit keeps a damaged id from asking for more memory than there is.
        guard let id = UInt32(String(decoding: fields[1], as: UTF8.self)), id < 1 << 21 else {
            throw VocabularyError(.malformedFile, "line \(number): the id is not a number from 0 to 2,097,151")
        }
        guard let text = Base64.decode(fields[2]), !text.isEmpty else {
            throw VocabularyError(.malformedFile, "line \(number): the text is not valid Base64")
        }
        return (kind, TokenID(rawValue: id), text)
    }
}
