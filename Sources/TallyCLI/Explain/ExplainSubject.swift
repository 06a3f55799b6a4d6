internal import TallyEstimation

/// A text that is explained, and what counts its parts.
struct ExplainSubject {
    /// What shows where tokens are.
    let text: TokenizedText
    let lines: TextLines
    /// Of the whole text, by what was asked for.
    let total: Int
    let choice: EncodingChoice
    /// The name of the encoding that stands in for one whose tokens are not published; nil if every token is known.
    let standIn: String?

    /// The encoding that shows where tokens are if they are not published.
    static let standInName = "o200k_base"

    /// Counts and splits a text.
    ///
    /// - Parameter bytes: Valid UTF-8.
    /// - Throws: If tokens are not published, and there is no encoding to stand in for them.
    /// - Complexity: O(*n*).
    init(_ bytes: [UInt8], _ choice: EncodingChoice) throws(CommandFailure) {
        self.choice = choice
        if let encoding = try? choice.encoding(), let text = TokenizedText(bytes, Tokenizer(encoding)) {
            self.text = text
            self.total = text.tokens.count
            self.standIn = nil
        } else {
            guard let encoding = try? TokenEncoding.named(Self.standInName),
                let text = TokenizedText(bytes, Tokenizer(encoding))
            else {
                throw CommandFailure(
                    .invalidArgument,
                    what: choice.model ?? choice.name,
                    why:
                        "its tokens are not published, and \(Self.standInName), which would stand in, is not in this build",
                    remedy: "tally count, or --encoding NAME"
                )
            }
            self.text = text
            self.total = bytes.withSpan { choice.counter.count($0) }
            self.standIn = Self.standInName
        }
        self.lines = TextLines(self.text.bytes)
    }

    var isExact: Bool { self.standIn == nil }

    /// The tokens of `range`: those that start in it, or, if tokens are not published, its count on its own.
    ///
    /// - Complexity: O(log *n*), or O(*n*) in the length of the range.
    func tokens(_ range: Range<Int>) -> Int {
        guard !self.isExact else { return self.text.tokens(startingIn: range).count }
        return self.text.bytes.withSpan { self.choice.counter.count($0.extracting(range)) }
    }

    /// What a number of tokens of the encoding that stands in is in proportion to the total.
    func scaled(_ tokens: Int) -> Int {
        self.isExact ? tokens : Self.share(tokens, of: self.text.tokens.count, in: self.total)
    }

    /// The tokens of a text that is not this one, such as this one made smaller.
    func count(_ bytes: [UInt8]) -> Int {
        bytes.withSpan { self.choice.count($0, threads: Tokenizer.availableThreads) }
    }

    /// Divides the total in proportion to `weights`, without a remainder.
    func apportioned(_ weights: [Int]) -> [Int] {
        let sum = weights.reduce(0, +)
        guard sum != self.total else { return weights }
        var (before, given) = (0, 0)
        return weights.map { weight in
            before += weight
            let upTo = Self.share(before, of: sum, in: self.total)
            defer { given = upTo }
            return upTo - given
        }
    }

    private static func share(_ part: Int, of whole: Int, in total: Int) -> Int {
        whole > 0 ? Int((Int128(part) * Int128(total) + Int128(whole / 2)) / Int128(whole)) : 0
    }
}
