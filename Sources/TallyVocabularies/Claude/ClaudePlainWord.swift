/// A word of ASCII letters alone, as most are: what a ``ClaudeRun`` of it says, found at less cost.
struct ClaudePlainWord {
    let start: Int
    let end: Int
    private let startsUpper: Bool
    private let capitals: Int

    /// The word at `position`, if there is one and it ends before another ASCII character or the text does.
    @inline(__always)
    init?(in text: Span<UInt8>, at position: Int) {
        var end = position
        var capitals = 0
        while end < text.count {
            // Unsafe: below the count.
            let byte = unsafe text[unchecked: end]
            guard (byte | 0x20) &- 0x61 < 26 else { break }
            capitals &+= byte & 0x20 == 0 ? 1 : 0
            end &+= 1
        }
        guard end > position, end == text.count || text[end] < 0x80 else { return nil }
        self.start = position
        self.end = end
        self.startsUpper = text[position] & 0x20 == 0
        self.capitals = capitals
    }

    /// How its capitals are written; see ``ClaudeCase``.
    @inline(__always)
    func style(marksCapitals: Bool) -> ClaudeCase {
        if self.capitals == 0 { return .literal }
        if self.capitals == 1, self.startsUpper { return .shift }
        let isAllCapitals = self.capitals == self.end &- self.start
        return marksCapitals && isAllCapitals && self.capitals >= 4 ? .capitals : .literal
    }
}
