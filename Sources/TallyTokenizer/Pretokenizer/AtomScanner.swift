/// Cuts certain strings out of a text before another rule splits what is between them.
///
/// Tokenizers of Hugging Face's library have such strings: added tokens that are not special, as `<think>`. They stand
/// for one token wherever they occur, and the text on either side is split as if it stood alone. A vocabulary that has
/// them as tokens finds each as a whole piece, and never merges anything into one, since no other piece contains it.
struct AtomScanner: PieceScanner {
    private let atoms: SpecialTokenTable
    private let base: Pretokenizer

    init(atoms: [String: TokenID], base: Pretokenizer) {
        self.atoms = SpecialTokenTable(atoms)
        self.base = base
    }

    /// Of several atoms that start together the longest counts.
    ///
    /// - Complexity: O(*n* · *m* log *k*) for *k* atoms of at most *m* bytes, and what the other rule takes; O(*n*) where
    ///   no candidate starts. The atoms before `start` are looked for again, since one of them may reach up to it.
    func forEachPiece(in text: Span<UInt8>, from start: Int, _ body: (Range<Int>) -> Bool) {
        var position = 0
        while position < text.count {
            let match = self.atoms.firstMatch(in: text, from: position, allowing: .all)
            let end = match?.range.lowerBound ?? text.count
            if end > max(start, position) {
                let segment = position
                var goesOn = true
                self.base.forEachPiece(in: text.extracting(segment..<end), from: max(0, start - segment)) { piece in
                    goesOn = body(segment + piece.lowerBound..<segment + piece.upperBound)
                    return goesOn
                }
                guard goesOn else { return }
            }
            guard let match else { return }
            if match.range.lowerBound >= start {
                guard body(match.range) else { return }
            }
            position = match.range.upperBound
        }
    }
}

extension Pretokenizer {
    /// Returns a rule that makes a piece of every occurrence of an atom, and splits the rest by this one.
    ///
    /// - Parameter atoms: What is not to be split, with its token; not empty strings.
    package func isolating(_ atoms: [String: TokenID]) -> Pretokenizer {
        atoms.isEmpty ? self : .scanner(AtomScanner(atoms: atoms, base: self))
    }

    /// Calls `body` with each piece from `start` on, which is the end of an earlier piece or 0.
    package func forEachPiece(in text: Span<UInt8>, from start: Int, _ body: (Range<Int>) -> Bool) {
        guard case .scanner(let scanner) = self.kind else {
            // The patterns that are scanned by hand never look back.
            return self.forEachPiece(in: text.extracting(start..<text.count)) {
                body(start + $0.lowerBound..<start + $0.upperBound)
            }
        }
        scanner.forEachPiece(in: text, from: start, body)
    }
}
