/// A few names that are known beforehand, found by their bytes.
struct NameSet: Sendable {
    private let patterns: [BytePattern]
    // By the length of the name and its first byte, the numbers of those that may be it.
    private let slots: [[UInt8]]

    /// - Precondition: at most 255 names of 1 to 32 bytes.
    init(_ names: [String]) {
        self.patterns = names.map(BytePattern.init)
        var slots = [[UInt8]](repeating: [], count: 1_024)
        for (number, pattern) in self.patterns.enumerated() {
            slots[Self.slot(pattern.count, UInt8(truncatingIfNeeded: pattern.words.0))].append(UInt8(number))
        }
        self.slots = slots
    }

    /// The number of the name that stands in a range; nil for any other text.
    @inline(__always)
    func number(of range: Range<Int>, in line: LineCursor) -> Int? {
        guard range.count > 0, range.count <= 32 else { return nil }
        for number in self.slots[Self.slot(range.count, line.byte(range.lowerBound))] {
            if line.text(range, is: self.patterns[Int(number)]) { return Int(number) }
        }
        return nil
    }

    @inline(__always)
    private static func slot(_ count: Int, _ first: UInt8) -> Int {
        (count & 31) << 5 | Int(first & 31)
    }
}
