/// Parts of a text that can be split into pieces each by itself.
struct TextParts {
    /// How many bytes a part has at least: enough that starting on it costs nothing, little enough that it stays in a
    /// core's own memory between the check for valid UTF-8 and counting.
    static let length = 1 << 18
    /// How far behind the wanted place a cut is looked for.
    ///
    /// Most languages have one every few bytes. Where there is none in so many, parts are joined.
    private static let reach = 1 << 12

    private let cuts: [Int]

    /// How many there are, at least one.
    var count: Int { self.cuts.count - 1 }

    /// Where one part is.
    subscript(number: Int) -> Range<Int> {
        self.cuts[number]..<self.cuts[number + 1]
    }

    /// Cuts `text` where its pieces are certain to be cut, whatever is around.
    ///
    /// The text need not be valid: a cut is made before a whole character in the middle of valid bytes, so the text is
    /// valid if all parts are.
    ///
    /// - Complexity: O(*n* / ``length``).
    init(_ text: Span<UInt8>, _ pretokenizer: Pretokenizer, length: Int = Self.length) {
        var cuts = [0]
        var wanted = length
        while pretokenizer.isScannedByHand, wanted < text.count {
            if let cut = Self.boundary(in: text, from: wanted, pretokenizer) { cuts.append(cut) }
            wanted = max(wanted, cuts[cuts.count - 1]) + length
        }
        self.cuts = cuts + [text.count]
    }

    /// The first boundary a little behind `start`, in a window of whole characters.
    private static func boundary(in text: Span<UInt8>, from start: Int, _ pretokenizer: Pretokenizer) -> Int? {
        var (lower, upper) = (start, min(text.count, start + Self.reach))
        // A character has at most three bytes behind its first; more of them are not valid, which is found out below.
        while lower < min(upper, start + 3), text[lower] & 0xC0 == 0x80 { lower += 1 }
        while upper < text.count, upper > lower, text[upper] & 0xC0 == 0x80 { upper -= 1 }
        let window = text.extracting(lower..<upper)
        guard window.offsetOfInvalidUTF8 == nil else { return nil }
        return pretokenizer.firstBoundary(in: window).map { lower + $0 }
    }
}
