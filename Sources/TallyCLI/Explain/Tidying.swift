/// A text as it is with one remedy applied, so that what the remedy saves can be counted and not guessed.
struct Tidying {
    let kind: WhiteSpaceKind
    /// The text with the remedy.
    private(set) var bytes: [UInt8] = []
    /// What the remedy removes or replaces, in order.
    private(set) var places: [Range<Int>] = []

    /// Applies a remedy.
    ///
    /// - Returns: Nil if there is nothing to do.
    /// - Complexity: O(*n*).
    init?(_ kind: WhiteSpaceKind, _ text: [UInt8], _ lines: TextLines) {
        self.kind = kind
        switch kind {
        case .trailingBlanks: self.removeTrailingBlanks(text, lines)
        case .blankLines: self.removeBlankLines(text, lines)
        case .indentation: self.indentByTabs(text, lines)
        case .rulers: self.shortenRulers(text, lines)
        case .carriageReturns:
            for line in 0..<lines.count {
                let end = lines.content(line, of: text).upperBound
                if end + 1 < lines.range(line).upperBound { self.places.append(end..<end + 1) }
            }
        case .byteOrderMark: if text.starts(with: [0xEF, 0xBB, 0xBF]) { self.places = [0..<3] }
        case .invisibleCharacters, .unusualBlanks: self.findCharacters(text)
        }
        guard !self.places.isEmpty else { return nil }
        if self.bytes.isEmpty { self.rewrite(text) }
    }

    /// Copies the text without the places, with a blank in the place of each that is an unusual one.
    private mutating func rewrite(_ text: [UInt8]) {
        self.bytes.reserveCapacity(text.count)
        var position = 0
        for place in self.places {
            self.bytes += text[position..<place.lowerBound]
            if self.kind == .unusualBlanks { self.bytes.append(0x20) }
            position = place.upperBound
        }
        self.bytes += text[position...]
    }

    private mutating func removeTrailingBlanks(_ text: [UInt8], _ lines: TextLines) {
        for line in 0..<lines.count {
            let content = lines.content(line, of: text)
            var start = content.upperBound
            while start > content.lowerBound, text[start - 1].isBlank { start -= 1 }
            if start < content.upperBound { self.places.append(start..<content.upperBound) }
        }
    }

    private mutating func removeBlankLines(_ text: [UInt8], _ lines: TextLines) {
        var wasBlank = false
        for line in 0..<lines.count {
            let isBlank = text.trimmed(lines.range(line)).isEmpty
            if isBlank, wasBlank { self.places.append(lines.range(line)) }
            wasBlank = isBlank
        }
    }

    private mutating func findCharacters(_ text: [UInt8]) {
        var position = 0
        while position < text.count {
            if text[position] < 0x80 {
                position += 1
                continue
            }
            let (length, scalar) = text.scalar(at: position)
            let isFound: Bool
            switch scalar.value {
            case 0xAD, 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x2064, 0x2066...0x2069:
                isFound = self.kind == .invisibleCharacters
            case 0xFEFF: isFound = self.kind == .invisibleCharacters && position > 0
            case 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: isFound = self.kind == .unusualBlanks
            default: isFound = false
            }
            if isFound { self.places.append(position..<position + length) }
            position += length
        }
    }
}

extension Tidying {
    /// Writes indentation in steps, the smallest that occurs being one, as a tab each.
    private mutating func indentByTabs(_ text: [UInt8], _ lines: TextLines) {
        var step = 8
        var ranges: [Range<Int>] = []
        for line in 0..<lines.count {
            let content = lines.content(line, of: text)
            var end = content.lowerBound
            while end < content.upperBound, text[end] == 0x20 { end += 1 }
            guard end > content.lowerBound, end < content.upperBound else { continue }
            ranges.append(content.lowerBound..<end)
            if ranges[ranges.count - 1].count >= 2 { step = min(step, ranges[ranges.count - 1].count) }
        }
        self.places = ranges.filter { $0.count >= step }
        guard !self.places.isEmpty else { return }
        var position = 0
        for place in self.places {
            self.bytes += text[position..<place.lowerBound]
            self.bytes += repeatElement(0x09, count: place.count / step)
            self.bytes += repeatElement(0x20, count: place.count % step)
            position = place.upperBound
        }
        self.bytes += text[position...]
    }

    /// Cuts runs of one ruler character in lines that have no others to three.
    private mutating func shortenRulers(_ text: [UInt8], _ lines: TextLines) {
        for line in 0..<lines.count {
            let content = lines.content(line, of: text)
            guard content.count > 3, text[content].allSatisfy({ $0.isBlank || Self.isRuler($0) }) else { continue }
            var start = content.lowerBound
            for position in content.lowerBound + 1...content.upperBound
            where position == content.upperBound || text[position] != text[start] {
                if position - start > 3, !text[start].isBlank { self.places.append(start + 3..<position) }
                start = position
            }
        }
    }

    private static func isRuler(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "="), UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "~"),
            UInt8(ascii: "#"), UInt8(ascii: "+"), UInt8(ascii: "|"), UInt8(ascii: ":"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
