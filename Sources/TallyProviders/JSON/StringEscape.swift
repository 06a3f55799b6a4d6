/// The escapes of JSON strings while they are read: `\n`, `\u00e9`, and pairs of UTF-16 halves.
struct StringEscape {
    enum Progress {
        case more
        case malformed
        case done([UInt8])
    }

    private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

    private var unit: UInt32 = 0
    private var digitCount = 0
    private var half: UInt32?

    /// Whether the first half of a pair waits for the second.
    var hasPendingHalf: Bool { self.half != nil }

    /// The byte that a one-letter escape stands for.
    static func plain(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): byte
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        default: nil
        }
    }

    /// Four hexadecimal digits follow.
    mutating func beginUnit() {
        self.unit = 0
        self.digitCount = 0
    }

    /// Reads a hexadecimal digit; after the fourth returns the text that is complete.
    mutating func take(_ byte: UInt8) -> Progress {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self.unit = self.unit << 4 | UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self.unit = self.unit << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self.unit = self.unit << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
        default: return .malformed
        }
        self.digitCount += 1
        return self.digitCount < 4 ? .more : .done(self.endUnit())
    }

    /// Gives up on the second half: the first becomes U+FFFD.
    mutating func replacePendingHalf() -> [UInt8] {
        guard self.half != nil else { return [] }
        self.half = nil
        return Self.replacement
    }

    private mutating func endUnit() -> [UInt8] {
        if let first = self.half {
            self.half = nil
            if (0xDC00...0xDFFF).contains(self.unit) {
                return Self.utf8(0x1_0000 + (first - 0xD800) << 10 + (self.unit - 0xDC00))
            }
            return Self.replacement + self.endUnit()
        }
        switch self.unit {
        case 0xD800...0xDBFF:
            self.half = self.unit
            return []
        case 0xDC00...0xDFFF: return Self.replacement
        default: return Self.utf8(self.unit)
        }
    }

    private static func utf8(_ value: UInt32) -> [UInt8] {
        Unicode.Scalar(value).map { Array(UTF8.encode($0) ?? UTF8.encodedReplacementCharacter) } ?? Self.replacement
    }
}
