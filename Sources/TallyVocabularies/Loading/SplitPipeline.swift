internal import TallyTokenizer

/// Splits in several passes, each of which sees every segment that the one before left as if it stood alone.
struct SplitPipeline: PieceScanner {
    /// A pass that can be run.
    struct Pass {
        let scanner: any PieceScanner
        let behavior: SplitRule.Behavior
    }

    let passes: [Pass]

    /// - Complexity: that of the passes; the text before `start` is split again, since segments begin there.
    func forEachPiece(in text: Span<UInt8>, from start: Int, _ body: (Range<Int>) -> Bool) {
        guard !text.isEmpty else { return }
        _ = self.split(text, 0..<text.count, pass: 0) { piece in
            // Pieces end where earlier ones ended, so that none reaches across `start`.
            piece.upperBound <= start || body(piece)
        }
    }

    /// Splits one segment by the passes from `index` on; false if `body` wants no more.
    private func split(
        _ text: Span<UInt8>,
        _ segment: Range<Int>,
        pass index: Int,
        _ body: (Range<Int>) -> Bool
    ) -> Bool {
        guard !segment.isEmpty else { return true }
        guard index < self.passes.count else { return body(segment) }
        let pass = self.passes[index]
        let base = segment.lowerBound
        var position = base
        var goesOn = true
        pass.scanner.forEachPiece(in: text.extracting(segment), from: 0) { match in
            let (start, end) = (base + match.lowerBound, base + match.upperBound)
            precondition(position <= start && start < end && end <= segment.upperBound, "a scanner's piece is outside")
            if pass.behavior != .matchesOnly {
                goesOn = self.split(text, position..<start, pass: index + 1, body)
            }
            if goesOn, pass.behavior != .gapsOnly {
                goesOn = self.split(text, start..<end, pass: index + 1, body)
            }
            position = end
            return goesOn
        }
        guard goesOn else { return false }
        return pass.behavior == .matchesOnly || self.split(text, position..<segment.upperBound, pass: index + 1, body)
    }
}

/// A pretokenizer where a scanner is asked for.
struct PretokenizerScanner: PieceScanner {
    private let pretokenizer: Pretokenizer

    init(_ pretokenizer: Pretokenizer) {
        self.pretokenizer = pretokenizer
    }

    func forEachPiece(in text: Span<UInt8>, from start: Int, _ body: (Range<Int>) -> Bool) {
        self.pretokenizer.forEachPiece(in: text, from: start, body)
    }
}

/// Finds one text, from left to right and without overlaps.
struct LiteralScanner: PieceScanner {
    private let text: [UInt8]

    /// - Precondition: `text` is not empty.
    init(_ text: [UInt8]) {
        precondition(!text.isEmpty, "an empty text is everywhere")
        self.text = text
    }

    /// - Complexity: O(*n* · *m*) for a text of *m* bytes.
    func forEachPiece(in text: Span<UInt8>, from start: Int, _ body: (Range<Int>) -> Bool) {
        var position = start
        while position + self.text.count <= text.count {
            if self.text.indices.allSatisfy({ text[position + $0] == self.text[$0] }) {
                guard body(position..<position + self.text.count) else { return }
                position += self.text.count
            } else {
                position += 1
            }
        }
    }
}
