/// Decodes Base64 (RFC 4648) that arrives in pieces cut anywhere.
struct Base64Decoder {
    private var bits: UInt32 = 0
    private var count = 0

    /// Appends what `text` stands for to `bytes`; what is no digit is passed over.
    mutating func append(_ text: Span<UInt8>, to bytes: inout [UInt8]) {
        for index in 0..<text.count {
            guard let digit = Self.digit(text[index]) else { continue }
            self.bits = self.bits << 6 | digit
            self.count += 1
            if self.count == 4 {
                bytes.append(UInt8(truncatingIfNeeded: self.bits >> 16))
                bytes.append(UInt8(truncatingIfNeeded: self.bits >> 8))
                bytes.append(UInt8(truncatingIfNeeded: self.bits))
                (self.bits, self.count) = (0, 0)
            }
        }
    }

    /// Appends what the last, incomplete group stands for.
    mutating func finish(into bytes: inout [UInt8]) {
        // Two digits have twelve bits, of which eight count; three have eighteen, of which sixteen do.
        let shift = self.count == 2 ? 4 : 10
        if self.count >= 2 { bytes.append(UInt8(truncatingIfNeeded: self.bits >> shift)) }
        if self.count == 3 { bytes.append(UInt8(truncatingIfNeeded: self.bits >> 2)) }
        (self.bits, self.count) = (0, 0)
    }

    private static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a") + 26)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0") + 52)
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
