extension Span<UInt8> {
    /// The offset of the first byte that belongs to no well-formed UTF-8 sequence, or nil if all do.
    ///
    /// - Complexity: O(*n*); text of one-byte characters goes eight at a time.
    func offsetOfInvalidUTF8() -> Int? {
        var position = 0
        let words = unsafe self.bytes
        while position < self.count {
            if position + 8 <= self.count,
                unsafe words.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
            {
                position += 8
                continue
            }
            guard let length = self.lengthOfScalar(at: position) else { return position }
            position += length
        }
        return nil
    }

    /// The number of bytes of the character at `position`, or nil if it is not one of The Unicode Standard's table 3-7.
    private func lengthOfScalar(at position: Int) -> Int? {
        let (length, second): (Int, ClosedRange<UInt8>)
        switch self[position] {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return nil
        }
        guard position + length <= self.count, second.contains(self[position + 1]) else { return nil }
        for offset in 2..<Swift.max(2, length) where self[position + offset] & 0xC0 != 0x80 { return nil }
        return length
    }
}
