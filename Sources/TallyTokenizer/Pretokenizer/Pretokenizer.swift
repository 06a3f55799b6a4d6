/// How an encoding splits text into pieces before merging.
public struct Pretokenizer: Sendable {
    enum Kind {
        case o200k
        case cl100k
        case scanner(any PieceScanner)
    }

    let kind: Kind

    private init(_ kind: Kind) {
        self.kind = kind
    }

    /// The split pattern of o200k_base and o200k_harmony.
    public static let o200k = Pretokenizer(.o200k)

    /// The split pattern of cl100k_base.
    public static let cl100k = Pretokenizer(.cl100k)

    /// A split pattern of one's own.
    public static func scanner(_ scanner: any PieceScanner) -> Pretokenizer {
        Pretokenizer(.scanner(scanner))
    }

    /// Calls `body` with each piece of `text`, in order, as byte offsets, until it returns false.
    ///
    /// - Parameter text: Valid UTF-8.
    /// - Complexity: O(*n*) for the patterns that are scanned by hand.
    @inline(__always)
    package func forEachPiece(in text: Span<UInt8>, _ body: (Range<Int>) -> Bool) {
        switch self.kind {
        case .o200k: Self.forEachPiece(of: O200KPattern.self, in: text, body)
        case .cl100k: Self.forEachPiece(of: CL100KPattern.self, in: text, body)
        case .scanner(let scanner):
            let count = text.count
            scanner.forEachPiece(in: text, from: 0) { piece in
                // What follows trusts the range, and a scanner may be anybody's.
                precondition(
                    0 <= piece.lowerBound && piece.lowerBound < piece.upperBound && piece.upperBound <= count,
                    "a scanner gave the piece \(piece) of a text of \(count) bytes: pieces are not empty and inside"
                )
                return body(piece)
            }
        }
    }

    /// Calls `body` with the pieces of `text` batch by batch or, where a scanner of one's own splits, `pieceBody` with
    /// each, in order, until it returns false.
    @inline(__always)
    func forEachBatch(
        in text: Span<UInt8>,
        _ kernels: Kernels,
        _ scratch: borrowing SplitScratch,
        _ body: (PieceBatch) -> Bool,
        orPiece pieceBody: (Range<Int>) -> Bool
    ) {
        switch self.kind {
        case .o200k: BlockSplitter<O200KPattern>.forEachBatch(in: text, kernels: kernels, scratch: scratch, body)
        case .cl100k: BlockSplitter<CL100KPattern>.forEachBatch(in: text, kernels: kernels, scratch: scratch, body)
        case .scanner: self.forEachPiece(in: text, pieceBody)
        }
    }

    @inline(__always)
    private static func forEachPiece<Pattern: SplitPattern>(
        of pattern: Pattern.Type,
        in text: Span<UInt8>,
        _ body: (Range<Int>) -> Bool
    ) {
        var start = 0
        while start < text.count {
            let end = Pattern.advance(text, from: start)
            guard body(start..<end) else { return }
            start = end
        }
    }
}
