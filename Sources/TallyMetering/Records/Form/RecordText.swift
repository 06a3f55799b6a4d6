/// Texts of JSON without their escapes.
enum RecordText {
    /// Returns the text between two quotes; nil if it is not UTF-8 or has a wrong escape, half a pair or a control character.
    static func decode(_ bytes: UnsafeRawBufferPointer, isPlain: Bool) -> String? {
        guard !isPlain else {
            return unsafe bytes.withMemoryRebound(to: UInt8.self) { bytes in
                // ASCII needs no check, which is made through a slower way.
                var all: UInt8 = 0
                for index in 0..<bytes.count { unsafe all |= bytes[index] }
                if all < 0x80 { return unsafe String(decoding: bytes, as: UTF8.self) }
                return unsafe String(validating: bytes, as: UTF8.self)
            }
        }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var position = 0
        while position < bytes.count {
            let byte = unsafe bytes[position]
            position += 1
            guard byte >= 0x20 else { return nil }
            guard byte == UInt8(ascii: "\\") else {
                decoded.append(byte)
                continue
            }
            guard position < bytes.count else { return nil }
            let escape = unsafe bytes[position]
            position += 1
            if escape == UInt8(ascii: "u") {
                guard let scalar = unsafe Self.scalar(bytes, &position) else { return nil }
                for unit in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { decoded.append(unit) }
            } else {
                guard let plain = Self.plain(escape) else { return nil }
                decoded.append(plain)
            }
        }
        // An escape can not complete a character that it splits: it never begins with the byte that is missing.
        return String(validating: decoded, as: UTF8.self)
    }

    /// The byte that an escape of one letter stands for.
    private static func plain(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        default: nil
        }
    }

    /// Reads four hexadecimal digits, and the other half of a pair if they are the first one.
    private static func scalar(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> Unicode.Scalar? {
        guard let first = unsafe Self.unit(bytes, &position) else { return nil }
        guard UTF16.isLeadSurrogate(first) else { return Unicode.Scalar(first) }
        guard
            unsafe position + 2 <= bytes.count && bytes[position] == UInt8(ascii: "\\")
                && bytes[position + 1] == UInt8(ascii: "u")
        else { return nil }
        position += 2
        guard let second = unsafe Self.unit(bytes, &position), UTF16.isTrailSurrogate(second) else { return nil }
        return Unicode.Scalar(0x1_0000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
    }

    private static func unit(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> UInt16? {
        guard position + 4 <= bytes.count else { return nil }
        var unit: UInt16 = 0
        for offset in 0..<4 {
            let byte = unsafe bytes[position + offset]
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            unit = unit << 4 | UInt16(digit)
        }
        position += 4
        return unit
    }
}
