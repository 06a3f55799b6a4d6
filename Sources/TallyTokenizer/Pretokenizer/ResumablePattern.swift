/// A pattern that can scan on where it stopped when the text has grown, and knows where a text may be cut.
///
/// Without implementations of their own both members are slow or say nothing, and right.
protocol ResumablePattern: SplitPattern {
    /// Returns what ``advance(_:from:)`` returns, and reads no character again that `memo` has seen.
    ///
    /// - Precondition: `memo` is new, or comes from a call with the same `start` and a text that agrees with this one
    ///   as far as the memo has read (``ScanMemo/position``).
    static func advance(_ text: Span<UInt8>, from start: Int, resuming memo: inout ScanMemo) -> Int

    /// Whether two neighbouring characters are never in one piece, and a text may be cut between them for counting.
    ///
    /// True promises two things: in every text with this pair a piece starts with the second character, and the pieces
    /// before it are the same if the text ends there.
    ///
    /// - Parameters:
    ///   - kind: The class of the first character.
    ///   - next: The second character.
    ///   - byte: Its first byte.
    static func isBoundary(after kind: CharacterClass, before next: ClassifiedCharacter, _ byte: UInt8) -> Bool
}

extension ResumablePattern {
    /// Reads anew each time, and says that the whole text may have been looked at.
    static func advance(_ text: Span<UInt8>, from start: Int, resuming memo: inout ScanMemo) -> Int {
        memo.position = text.count
        return Self.advance(text, from: start)
    }

    /// Promises nothing.
    static func isBoundary(after kind: CharacterClass, before next: ClassifiedCharacter, _ byte: UInt8) -> Bool {
        false
    }
}
