/// Finds text that repeats itself.
enum PeriodicText {
    /// The longest period that is looked for.
    static let periodLimit = 64

    /// Returns the shortest period with which the bytes before `position` go on behind it, for eight bytes at least; nil
    /// if there is none.
    ///
    /// - Precondition: `start + periodLimit <= position` and `position + 8 <= text.count`.
    /// - Complexity: O(1).
    static func period(_ text: Span<UInt8>, _ position: Int) -> Int? {
        precondition(position >= Self.periodLimit && position + 8 <= text.count)
        let bytes = unsafe text.bytes
        // Eight bytes from `position - periodLimit` on are inside of the text, as all later ones are.
        let word = unsafe bytes.word(at: position)
        for period in 1...Self.periodLimit where unsafe bytes.word(at: position &- period) == word {
            return period
        }
        return nil
    }

    /// Returns where the text stops repeating itself with this period: the first place from `position` on whose byte is
    /// not the one a period before, or `end`.
    ///
    /// - Complexity: O(*n*) in the length of what repeats.
    static func end(_ text: Span<UInt8>, _ position: Int, _ end: Int, period: Int) -> Int {
        precondition(period <= position && position <= end && end <= text.count)
        let bytes = unsafe text.bytes
        var place = position
        while place &+ 8 <= end {
            // Inside of the text by the condition and the precondition.
            let difference = unsafe bytes.word(at: place) ^ bytes.word(at: place &- period)
            guard difference == 0 else { return place &+ difference.trailingZeroBitCount / 8 }
            place &+= 8
        }
        while place < end, text[place] == text[place - period] { place += 1 }
        return place
    }

    /// Returns the first place from which on the text up to `position` repeats itself with this period, or `start`.
    ///
    /// - Complexity: O(*n*) in the length of what repeats.
    static func start(_ text: Span<UInt8>, _ start: Int, _ position: Int, period: Int) -> Int {
        var place = position
        while place - period > start, text[place - 1] == text[place - 1 - period] { place -= 1 }
        return place - period
    }
}
