public import TallyTokenizer

/// Where a text may be cut for a vocabulary that has no split pattern.
///
/// SentencePiece merges over a whole text, but between two characters that no token has side by side nothing is ever
/// merged. A text may be cut there, which changes no token and makes pieces short; the rules are known to fit a vocabulary
/// when each of its tokens is one piece.
public enum CutRule: String, Sendable, Hashable, CaseIterable {
    /// As the vocabulary of Mistral's first models allows.
    case mistral
    /// As the vocabulary of Gemma 3 and 4 allows.
    case gemma
    /// Before a space that has another character before it.
    case words
    /// Before every space, whatever the tokens are: `Metaspace` of Hugging Face's library, if it splits.
    case spaces
    /// Nowhere.
    case nowhere

    /// What cuts by this rule.
    public var pretokenizer: Pretokenizer {
        switch self {
        case .mistral: .mistral
        case .gemma: .gemma
        case .words: .scanner(SpaceScanner(.withoutSpaceBefore))
        case .spaces: .scanner(SpaceScanner(.every))
        case .nowhere: .scanner(SpaceScanner(.none))
        }
    }

    /// The rule of one piece for each of `tokens` that makes the shortest pieces.
    ///
    /// - Parameter tokens: The texts that merging leads to, with spaces as spaces.
    /// - Complexity: O(*n*) in the number of bytes.
    static func fitting(_ tokens: some Sequence<[UInt8]>) -> CutRule {
        var candidates: [CutRule] = [.gemma, .mistral, .words, .nowhere]
        for token in tokens {
            while let rule = candidates.first, rule != .nowhere, !rule.leavesWhole(token) { candidates.removeFirst() }
        }
        return candidates[0]
    }

    private func leavesWhole(_ token: [UInt8]) -> Bool {
        var end = 0
        // Spans of arrays are not at hand on all systems that this runs on.
        unsafe token.withUnsafeBufferPointer { buffer in
            unsafe self.pretokenizer.forEachPiece(in: buffer.span) { piece in
                end = piece.upperBound
                return false
            }
        }
        return end == token.count
    }
}

/// Cuts a text before spaces.
struct SpaceScanner: PieceScanner {
    /// Before which spaces.
    enum Cuts {
        case every
        case withoutSpaceBefore
        case none
    }

    private let cuts: Cuts

    init(_ cuts: Cuts) {
        self.cuts = cuts
    }

    /// - Complexity: O(*n*).
    func forEachPiece(in text: Span<UInt8>, from start: Int, _ body: (Range<Int>) -> Bool) {
        var first = start
        for position in start..<text.count where position > first && self.isCut(text, position) {
            guard body(first..<position) else { return }
            first = position
        }
        if first < text.count { _ = body(first..<text.count) }
    }

    private func isCut(_ text: Span<UInt8>, _ position: Int) -> Bool {
        let space = UInt8(ascii: " ")
        guard text[position] == space else { return false }
        switch self.cuts {
        case .every: return true
        case .withoutSpaceBefore: return text[position - 1] != space
        case .none: return false
        }
    }
}
