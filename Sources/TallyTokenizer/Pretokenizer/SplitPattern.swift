/// A split pattern that is scanned by hand instead of by a regex engine.
///
/// `advance` is the ground truth: one piece at a time, character by character. Because the patterns look ahead but
/// never behind, it may be started at the end of any piece; faster ways to find the same ends fall back to it wherever
/// they can't decide.
protocol SplitPattern {
    /// Returns the end of the piece that starts at `start`.
    ///
    /// - Precondition: `start < text.count`, `text` is valid UTF-8 and `start` is the end of the piece before, or 0.
    /// - Complexity: O(*n*) in the length of the piece and of the white space behind it.
    static func advance(_ text: Span<UInt8>, from start: Int) -> Int

    /// What ``pieceStarts(_:in:_:)`` tells itself about the next block; a new one stands for the start of a piece.
    associatedtype Carry: Initializable

    /// Returns the characters of `block` with which pieces start, or nil if neither it nor the next one tells.
    ///
    /// Says the same as `advance` for a text whose end is far away. Blocks are asked in order; after nil, the masks
    /// start again with a new carry at a piece that `advance` has found.
    ///
    /// - Parameter masks: Those of `block`; which of them are constants depends on where this is inlined.
    static func pieceStarts(_ masks: BlockMasks, in block: TextBlock, _ carry: inout Carry) -> UInt64?

    /// Returns the offset from which on at most one more piece starts in `text`, because of how the text ends.
    ///
    /// A text is split as if spaces followed it, which is right for most patterns.
    ///
    /// - Complexity: O(*n*) in the length of what is special about the end.
    static func endOfSettledStarts(_ text: Span<UInt8>) -> Int
}

extension SplitPattern {
    /// Returns the end of the text: it may follow anything that spaces may follow.
    @inline(__always)
    static func endOfSettledStarts(_ text: Span<UInt8>) -> Int {
        text.count
    }
}

/// What has a first value.
protocol Initializable {
    init()
}

/// What the patterns have in common.
enum SplitRule {
    /// The end of `'s`, `'t`, `'re`, `'ve`, `'m`, `'ll` or `'d` at `position`, in any case, or nil.
    ///
    /// U+017F, the long s, is an s to a regex engine that ignores case; no other non-ASCII character folds to one of
    /// these letters.
    @inline(__always)
    static func endOfContraction(_ text: Span<UInt8>, at position: Int) -> Int? {
        guard position &+ 1 < text.count, unsafe text[unchecked: position] == UInt8(ascii: "'") else { return nil }
        let first = unsafe text[unchecked: position &+ 1]
        switch first | 0x20 {
        case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"):
            return position &+ 2
        case UInt8(ascii: "r"), UInt8(ascii: "v"), UInt8(ascii: "l"):
            guard position &+ 2 < text.count else { return nil }
            let expected = first | 0x20 == UInt8(ascii: "l") ? UInt8(ascii: "l") : UInt8(ascii: "e")
            return unsafe text[unchecked: position &+ 2] | 0x20 == expected ? position &+ 3 : nil
        default:
            // U+017F is C5 BF.
            guard first == 0xC5, unsafe text[unchecked: position &+ 2] == 0xBF else { return nil }
            return position &+ 3
        }
    }

    /// How many letters of a contraction follow an apostrophe that has `first` and `second` behind it: 0, 1 or 2.
    @inline(__always)
    static func lettersOfContraction(_ first: UInt8, _ second: UInt8) -> UInt64 {
        switch first | 0x20 {
        case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): 1
        case UInt8(ascii: "r"), UInt8(ascii: "v"): second | 0x20 == UInt8(ascii: "e") ? 2 : 0
        case UInt8(ascii: "l"): second | 0x20 == UInt8(ascii: "l") ? 2 : 0
        default: first == 0xC5 && second == 0xBF ? 1 : 0  // U+017F
        }
    }

    /// Where the white space starts that `text` ends in; its end if there is none.
    ///
    /// - Complexity: O(*n*) in its length.
    static func startOfTrailingWhiteSpace(_ text: Span<UInt8>) -> Int {
        var start = text.count
        while start > 0 {
            var lead = start &- 1
            while unsafe lead > 0 && text[unchecked: lead] & 0xC0 == 0x80 { lead &-= 1 }
            guard text.character(at: lead).kind.meets(.whiteSpace) else { break }
            start = lead
        }
        return start
    }

    /// The end of one to `limit` numbers, of which `first` is the first: `\p{N}{1,3}`.
    @inline(__always)
    static func endOfNumbers(_ text: Span<UInt8>, after first: ClassifiedCharacter, limit: Int) -> Int {
        var end = first.end
        for _ in 1..<limit where end < text.count {
            let next = text.character(at: end)
            guard next.kind.meets(.number) else { break }
            end = next.end
        }
        return end
    }

    /// A run of white space: where it ends, where its last character starts, and where its last newline ends.
    struct WhiteSpace {
        var end: Int
        var lastStart: Int
        var afterNewline: Int?
    }

    /// Where a run without newline is cut: `\s+(?!\S)|\s+` leaves its last character to the word behind it.
    @inline(__always)
    static func endOfBlanks(_ text: Span<UInt8>, _ run: WhiteSpace, from start: Int) -> Int {
        run.end == text.count || run.lastStart == start ? run.end : run.lastStart
    }
}
