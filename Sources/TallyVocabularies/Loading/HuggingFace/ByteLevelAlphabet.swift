/// The characters that stand for bytes in the vocabularies of byte-level tokenizers since GPT-2.
///
/// The printable bytes of Latin-1 stand for themselves; the other 68 are U+0100 and on, in their order.
enum ByteLevelAlphabet {
    /// The byte of each character up to U+0143, or 256 for a character that stands for none.
    private static let bytes: [UInt16] = {
        var bytes = [UInt16](repeating: 256, count: 0x144)
        var next = 0x100
        for byte in 0..<256 {
            let isPrintable = (33...126).contains(byte) || (161...172).contains(byte) || (174...255).contains(byte)
            bytes[isPrintable ? byte : next] = UInt16(byte)
            next += isPrintable ? 0 : 1
        }
        return bytes
    }()

    /// Replaces the characters of `text` from `start` on by the bytes that they stand for; false if one stands for none.
    ///
    /// - Precondition: `text` is UTF-8 from `start` on.
    /// - Complexity: O(*n*).
    static func decode(_ text: inout [UInt8], from start: Int) -> Bool {
        var (source, target) = (start, start)
        while source < text.count {
            let lead = text[source]
            var scalar = Int(lead)
            source += 1
            if lead >= 0x80 {
                // Those that stand for bytes have two bytes at most.
                guard lead & 0xE0 == 0xC0, source < text.count else { return false }
                scalar = Int(lead & 0x1F) << 6 | Int(text[source] & 0x3F)
                source += 1
            }
            guard scalar < Self.bytes.count, Self.bytes[scalar] < 256 else { return false }
            text[target] = UInt8(truncatingIfNeeded: Self.bytes[scalar])
            target += 1
        }
        text.removeLast(text.count - target)
        return true
    }
}
