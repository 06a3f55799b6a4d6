internal import TallyTokenizer

/// What the model makes of a text before it looks at it.
enum ClaudeNormalization {
    /// Returns the text as the model sees it, or nil if that is `text` itself.
    ///
    /// In this order: NFC; controls but TAB and LF go, and NUL becomes a space; the Thai U+0E4D U+0E32 becomes U+0E33;
    /// private use of the basic plane goes; curly quotation marks become straight ones where `straightensQuotes`; most
    /// other spaces become U+0020, U+3000 does not.
    ///
    /// - Precondition: `text` is valid UTF-8 (not checked).
    /// - Complexity: O(*n*); memory for a copy only if something changes.
    static func normalized(_ text: Span<UInt8>, straightensQuotes: Bool) -> [UInt8]? {
        guard let composed = UnicodeNormalization.nfc(text) else {
            return Self.rewritten(text, straightensQuotes)
        }
        return unsafe composed.withUnsafeBufferPointer { unsafe Self.rewritten($0.span, straightensQuotes) } ?? composed
    }

    private static func rewritten(_ text: Span<UInt8>, _ straightensQuotes: Bool) -> [UInt8]? {
        let classes = ClaudeClasses.embedded
        var output: [UInt8] = []
        var copied = 0
        var position = 0
        while position < text.count {
            // Unsafe: below the count.
            let lead = unsafe text[unchecked: position]
            if 0x20..<0x7F ~= lead {
                position &+= 1
                continue
            }
            let start = position
            let scalar = text.scalar(at: &position)
            guard classes.of(scalar).meets(.rewritten), lead != 0x09, lead != 0x0A else { continue }
            let replacement: [UInt8]
            switch scalar {
            case 0x01...0x1F, 0x7F...0x9F, 0xE000...0xF8FF:
                replacement = []
            case 0x2018, 0x2019, 0x201C, 0x201D:
                guard straightensQuotes else { continue }
                replacement = [UInt8(ascii: scalar < 0x201A ? "'" : "\"")]
            case 0x0E4D:
                guard let end = Self.endOfThaiVowel(text, position) else { continue }
                position = end
                replacement = [0xE0, 0xB8, 0xB3]
            default:
                replacement = [0x20]
            }
            if output.isEmpty { output.reserveCapacity(text.count) }
            output.append(text, copied..<start)
            output.append(contentsOf: replacement)
            copied = position
        }
        guard copied > 0 else { return nil }
        output.append(text, copied..<text.count)
        return output
    }

    /// Where U+0E32 ends that is at `position`, or behind controls that are there and go before anybody looks.
    private static func endOfThaiVowel(_ text: Span<UInt8>, _ position: Int) -> Int? {
        var position = position
        while position < text.count {
            switch text.scalar(at: &position) {
            case 0x01...0x08, 0x0B...0x1F, 0x7F...0x9F: continue
            case 0x0E32: return position
            default: return nil
            }
        }
        return nil
    }
}

extension Span<UInt8> {
    /// Returns the scalar at `position` of valid UTF-8, and moves behind it.
    @inline(__always)
    func scalar(at position: inout Int) -> UInt32 {
        // Unsafe: the lead byte of a valid character tells how many bytes follow, and `position` is below the count.
        let lead = unsafe UInt32(self[unchecked: position])
        position &+= 1
        guard lead >= 0x80 else { return lead }
        let count = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3
        var scalar = lead & (0x3F &>> UInt32(count))
        for _ in 0..<count {
            scalar = unsafe scalar &<< 6 | UInt32(self[unchecked: position] & 0x3F)
            position &+= 1
        }
        return scalar
    }
}

extension [UInt8] {
    /// Appends a part of `text`.
    fileprivate mutating func append(_ text: Span<UInt8>, _ range: Range<Int>) {
        // Unsafe: the memory is valid for the time of the call.
        unsafe text.withUnsafeBufferPointer { unsafe self.append(contentsOf: $0[range]) }
    }
}
