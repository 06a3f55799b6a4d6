/// Splits text into the pieces that merges never cross.
///
/// Conform to it to bring a split pattern for which there is no hand-written scanner; `TallyRegex` does so for any
/// regular expression.
public protocol PieceScanner: Sendable {
    /// Calls `body` with each piece of `text` from byte offset `start` on, in order, until it returns false.
    ///
    /// Text between pieces is dropped, as the reference library does.
    ///
    /// - Parameters:
    ///   - text: Valid UTF-8, borrowed for the call.
    ///   - start: The end of an earlier piece, or 0.
    ///   - body: Takes a piece as byte offsets into `text`; pieces ascend, don't overlap and aren't empty. A piece that
    ///     is empty or not inside of `text` traps.
    func forEachPiece(in text: Span<UInt8>, from start: Int, _ body: (Range<Int>) -> Bool)
}
