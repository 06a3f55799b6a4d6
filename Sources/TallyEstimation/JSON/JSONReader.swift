/// Reads one JSON value (RFC 8259), strictly: no comments, no trailing commas, nothing behind it.
///
/// What is not valid UTF-8 becomes U+FFFD, and half of a surrogate pair too. Errors give positions, never text.
struct JSONReader {
    /// How deep arrays and objects may stand in each other; deeper ones are refused, so that no stack overflows.
    static let depthLimit = 200

    private let bytes: [UInt8]
    private var position = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Returns the value in `bytes`.
    ///
    /// - Complexity: O(*n*).
    /// - Throws: ``EstimationError/Code/malformedJSON``.
    static func read(_ bytes: [UInt8]) throws(EstimationError) -> JSONTree {
        var reader = JSONReader(bytes)
        reader.skipSpace()
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.position == bytes.count else { throw reader.error("something stands behind the value") }
        return value
    }

    private func error(_ why: String) -> EstimationError {
        EstimationError(.malformedJSON, "not JSON at byte \(self.position): \(why)")
    }

    private var next: UInt8? {
        self.position < self.bytes.count ? self.bytes[self.position] : nil
    }

    private mutating func skipSpace() {
        while let byte = self.next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { self.position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard self.next == byte else { return false }
        self.position += 1
        return true
    }

    private mutating func value(depth: Int) throws(EstimationError) -> JSONTree {
        guard depth < Self.depthLimit else {
            throw self.error("arrays and objects are more than \(Self.depthLimit) deep")
        }
        switch self.next {
        case UInt8(ascii: "{"): return try self.object(depth: depth)
        case UInt8(ascii: "["): return try self.array(depth: depth)
        case UInt8(ascii: "\""): return .string(try self.string())
        case UInt8(ascii: "t"): return try self.word("true", .bool(true))
        case UInt8(ascii: "f"): return try self.word("false", .bool(false))
        case UInt8(ascii: "n"): return try self.word("null", .null)
        case nil: throw self.error("the text ends where a value should stand")
        default: return try self.number()
        }
    }

    private mutating func word(_ word: String, _ value: JSONTree) throws(EstimationError) -> JSONTree {
        guard self.bytes[self.position...].starts(with: word.utf8) else { throw self.error("no value") }
        self.position += word.utf8.count
        return value
    }

    private mutating func array(depth: Int) throws(EstimationError) -> JSONTree {
        self.position += 1
        var elements: [JSONTree] = []
        self.skipSpace()
        if self.take(UInt8(ascii: "]")) { return .array(elements) }
        while true {
            self.skipSpace()
            elements.append(try self.value(depth: depth + 1))
            self.skipSpace()
            if self.take(UInt8(ascii: "]")) { return .array(elements) }
            guard self.take(UInt8(ascii: ",")) else { throw self.error("no comma or ']' after an element") }
        }
    }

    private mutating func object(depth: Int) throws(EstimationError) -> JSONTree {
        self.position += 1
        var members: [JSONTree.Member] = []
        self.skipSpace()
        if self.take(UInt8(ascii: "}")) { return .object(members) }
        while true {
            self.skipSpace()
            guard self.next == UInt8(ascii: "\"") else { throw self.error("no name of a member") }
            let name = try self.string()
            self.skipSpace()
            guard self.take(UInt8(ascii: ":")) else { throw self.error("no colon after a name") }
            self.skipSpace()
            members.append(JSONTree.Member(name, try self.value(depth: depth + 1)))
            self.skipSpace()
            if self.take(UInt8(ascii: "}")) { return .object(members) }
            guard self.take(UInt8(ascii: ",")) else { throw self.error("no comma or '}' after a member") }
        }
    }

    private mutating func number() throws(EstimationError) -> JSONTree {
        let start = self.position
        func isDigit(_ byte: UInt8?) -> Bool { byte.map { (0x30...0x39).contains($0) } ?? false }
        _ = self.take(UInt8(ascii: "-"))
        guard isDigit(self.next) else { throw self.error("no value") }
        if !self.take(UInt8(ascii: "0")) {
            while isDigit(self.next) { self.position += 1 }
        }
        if self.take(UInt8(ascii: ".")) {
            guard isDigit(self.next) else { throw self.error("no digit after the point") }
            while isDigit(self.next) { self.position += 1 }
        }
        if self.next == UInt8(ascii: "e") || self.next == UInt8(ascii: "E") {
            self.position += 1
            if self.next == UInt8(ascii: "+") || self.next == UInt8(ascii: "-") { self.position += 1 }
            guard isDigit(self.next) else { throw self.error("no digit in the exponent") }
            while isDigit(self.next) { self.position += 1 }
        }
        return .number(String(decoding: self.bytes[start..<self.position], as: UTF8.self))
    }

    private mutating func string() throws(EstimationError) -> String {
        self.position += 1
        var text: [UInt8] = []
        while let byte = self.next {
            switch byte {
            case UInt8(ascii: "\""):
                self.position += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                self.position += 1
                try self.escape(into: &text)
            case 0..<0x20: throw self.error("a control character in a string")
            default:
                let start = self.position
                while let byte = self.next, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                    self.position += 1
                }
                text += self.bytes[start..<self.position]
            }
        }
        throw self.error("the text ends inside a string")
    }

    private mutating func escape(into text: inout [UInt8]) throws(EstimationError) {
        guard let kind = self.next else { throw self.error("the text ends inside a string") }
        self.position += 1
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(kind)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text += String(try self.scalar()).utf8
        default: throw self.error("no such escape")
        }
    }

    private mutating func scalar() throws(EstimationError) -> Character {
        let first = try self.unit()
        if UTF16.isLeadSurrogate(first), self.bytes[self.position...].starts(with: [0x5C, 0x75]) {
            let mark = self.position
            self.position += 2
            let second = try self.unit()
            if UTF16.isTrailSurrogate(second) {
                let value = 0x10000 + (UInt32(first & 0x3FF) << 10 | UInt32(second & 0x3FF))
                return Character(Unicode.Scalar(value) ?? "\u{FFFD}")
            }
            self.position = mark
        }
        return Character(Unicode.Scalar(first) ?? "\u{FFFD}")
    }

    private mutating func unit() throws(EstimationError) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            let digit: UInt8
            switch self.next {
            case .some(let byte) where (0x30...0x39).contains(byte): digit = byte - 0x30
            case .some(let byte) where (0x41...0x46).contains(byte): digit = byte - 0x41 + 10
            case .some(let byte) where (0x61...0x66).contains(byte): digit = byte - 0x61 + 10
            default: throw self.error("no four hexadecimal digits after \\u")
            }
            value = value << 4 | UInt16(digit)
            self.position += 1
        }
        return value
    }
}
