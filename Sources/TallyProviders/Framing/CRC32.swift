/// The checksum of AWS event streams: CRC-32 as in IEEE 802.3.
struct CRC32: Sendable {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
    }

    private var state: UInt32 = .max

    /// The checksum of all bytes so far.
    var value: UInt32 { ~self.state }

    mutating func append(_ byte: UInt8) {
        self.state = Self.table[Int((self.state ^ UInt32(byte)) & 0xFF)] ^ self.state >> 8
    }
}
