/// The first bytes of a character whose others have not arrived.
struct PendingCharacter {
    private var bytes: [UInt8] = []

    var isEmpty: Bool { self.bytes.isEmpty }

    /// Whether the bytes are a character.
    var isComplete: Bool {
        self.bytes.first.map { UTF8Form.length(after: $0) == self.bytes.count } ?? false
    }

    /// Adds `byte` and returns true if some character starts with the bytes then.
    ///
    /// - Precondition: The first byte is the lead of a character of several bytes.
    mutating func append(_ byte: UInt8) -> Bool {
        guard let lead = self.bytes.first else {
            self.bytes.append(byte)
            return true
        }
        let continues = self.bytes.count == 1 ? UTF8Form.secondBytes(after: lead) : 0x80...0xBF
        guard continues.contains(byte) else { return false }
        self.bytes.append(byte)
        return true
    }

    /// Puts U+FFFD in the place of the bytes, which are a maximal subpart of an ill-formed sequence.
    mutating func replace() {
        self.bytes.removeAll(keepingCapacity: true)
        self.bytes += [0xEF, 0xBF, 0xBD]
    }

    /// Calls `body` with the bytes and removes them.
    mutating func take(_ body: (Span<UInt8>) -> Void) {
        self.bytes.withSpan(body)
        self.bytes.removeAll(keepingCapacity: true)
    }
}

extension Span<UInt8> {
    /// Where an unfinished character at the end starts, or `count` if there is none.
    ///
    /// A lead byte never continues a character, so this does not depend on what is before it.
    var startOfIncompleteCharacter: Int {
        for start in stride(from: self.count - 1, through: Swift.max(0, self.count - 3), by: -1) {
            let lead = self[start]
            if lead & 0xC0 == 0x80 { continue }
            guard let length = UTF8Form.length(after: lead), start + length > self.count else { return self.count }
            let isWellFormed = start + 1 == self.count || UTF8Form.secondBytes(after: lead).contains(self[start + 1])
            return isWellFormed ? start : self.count
        }
        return self.count
    }
}

/// What well-formed UTF-8 looks like (The Unicode Standard, table 3-7).
enum UTF8Form {
    /// The number of bytes of a character that starts with `lead`, or nil if none does.
    static func length(after lead: UInt8) -> Int? {
        switch lead {
        case 0x00...0x7F: 1
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: nil
        }
    }

    /// The bytes that may follow `lead`.
    static func secondBytes(after lead: UInt8) -> ClosedRange<UInt8> {
        switch lead {
        case 0xE0: 0xA0...0xBF
        case 0xED: 0x80...0x9F
        case 0xF0: 0x90...0xBF
        case 0xF4: 0x80...0x8F
        default: 0x80...0xBF
        }
    }
}
