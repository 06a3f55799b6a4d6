/// A piece of a text and its tokens.
struct TextPiece: Equatable {
    let range: Range<Int>
    var tokens: Int
}

/// A word, and how often it occurs.
struct LargeWord: Equatable {
    let kind: WordKind
    /// Where it occurs first.
    let first: TextPiece
    var occurrences: Int
    var tokensInAll: Int
}

/// The pieces of a text that have the most tokens.
struct LargestPieces {
    /// The most come first; then the one that is first in the text.
    private(set) var lines: [TextPiece] = []
    private(set) var words: [LargeWord] = []
    /// The tokens of all large words, by their kind.
    private(set) var tokensByKind: [WordKind: Int] = [:]
    private(set) var wordsByKind: [WordKind: Int] = [:]

    /// In tokens: smaller pieces are left out.
    static let smallestLine = 16
    static let smallestWord = 8

    /// Finds the pieces.
    ///
    /// - Parameter most: How many of each.
    /// - Complexity: O(*n* + *k* log *k*) for *k* large pieces.
    init(_ text: TokenizedText, _ lines: TextLines, most: Int) {
        for line in 0..<lines.count {
            let tokens = text.tokens(startingIn: lines.range(line)).count
            guard tokens >= Self.smallestLine else { continue }
            self.lines.append(TextPiece(range: lines.content(line, of: text.bytes), tokens: tokens))
        }
        self.lines.sort { ($1.tokens, $0.range.lowerBound) < ($0.tokens, $1.range.lowerBound) }
        self.lines = Array(self.lines.prefix(most))
        self.findWords(text, most)
    }

    private mutating func findWords(_ text: TokenizedText, _ most: Int) {
        var found: [ArraySlice<UInt8>: LargeWord] = [:]
        var position = 0
        while position < text.bytes.count {
            if text.bytes[position].isASCIISpace {
                position += 1
                continue
            }
            let start = position
            var foreign = 0
            while position < text.bytes.count, !text.bytes[position].isASCIISpace {
                if text.bytes[position] >= 0x80 { foreign += 1 }
                position += 1
            }
            // What a script writes without blanks is no word; no word has more tokens than bytes.
            guard position - start >= Self.smallestWord, 4 * foreign <= position - start else { continue }
            let tokens = text.count(touching: start..<position)
            guard tokens >= Self.smallestWord else { continue }
            let word = text.bytes[start..<position]
            let kind = found[word]?.kind ?? WordKind(text.bytes, start..<position)
            self.tokensByKind[kind, default: 0] += tokens
            self.wordsByKind[kind, default: 0] += 1
            let new = LargeWord(
                kind: kind,
                first: TextPiece(range: start..<position, tokens: tokens),
                occurrences: 0,
                tokensInAll: 0
            )
            found[word, default: new].occurrences += 1
            found[word, default: new].tokensInAll += tokens
        }
        self.words = found.values.sorted {
            ($1.tokensInAll, $0.first.range.lowerBound) < ($0.tokensInAll, $1.first.range.lowerBound)
        }
        self.words = Array(self.words.prefix(most))
    }
}
