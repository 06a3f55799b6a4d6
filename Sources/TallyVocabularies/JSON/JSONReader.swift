internal import TallyTokenizer

/// Reads JSON (RFC 8259) value by value, in the order of the text, and keeps nothing of it.
///
/// Whoever reads asks for what should come next; anything else is an error that names the byte. The text is passed to
/// each call, because a span can't be stored.
///
/// ```swift
/// var reader = try JSONReader(checking: text)
/// try reader.enterObject(text)
/// while let name = try reader.nextName(text) { … }
/// try reader.finish(text)
/// ```
///
/// Strict: no comments, no commas at the end, no byte order mark, nothing behind the value, nothing deeper than
/// ``depthLimit``; text that is not UTF-8 and halves of surrogate pairs are errors.
package struct JSONReader {
    /// What a value is, by its first byte.
    package enum Kind: String {
        case object = "an object"
        case array = "an array"
        case string = "a string"
        case number = "a number"
        case bool = "true or false"
        case null
    }

    /// The most containers that may be open at once.
    package static let depthLimit = 64

    /// The offset of the next byte.
    package private(set) var position: Int
    /// For each open container, whether nothing of it has been read.
    private var isFirst: [Bool] = []

    /// Starts at the beginning of `text`.
    ///
    /// - Complexity: O(*n*): all of it must be UTF-8.
    package init(checking text: Span<UInt8>) throws(VocabularyError) {
        if let offset = text.offsetOfInvalidUTF8 {
            throw VocabularyError(.malformedFile, "not JSON: byte \(offset + 1) is not UTF-8")
        }
        self.position = 0
    }

    /// Starts at a value that another reader has passed over.
    package init(at position: Int) {
        self.position = position
    }

    // MARK: - Containers

    /// Steps into an object.
    package mutating func enterObject(_ text: Span<UInt8>) throws(VocabularyError) {
        try self.enter(UInt8(ascii: "{"), .object, text)
    }

    /// Returns the next member's name, after which its value is to be read, or steps out of the object and returns nil.
    package mutating func nextName(_ text: Span<UInt8>) throws(VocabularyError) -> JSONText? {
        guard try self.nextItem(closing: UInt8(ascii: "}"), text) else { return nil }
        self.skipBlanks(text)
        guard self.peek(text) == UInt8(ascii: "\"") else { throw self.malformed("a name in quotes") }
        let name = try self.scanString(text)
        self.skipBlanks(text)
        guard self.take(UInt8(ascii: ":"), text) else { throw self.malformed("':'") }
        return name
    }

    /// Steps into an array.
    package mutating func enterArray(_ text: Span<UInt8>) throws(VocabularyError) {
        try self.enter(UInt8(ascii: "["), .array, text)
    }

    /// Whether there is another element, which is then to be read; else steps out of the array.
    package mutating func nextElement(_ text: Span<UInt8>) throws(VocabularyError) -> Bool {
        try self.nextItem(closing: UInt8(ascii: "]"), text)
    }

    /// Checks that nothing follows.
    package mutating func finish(_ text: Span<UInt8>) throws(VocabularyError) {
        self.skipBlanks(text)
        if self.position < text.count { throw self.malformed("the end") }
    }

    // MARK: - Values

    /// Returns what comes next, without reading it.
    package mutating func kind(_ text: Span<UInt8>) throws(VocabularyError) -> Kind {
        self.skipBlanks(text)
        guard let byte = self.peek(text) else { throw self.malformed("a value") }
        switch byte {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        default: throw self.malformed("a value")
        }
    }

    /// Reads a string.
    package mutating func string(_ text: Span<UInt8>) throws(VocabularyError) -> JSONText {
        try self.require(.string, text)
        return try self.scanString(text)
    }

    /// Reads a whole number within `range`, written without fraction and exponent.
    package mutating func integer(
        _ text: Span<UInt8>,
        in range: ClosedRange<Int>
    ) throws(VocabularyError) -> Int {
        try self.require(.number, text)
        let start = self.position
        try self.scanNumber(text)
        var value = 0
        let isNegative = text[start] == UInt8(ascii: "-")
        // Eighteen digits fit whatever they are.
        let isShort = self.position - start <= 18
        for index in start + (isNegative ? 1 : 0)..<self.position where isShort {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[index]) else {
                throw VocabularyError(.malformedFile, "byte \(start + 1): expected a whole number")
            }
            value = value * 10 + Int(text[index] - UInt8(ascii: "0"))
        }
        value = isNegative ? -value : value
        guard isShort, range.contains(value) else {
            throw VocabularyError(
                .malformedFile,
                "byte \(start + 1): expected a number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return value
    }

    /// Reads `true` or `false`.
    package mutating func bool(_ text: Span<UInt8>) throws(VocabularyError) -> Bool {
        try self.require(.bool, text)
        if self.peek(text) == UInt8(ascii: "t") {
            try self.word("true", text)
            return true
        }
        try self.word("false", text)
        return false
    }

    /// Reads `null` if it comes next, and says whether it did.
    package mutating func skipNull(_ text: Span<UInt8>) throws(VocabularyError) -> Bool {
        guard try self.kind(text) == .null else { return false }
        try self.word("null", text)
        return true
    }

    /// Reads a value of any kind and checks it.
    ///
    /// - Complexity: O(*n*) in the value's length.
    package mutating func skip(_ text: Span<UInt8>) throws(VocabularyError) {
        switch try self.kind(text) {
        case .object:
            try self.enterObject(text)
            // The depth is limited, and with it this recursion.
            while try self.nextName(text) != nil { try self.skip(text) }
        case .array:
            try self.enterArray(text)
            while try self.nextElement(text) { try self.skip(text) }
        case .string: _ = try self.scanString(text)
        case .number: try self.scanNumber(text)
        case .bool: _ = try self.bool(text)
        case .null: try self.word("null", text)
        }
    }
}

// MARK: - Scanning

extension JSONReader {
    private mutating func enter(_ bracket: UInt8, _ kind: Kind, _ text: Span<UInt8>) throws(VocabularyError) {
        try self.require(kind, text)
        guard self.isFirst.count < Self.depthLimit else {
            throw VocabularyError(
                .malformedFile,
                "byte \(self.position + 1): nested deeper than \(Self.depthLimit) levels"
            )
        }
        self.position += 1
        self.isFirst.append(true)
    }

    private mutating func nextItem(closing bracket: UInt8, _ text: Span<UInt8>) throws(VocabularyError) -> Bool {
        self.skipBlanks(text)
        let level = self.isFirst.count - 1
        precondition(level >= 0, "no container is open")
        if self.take(bracket, text) {
            self.isFirst.removeLast()
            return false
        }
        if self.isFirst[level] {
            self.isFirst[level] = false
        } else if !self.take(UInt8(ascii: ","), text) {
            throw self.malformed("',' or '\(Unicode.Scalar(bracket))'")
        }
        return true
    }

    private mutating func require(_ kind: Kind, _ text: Span<UInt8>) throws(VocabularyError) {
        let found = try self.kind(text)
        if found != kind {
            throw VocabularyError(
                .malformedFile,
                "byte \(self.position + 1): expected \(kind.rawValue), found \(found.rawValue)"
            )
        }
    }

    private mutating func scanString(_ text: Span<UInt8>) throws(VocabularyError) -> JSONText {
        let start = self.position + 1
        var position = start
        var hasEscapes = false
        let count = text.count
        while position < count {
            switch text[position] {
            case UInt8(ascii: "\""):
                self.position = position + 1
                return JSONText(range: start..<position, hasEscapes: hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                position += 1
                self.position = position
                position = try JSONText.endOfEscape(at: position, text)
            case 0x00...0x1F:
                self.position = position
                throw self.malformed("an escaped control character")
            default:
                position += 1
            }
        }
        self.position = count
        throw self.malformed("'\"'")
    }

    private mutating func scanNumber(_ text: Span<UInt8>) throws(VocabularyError) {
        _ = self.take(UInt8(ascii: "-"), text)
        if !self.take(UInt8(ascii: "0"), text) { try self.digits(text) }
        if self.take(UInt8(ascii: "."), text) { try self.digits(text) }
        if self.take(UInt8(ascii: "e"), text) || self.take(UInt8(ascii: "E"), text) {
            if !self.take(UInt8(ascii: "+"), text) { _ = self.take(UInt8(ascii: "-"), text) }
            try self.digits(text)
        }
    }

    private mutating func digits(_ text: Span<UInt8>) throws(VocabularyError) {
        let start = self.position
        while let byte = self.peek(text), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { self.position += 1 }
        if self.position == start { throw self.malformed("a digit") }
    }

    private mutating func word(_ word: StaticString, _ text: Span<UInt8>) throws(VocabularyError) {
        for byte in "\(word)".utf8 {
            guard self.take(byte, text) else { throw self.malformed("a value") }
        }
    }

    private func peek(_ text: Span<UInt8>) -> UInt8? {
        self.position < text.count ? text[self.position] : nil
    }

    private mutating func take(_ byte: UInt8, _ text: Span<UInt8>) -> Bool {
        guard self.peek(text) == byte else { return false }
        self.position += 1
        return true
    }

    private mutating func skipBlanks(_ text: Span<UInt8>) {
        while self.position < text.count {
            switch text[self.position] {
            case 0x20, 0x09, 0x0A, 0x0D: self.position += 1
            default: return
            }
        }
    }

    private func malformed(_ expected: String) -> VocabularyError {
        .notJSON(at: self.position, expected: expected)
    }
}

extension VocabularyError {
    /// Not JSON, or cut off; `position` counts bytes from 0, the message from 1.
    static func notJSON(at position: Int, expected: String) -> VocabularyError {
        VocabularyError(.malformedFile, "not JSON at byte \(position + 1): expected \(expected)")
    }
}
