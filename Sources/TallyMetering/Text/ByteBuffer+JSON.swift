extension ByteBuffer {
    /// Appends a text in quotes, with its escapes.
    @inline(__always)
    mutating func appendQuoted(_ text: String) {
        let isDone: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { unsafe self.appendQuoted($0) }
        if isDone == nil {
            var text = text
            text.withUTF8 { unsafe self.appendQuoted($0) }
        }
    }

    /// Appends UTF-8 in quotes.
    @inline(__always)
    private mutating func appendQuoted(_ utf8: UnsafeBufferPointer<UInt8>) {
        var plain = 0
        unsafe self.write(
            utf8.count + 2,
            keeping: { target in
                unsafe target[0] = UInt8(ascii: "\"")
                plain = unsafe Self.copyPlain(utf8, to: UnsafeMutableBufferPointer(rebasing: target[1...]))
                return plain + 1
            }
        )
        if plain < utf8.count { unsafe self.appendEscaped(UnsafeBufferPointer(rebasing: utf8[plain...])) }
        self.append(UInt8(ascii: "\""))
    }

    /// Copies the bytes that are surely written as they are, from the first on, and returns how many; eight at a time.
    @inline(__always)
    private static func copyPlain(_ utf8: UnsafeBufferPointer<UInt8>, to target: UnsafeMutableBufferPointer<UInt8>)
        -> Int
    {
        var position = 0
        let bytes = UnsafeRawBufferPointer(utf8)
        let rawTarget = UnsafeMutableRawBufferPointer(target)
        while position &+ 8 <= utf8.count {
            let word = unsafe bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            if Self.hasSpecial(word) { return position }
            unsafe rawTarget.storeBytes(of: word, toByteOffset: position, as: UInt64.self)
            position &+= 8
        }
        while position < utf8.count {
            let byte = unsafe utf8[position]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte >= 0x80 {
                return position
            }
            unsafe target[position] = byte
            position &+= 1
        }
        return position
    }

    /// Whether one of eight bytes is a control character, a quote, a backslash, or not ASCII.
    ///
    /// Taking one from each byte borrows from the next only where a byte is found anyway.
    @inline(__always)
    private static func hasSpecial(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = word ^ ones &* UInt64(UInt8(ascii: "\""))
        let backslashes = word ^ ones &* UInt64(UInt8(ascii: "\\"))
        let found =
            word | (word &- ones &* 0x20) & ~word | (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes
        return found & 0x8080_8080_8080_8080 != 0
    }

    /// Appends UTF-8 with escapes for controls, quotes, and U+0085, U+2028 and U+2029, which some readers take for the end
    /// of a line.
    private mutating func appendEscaped(_ utf8: UnsafeBufferPointer<UInt8>) {
        var position = 0
        while position < utf8.count {
            let byte = unsafe utf8[position]
            let left = utf8.count - position
            position += 1
            switch byte {
            case 0: break  // No engine wants it, and PostgreSQL refuses a record that has it.
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): self.appendEscape(byte)
            case UInt8(ascii: "\n"): self.appendEscape(UInt8(ascii: "n"))
            case UInt8(ascii: "\r"): self.appendEscape(UInt8(ascii: "r"))
            case UInt8(ascii: "\t"): self.appendEscape(UInt8(ascii: "t"))
            case 0..<0x20: self.appendEscape(unit: UInt16(byte))
            case 0xC2 where unsafe left > 1 && utf8[position] == 0x85:
                self.appendEscape(unit: 0x85)
                position += 1
            case 0xE2 where unsafe left > 2 && utf8[position] == 0x80 && utf8[position + 1] & 0xFE == 0xA8:
                self.appendEscape(unit: unsafe 0x2028 + UInt16(utf8[position + 1] & 1))
                position += 2
            default: self.append(byte)
            }
        }
    }

    private mutating func appendEscape(_ byte: UInt8) {
        self.append(UInt8(ascii: "\\"))
        self.append(byte)
    }

    private mutating func appendEscape(unit: UInt16) {
        self.appendEscape(UInt8(ascii: "u"))
        for shift in [12, 8, 4, 0] as [UInt16] {
            let digit = UInt8(unit >> shift & 0xF)
            self.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }
}
