/// The percent-encoding of names and values in a `baggage` header (W3C Baggage, RFC 3986).
package enum PercentEncoding {
    /// Which bytes stand for themselves.
    package enum Part {
        /// A name, which is a token (RFC 9110).
        case name
        /// A value, of what the specification calls baggage octets.
        case value

        func allows(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                true
            case UInt8(ascii: "%"): false
            case 0x21, 0x23...0x2B, 0x2D...0x3A, 0x3C...0x5B, 0x5D...0x7E: self == .value
            default: false
            }
        }
    }

    /// Returns `text` with every byte encoded that does not stand for itself.
    package static func encode(_ text: String, as part: Part) -> String {
        if text.utf8.allSatisfy(part.allows) { return text }
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if part.allows(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), Self.digit(byte >> 4), Self.digit(byte & 0xF)]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Returns the text that `encoded` stands for, with U+FFFD for what is not UTF-8; nil for an escape that is none.
    package static func decode(_ encoded: some Collection<UInt8>) -> String? {
        var bytes: [UInt8] = []
        var position = encoded.startIndex
        while position < encoded.endIndex {
            let byte = encoded[position]
            encoded.formIndex(after: &position)
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            var value: UInt8 = 0
            for _ in 0..<2 {
                guard position < encoded.endIndex, let digit = Self.value(of: encoded[position]) else { return nil }
                value = value << 4 | digit
                encoded.formIndex(after: &position)
            }
            bytes.append(value)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
