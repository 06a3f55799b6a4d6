/// Turns what stands between the quotes of a JSON string into its UTF-8.
package enum JSONStringDecoder {
    /// Appends the text of `content`, whose escapes must be well formed.
    ///
    /// Half of a surrogate pair becomes U+FFFD, as the reference library counts it; bytes that are not UTF-8 are kept as
    /// they are.
    package static func decode(_ content: Span<UInt8>, into text: inout [UInt8]) {
        var position = 0
        while position < content.count {
            let byte = content[position]
            position += 1
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            let kind = content[position]
            position += 1
            switch kind {
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "u"): text.append(contentsOf: Self.scalar(content, &position).utf8)
            default: text.append(kind)
            }
        }
    }

    /// The value of a hexadecimal digit.
    package static func hexadecimal(_ digit: UInt8) -> UInt16? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(digit - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(digit - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(digit - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    /// Reads the four digits behind `\u`, and the second escape of a surrogate pair.
    private static func scalar(_ content: Span<UInt8>, _ position: inout Int) -> Character {
        let first = Self.unit(content, position)
        position += 4
        if UTF16.isLeadSurrogate(first), position + 6 <= content.count, content[position] == UInt8(ascii: "\\"),
            content[position + 1] == UInt8(ascii: "u")
        {
            let second = Self.unit(content, position + 2)
            if UTF16.isTrailSurrogate(second) {
                position += 6
                let value = 0x10000 + (UInt32(first & 0x3FF) << 10 | UInt32(second & 0x3FF))
                return Character(Unicode.Scalar(value) ?? "\u{FFFD}")
            }
        }
        return Character(Unicode.Scalar(first) ?? "\u{FFFD}")
    }

    private static func unit(_ content: Span<UInt8>, _ position: Int) -> UInt16 {
        var value: UInt16 = 0
        for offset in 0..<4 { value = value << 4 | (Self.hexadecimal(content[position + offset]) ?? 0) }
        return value
    }
}
