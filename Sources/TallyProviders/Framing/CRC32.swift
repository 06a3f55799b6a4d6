/// CRC-32 as in IEEE 802.3: the checksum of AWS event streams, and of what is kept in a spool.
package struct CRC32: Sendable {
    // Eight tables of 256 one after the other: a byte's effect, and the same with one to seven zero bytes behind it, so
    // that eight bytes are taken at once ("slicing by 8", Kounavis and Berry, 2005).
    private static let tables: [UInt32] = {
        var tables: [UInt32] = (0..<256).map { index in
            (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
        }
        for index in 256..<8 * 256 {
            let before = tables[index - 256]
            tables.append(tables[Int(before & 0xFF)] ^ before >> 8)
        }
        return tables
    }()

    private var state: UInt32 = .max

    /// The checksum of no bytes.
    package init() {}

    /// The checksum of all bytes so far.
    package var value: UInt32 { ~self.state }

    /// Takes a byte.
    package mutating func append(_ byte: UInt8) {
        self.state = Self.tables[Int((self.state ^ UInt32(byte)) & 0xFF)] ^ self.state >> 8
    }

    /// Takes bytes, several times quicker than one by one.
    package mutating func append(_ bytes: Span<UInt8>) {
        let tables = Self.tables.span
        var state = self.state
        var position = 0
        while position + 8 <= bytes.count {
            var word: UInt64 = 0
            for index in 0..<8 { word |= UInt64(bytes[position + index]) << UInt64(8 * index) }
            word ^= UInt64(state)
            state = 0
            for index in 0..<8 {
                let byte = Int(UInt8(truncatingIfNeeded: word >> UInt64(8 * index)))
                state ^= tables[(7 - index) << 8 | byte]
            }
            position += 8
        }
        while position < bytes.count {
            state = tables[Int((state ^ UInt32(bytes[position])) & 0xFF)] ^ state >> 8
            position += 1
        }
        self.state = state
    }

    /// The checksum of `bytes`.
    package static func value(of bytes: Span<UInt8>) -> UInt32 {
        var checksum = CRC32()
        checksum.append(bytes)
        return checksum.value
    }
}
