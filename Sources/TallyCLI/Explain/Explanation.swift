internal import TallyEstimation

/// Where the tokens of a prompt are.
struct Explanation {
    /// A section with its tokens.
    struct Section {
        let section: TextSection
        let bytes: Int
        /// Of its own lines, in no section inside it: those of all sections are the total.
        let tokens: Int
        /// With the sections inside it.
        var tokensWithNested: Int
        /// Its first words, where it has no name.
        let excerpt: String
    }

    /// A block that is said again.
    struct Block {
        let block: RepeatedBlock
        /// Where it is said first.
        let tokens: Int
        /// Of all copies.
        let tokensOfCopies: Int
        let excerpt: String
    }

    /// White space of one kind.
    struct WhiteSpace {
        let kind: WhiteSpaceKind
        let occurrences: Int
        let firstLine: Int
        /// The tokens that have nothing but it.
        let tokens: Int
        /// How many fewer tokens the text has with the remedy; less than 0 for more.
        let saves: Int
    }

    let subject: ExplainSubject
    let parts: [SectionPart]
    let sections: [Section]
    let pieces: LargestPieces
    /// The lines with the most tokens, in that order.
    let largestLines: [TextPiece]
    let blocks: [Block]
    /// Tokens made of nothing but white space.
    let whiteSpaceTokens: Int
    let whiteSpace: [WhiteSpace]
    let shares: ScriptShares
    /// The tokens before the first thing to fill in; all if there is none.
    let headTokens: Int
    /// The line of the first thing to fill in.
    let headLine: Int?

    /// Finds everything.
    ///
    /// - Parameter most: How many large lines and words.
    /// - Complexity: O(*n* log *n*), with a small factor beside the counting itself.
    init(_ subject: ExplainSubject, most: Int) {
        self.subject = subject
        let (text, lines) = (subject.text, subject.lines)
        let found = TextSections(text.bytes, lines)
        self.parts = found.parts
        self.sections = Self.sections(subject, found)
        self.pieces = LargestPieces(text, lines, most: most)
        self.largestLines = self.pieces.lines.map { line in
            TextPiece(range: line.range, tokens: subject.isExact ? line.tokens : subject.tokens(line.range))
        }
        .sorted { ($1.tokens, $0.range.lowerBound) < ($0.tokens, $1.range.lowerBound) }
        self.blocks = Self.blocks(subject)
        self.whiteSpaceTokens = subject.scaled(Self.count(text) { $0.isASCIISpace })
        self.whiteSpace = WhiteSpaceKind.allCases.compactMap { Self.whiteSpace($0, subject) }
        self.shares = ScriptShares(text)
        let end = TemplateHead.end(text.bytes)
        self.headLine = end.map { lines.line(at: $0) }
        self.headTokens = end.map { subject.tokens(0..<$0) } ?? subject.total
    }

    /// The tokens of all that is said again.
    var repeatedTokens: Int { self.blocks.reduce(0) { $0 + $1.tokensOfCopies } }

    private static func sections(_ subject: ExplainSubject, _ found: TextSections) -> [Section] {
        var bytes = [Int](repeating: 0, count: found.sections.count)
        var tokens = bytes
        let counts = subject.apportioned(found.parts.map { subject.tokens(subject.lines.range($0.lines)) })
        for (part, count) in zip(found.parts, counts) {
            bytes[part.section] += subject.lines.range(part.lines).count
            tokens[part.section] += count
        }
        var sections = found.sections.enumerated().map { index, section in
            let range = subject.lines.range(section.firstLine..<section.lastLine + 1)
            return Section(
                section: section,
                bytes: bytes[index],
                tokens: tokens[index],
                tokensWithNested: tokens[index],
                excerpt: section.title.isEmpty ? Excerpt.text(subject.text.bytes, range) : ""
            )
        }
        // What is inside another section comes behind it.
        for index in sections.indices.reversed() {
            guard let parent = sections[index].section.parent else { continue }
            sections[parent].tokensWithNested += sections[index].tokensWithNested
        }
        return sections
    }

    private static func blocks(_ subject: ExplainSubject) -> [Block] {
        let (text, lines) = (subject.text, subject.lines)
        let weights = (0..<lines.count).map { UInt32(text.tokens(startingIn: lines.range($0)).count) }
        let found = RepeatedBlocks(LineIdentities(text.bytes, lines).first, weights: weights) {
            text.bytes.trimmed(lines.range($0)).isEmpty
        }
        return found.blocks.map { block in
            let length = block.source.count
            return Block(
                block: block,
                tokens: subject.tokens(lines.range(block.source)),
                tokensOfCopies: block.copies.reduce(0) { $0 + subject.tokens(lines.range($1..<$1 + length)) },
                excerpt: Excerpt.text(text.bytes, lines.range(block.source))
            )
        }
        .sorted { ($1.tokensOfCopies, $0.block.source.lowerBound) < ($0.tokensOfCopies, $1.block.source.lowerBound) }
    }

    private static func whiteSpace(_ kind: WhiteSpaceKind, _ subject: ExplainSubject) -> WhiteSpace? {
        guard let tidied = Tidying(kind, subject.text.bytes, subject.lines), let first = tidied.places.first else {
            return nil
        }
        var tokens = 0
        var next = 0
        for place in tidied.places {
            let touching = subject.text.tokens(startingIn: place)
            for token in touching where token >= next && subject.text.end(of: token) <= place.upperBound {
                tokens += 1
                next = token + 1
            }
        }
        return WhiteSpace(
            kind: kind,
            occurrences: tidied.places.count,
            firstLine: subject.lines.line(at: first.lowerBound),
            tokens: subject.scaled(tokens),
            saves: subject.total - subject.count(tidied.bytes)
        )
    }

    /// How many tokens have only bytes for which `isCounted` holds.
    private static func count(_ text: TokenizedText, _ isCounted: (UInt8) -> Bool) -> Int {
        var count = 0
        for token in text.tokens.indices {
            let range = Int(text.starts[token])..<text.end(of: token)
            if !range.isEmpty, text.bytes[range].allSatisfy(isCounted) { count += 1 }
        }
        return count
    }
}
