/// A 64-bit checksum that is as fast as memory: against accidents, not against people.
enum Checksum {
    /// Four sums side by side, each of every fourth word, multiplied on the way so that their order matters.
    ///
    /// - Complexity: O(*n*).
    static func of(_ bytes: Span<UInt8>) -> UInt64 {
        let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
        var lanes = SIMD4<UInt64>(0x243F_6A88_85A3_08D3, 0x1319_8A2E_0370_7344, 0xA409_3822_299F_31D0, 1)
        var position = 0
        unsafe bytes.withUnsafeBytes { raw in
            while position + 32 <= raw.count {
                for lane in 0..<4 {
                    // Unsafe: the loop's condition keeps all four words inside.
                    let word = unsafe raw.loadUnaligned(fromByteOffset: position + 8 * lane, as: UInt64.self)
                    let mixed = (lanes[lane] ^ UInt64(littleEndian: word)) &* factor
                    lanes[lane] = mixed ^ mixed &>> 29
                }
                position += 32
            }
        }
        var sum = UInt64(bytes.count)
        while position < bytes.count {
            sum = (sum ^ UInt64(bytes[position])) &* factor
            position += 1
        }
        for lane in 0..<4 {
            sum = (sum ^ lanes[lane]) &* factor
            sum ^= sum &>> 32
        }
        return sum
    }
}
