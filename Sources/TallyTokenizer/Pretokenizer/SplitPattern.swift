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

    /// The end of one to three numbers, of which `first` is the first: `\p{N}{1,3}`.
    @inline(__always)
    static func endOfNumbers(_ text: Span<UInt8>, after first: ClassifiedCharacter) -> Int {
        var end = first.end
        for _ in 0..<2 where end < text.count {
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

    /// Reads the run of white space at `start`.
    @inline(__always)
    static func whiteSpace(_ text: Span<UInt8>, from start: Int) -> WhiteSpace {
        var run = WhiteSpace(end: start, lastStart: start, afterNewline: nil)
        while run.end < text.count {
            let next = text.character(at: run.end)
            guard next.kind.meets(.whiteSpace) else { break }
            run.lastStart = run.end
            run.end = next.end
            if next.kind.meets(.newline) { run.afterNewline = next.end }
        }
        return run
    }

    /// Where a run without newline is cut: `\s+(?!\S)|\s+` leaves its last character to the word behind it.
    @inline(__always)
    static func endOfBlanks(_ text: Span<UInt8>, _ run: WhiteSpace, from start: Int) -> Int {
        run.end == text.count || run.lastStart == start ? run.end : run.lastStart
    }
}
