/// Where the lines of a text are.
struct TextLines {
    private let starts: [UInt32]
    private let end: Int

    /// - Complexity: O(*n*).
    init(_ bytes: [UInt8]) {
        var starts: [UInt32] = []
        if !bytes.isEmpty { starts.append(0) }
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") && index + 1 < bytes.count {
            starts.append(UInt32(index + 1))
        }
        self.starts = starts
        self.end = bytes.count
    }

    /// A newline at the text's end ends the last line and starts none.
    var count: Int { self.starts.count }

    /// A line with what ends it.
    func range(_ line: Int) -> Range<Int> {
        Int(self.starts[line])..<self.start(line + 1)
    }

    /// Some lines with what ends them.
    func range(_ lines: Range<Int>) -> Range<Int> {
        self.start(lines.lowerBound)..<self.start(lines.upperBound)
    }

    /// A line without the newline, or carriage return and newline, that ends it.
    func content(_ line: Int, of bytes: [UInt8]) -> Range<Int> {
        var range = self.range(line)
        if range.last.map({ bytes[$0] }) == UInt8(ascii: "\n") {
            range = range.dropLast()
            if range.last.map({ bytes[$0] }) == UInt8(ascii: "\r") { range = range.dropLast() }
        }
        return range
    }

    private func start(_ line: Int) -> Int {
        line < self.starts.count ? Int(self.starts[line]) : self.end
    }

    /// The number of the line, from 0, that has this byte.
    ///
    /// - Complexity: O(log *n*).
    func line(at offset: Int) -> Int {
        var (low, high) = (0, self.starts.count)
        while low < high {
            let middle = (low + high) / 2
            if Int(self.starts[middle]) <= offset { low = middle + 1 } else { high = middle }
        }
        return max(0, low - 1)
    }
}

extension UInt8 {
    /// Whether this is a blank or a tab.
    var isBlank: Bool { self == 0x20 || self == 0x09 }

    /// Whether this is white space of ASCII.
    var isASCIISpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}

extension [UInt8] {
    /// `range` without the white space at both ends.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, self[start].isASCIISpace { start += 1 }
        while end > start, self[end - 1].isASCIISpace { end -= 1 }
        return start..<end
    }
}
