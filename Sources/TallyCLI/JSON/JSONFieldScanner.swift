internal import TallyEstimation

/// Finds one string field in a line of JSON, checking the whole line and building nothing.
///
/// Of a name that occurs twice the last one counts, as in Python's and most other parsers.
struct JSONFieldScanner {
    /// What the field was found to be.
    enum Field: Equatable {
        case missing
        /// The bytes between the quotes.
        case string(Range<Int>, hasEscapes: Bool)
        case other(kind: String)
    }

    private let path: JSONFieldPath
    private(set) var field = Field.missing
    private var position = 0
    private var level = 0

    static let maximumLevel = 512

    private init(_ path: JSONFieldPath) {
        self.path = path
    }

    /// Returns the bytes between the quotes of the field at `path`, and whether escapes are among them.
    ///
    /// - Complexity: O(*n*) in the line's length.
    static func find(
        _ path: JSONFieldPath,
        in line: Span<UInt8>
    ) throws(JSONLineError) -> (content: Range<Int>, hasEscapes: Bool) {
        var scanner = JSONFieldScanner(path)
        scanner.skipBlanks(line)
        if scanner.position == line.count { throw .blank }
        try scanner.value(line, depth: 0)
        scanner.skipBlanks(line)
        if scanner.position < line.count { throw scanner.malformed("the end of the line") }
        switch scanner.field {
        case .missing: throw .missingField
        case .other(let kind): throw .notAString(kind: kind)
        case .string(let content, let hasEscapes): return (content, hasEscapes)
        }
    }

    // MARK: - Grammar

    /// Reads a value; `depth` is how many components of the path lead to it, nil if it is elsewhere.
    private mutating func value(_ line: Span<UInt8>, depth: Int?) throws(JSONLineError) {
        let isField = depth == self.path.components.count
        guard self.position < line.count else { throw self.malformed("a value") }
        switch line[self.position] {
        case UInt8(ascii: "{"):
            if isField { self.field = .other(kind: "an object") }
            try self.object(line, depth: isField ? nil : depth)
        case .bracket:
            if isField { self.field = .other(kind: "an array") }
            try self.array(line, depth: isField ? nil : depth)
        case UInt8(ascii: "\""):
            let (content, hasEscapes) = try self.string(line)
            if isField { self.field = .string(content, hasEscapes: hasEscapes) }
        case UInt8(ascii: "t"):
            try self.word("true", line)
            if isField { self.field = .other(kind: "true") }
        case UInt8(ascii: "f"):
            try self.word("false", line)
            if isField { self.field = .other(kind: "false") }
        case UInt8(ascii: "n"):
            try self.word("null", line)
            if isField { self.field = .other(kind: "null") }
        default:
            try self.number(line)
            if isField { self.field = .other(kind: "a number") }
        }
    }

    private mutating func object(_ line: Span<UInt8>, depth: Int?) throws(JSONLineError) {
        try self.enter()
        self.skipBlanks(line)
        if self.take(UInt8(ascii: "}"), line) { return self.level -= 1 }
        while true {
            self.skipBlanks(line)
            guard self.position < line.count, line[self.position] == UInt8(ascii: "\"") else {
                throw self.malformed("a name in quotes")
            }
            let (name, hasEscapes) = try self.string(line)
            self.skipBlanks(line)
            guard self.take(.colon, line) else { throw self.malformed("':'") }
            self.skipBlanks(line)
            var inner: Int?
            if let depth, self.isName(line.extracting(name), hasEscapes, self.path.components[depth]) {
                inner = depth + 1
                self.field = .missing
            }
            try self.value(line, depth: inner)
            self.skipBlanks(line)
            if self.take(UInt8(ascii: "}"), line) { return self.level -= 1 }
            guard self.take(UInt8(ascii: ","), line) else { throw self.malformed("',' or '}'") }
        }
    }

    private mutating func array(_ line: Span<UInt8>, depth: Int?) throws(JSONLineError) {
        try self.enter()
        self.skipBlanks(line)
        if self.take(.closingBracket, line) { return self.level -= 1 }
        let wanted = depth.flatMap { self.path.index(at: $0) }
        var index = 0
        while true {
            self.skipBlanks(line)
            try self.value(line, depth: index == wanted ? depth.map { $0 + 1 } : nil)
            index += 1
            self.skipBlanks(line)
            if self.take(.closingBracket, line) { return self.level -= 1 }
            guard self.take(UInt8(ascii: ","), line) else { throw self.malformed("',' or ']'") }
        }
    }

    private mutating func string(_ line: Span<UInt8>) throws(JSONLineError) -> (Range<Int>, hasEscapes: Bool) {
        let start = self.position + 1
        var hasEscapes = false
        self.position = start
        while self.position < line.count {
            switch line[self.position] {
            case UInt8(ascii: "\""):
                self.position += 1
                return (start..<(self.position - 1), hasEscapes)
            case .backslash:
                hasEscapes = true
                self.position += 1
                try self.escape(line)
            case 0x00...0x1F:
                throw self.malformed("an escaped control character")
            default:
                self.position += 1
            }
        }
        throw self.malformed("'\"'")
    }

    private mutating func escape(_ line: Span<UInt8>) throws(JSONLineError) {
        guard self.position < line.count else { throw self.malformed("an escape") }
        let byte = line[self.position]
        self.position += 1
        switch byte {
        case UInt8(ascii: "\""), .backslash, .slash, UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            return
        case UInt8(ascii: "u"):
            for _ in 0..<4 {
                guard self.position < line.count, JSONStringDecoder.hexadecimal(line[self.position]) != nil else {
                    throw self.malformed("four hexadecimal digits")
                }
                self.position += 1
            }
        default:
            self.position -= 1
            throw self.malformed("an escape")
        }
    }

    private mutating func number(_ line: Span<UInt8>) throws(JSONLineError) {
        let start = self.position
        _ = self.take(.hyphen, line)
        if !self.take(UInt8(ascii: "0"), line) {
            guard self.digits(line) else {
                self.position = start
                throw self.malformed("a value")
            }
        }
        if self.take(UInt8(ascii: "."), line) {
            guard self.digits(line) else { throw self.malformed("a digit") }
        }
        if self.take(UInt8(ascii: "e"), line) || self.take(UInt8(ascii: "E"), line) {
            if !self.take(UInt8(ascii: "+"), line) { _ = self.take(.hyphen, line) }
            guard self.digits(line) else { throw self.malformed("a digit") }
        }
    }

    // MARK: - Steps

    private mutating func digits(_ line: Span<UInt8>) -> Bool {
        let start = self.position
        while self.position < line.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(line[self.position]) {
            self.position += 1
        }
        return self.position > start
    }

    private mutating func word(_ word: StaticString, _ line: Span<UInt8>) throws(JSONLineError) {
        for byte in "\(word)".utf8 {
            guard self.take(byte, line) else { throw self.malformed("a value") }
        }
    }

    private mutating func take(_ byte: UInt8, _ line: Span<UInt8>) -> Bool {
        guard self.position < line.count, line[self.position] == byte else { return false }
        self.position += 1
        return true
    }

    private mutating func skipBlanks(_ line: Span<UInt8>) {
        while self.position < line.count {
            switch line[self.position] {
            case 0x20, 0x09, 0x0A, 0x0D: self.position += 1
            default: return
            }
        }
    }

    private mutating func enter() throws(JSONLineError) {
        self.position += 1
        self.level += 1
        if self.level > Self.maximumLevel { throw .tooDeep(limit: Self.maximumLevel) }
    }

    private func isName(_ name: Span<UInt8>, _ hasEscapes: Bool, _ wanted: [UInt8]) -> Bool {
        if hasEscapes {
            var decoded: [UInt8] = []
            JSONStringDecoder.decode(name, into: &decoded)
            return decoded == wanted
        }
        guard name.count == wanted.count else { return false }
        return wanted.indices.allSatisfy { name[$0] == wanted[$0] }
    }

    private func malformed(_ expected: String) -> JSONLineError {
        .malformed(column: self.position + 1, expected: expected)
    }
}
