internal import TallyMetering

/// Reads times as Tally writes them, `2026-11-21T18:14:31.042Z`; most of a file are of one day.
struct CanonicalDay {
    private var text: [UInt8] = []
    private var start: Int64 = 0

    /// The moment that a text states; nil if it may be written otherwise.
    @inline(__always)
    mutating func time(_ text: Range<Int>, in line: LineCursor) -> Timestamp? {
        let first = text.lowerBound
        guard text.count == 24, self.isKnown(first, in: line) || self.learn(first, in: line) else { return nil }
        guard line.byte(first + 10) == UInt8(ascii: "T"), line.byte(first + 13) == UInt8(ascii: ":"),
            line.byte(first + 16) == UInt8(ascii: ":"), line.byte(first + 19) == UInt8(ascii: "."),
            line.byte(first + 23) == UInt8(ascii: "Z"),
            let hour = Self.number(first + 11, 2, in: line), hour <= 23,
            let minute = Self.number(first + 14, 2, in: line), minute <= 59,
            let second = Self.number(first + 17, 2, in: line), second <= 59,
            let millisecond = Self.number(first + 20, 3, in: line)
        else { return nil }
        let seconds = hour * 3_600 + minute * 60 + second
        return Timestamp(millisecondsSince1970: self.start + seconds * 1_000 + millisecond)
    }

    @inline(__always)
    private func isKnown(_ first: Int, in line: LineCursor) -> Bool {
        guard self.text.count == 10 else { return false }
        for offset in 0..<10 where self.text[offset] != line.byte(first + offset) { return false }
        return true
    }

    @inline(never)
    private mutating func learn(_ first: Int, in line: LineCursor) -> Bool {
        guard let text = line.string(first..<first + 10), let time = Timestamp("\(text)T00:00:00.000Z") else {
            return false
        }
        self.text = Array(text.utf8)
        self.start = time.millisecondsSince1970
        return true
    }

    @inline(__always)
    private static func number(_ first: Int, _ count: Int, in line: LineCursor) -> Int64? {
        var number: Int64 = 0
        for offset in first..<first + count {
            let digit = line.byte(offset) &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            number = number * 10 + Int64(digit)
        }
        return number
    }
}
