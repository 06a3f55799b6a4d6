internal import CTallyKernels

/// Where the parts of a text meet that are normalized each by itself: a character that nothing before it can change, and
/// the marks behind it that may be joined to it.
struct NormalizedParts {
    private let rules: NormalizationRules

    /// Those of form C.
    static let canonical = NormalizedParts(rules: NormalizationRules(isCompatible: false, .v9))
    /// Those of form KC.
    static let compatible = NormalizedParts(rules: NormalizationRules(isCompatible: true, .v9))

    /// Where the first part of `text` starts: behind marks at the start, which belong to what is before; nil if there is
    /// none.
    ///
    /// - Precondition: `text` is valid UTF-8 (not checked), here and below.
    func firstStart(in text: Span<UInt8>) -> Int? {
        let start = self.start(in: text, from: 0)
        return start < text.count ? start : nil
    }

    /// Where the last part of `text` starts; nil if there is none.
    func lastStart(in text: Span<UInt8>) -> Int? {
        var position = text.count
        while position > 0 {
            position = text.startOfLastCharacter(before: position)
            if self.isStart(position, in: text) { return position }
        }
        return nil
    }

    /// The end of the part that starts at `position`, which is before the end of `text`.
    func end(of text: Span<UInt8>, partAt position: Int) -> Int {
        self.start(in: text, from: self.endOfCharacter(in: text, at: position))
    }

    private func start(in text: Span<UInt8>, from position: Int) -> Int {
        var position = position
        while position < text.count, !self.isStart(position, in: text) {
            position = self.endOfCharacter(in: text, at: position)
        }
        return position
    }

    private func endOfCharacter(in text: Span<UInt8>, at position: Int) -> Int {
        var end = position + 1
        while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
        return end
    }

    private func isStart(_ position: Int, in text: Span<UInt8>) -> Bool {
        let lead = text[position]
        guard lead >= 0x80 else { return true }
        // Unsafe: valid UTF-8, of which a character starts here.
        let (scalar, _) = unsafe text.scalarAboveASCII(at: position, lead: lead)
        let index = self.rules.index(scalar)
        return index == 0 || tally_normalization_record(index).flags & self.rules.joins == 0
    }
}
