extension Span<UInt8> {
    /// The offset of the first byte that belongs to no well-formed UTF-8 sequence, or nil if all do.
    ///
    /// - Complexity: O(*n*); text of one-byte characters goes eight at a time.
    package var offsetOfInvalidUTF8: Int? {
        var position = 0
        while position < self.count {
            if position &+ 8 <= self.count, unsafe self.bytes.word(at: position) & 0x8080_8080_8080_8080 == 0 {
                position &+= 8
                continue
            }
            guard let length = self.lengthOfScalar(at: position) else { return position }
            position &+= length
        }
        return nil
    }

    /// The number of bytes of the well-formed scalar at `position`, or nil (The Unicode Standard, table 3-7).
    @inline(__always)
    private func lengthOfScalar(at position: Int) -> Int? {
        let lead = unsafe self[unchecked: position]
        if lead < 0x80 { return 1 }
        let length: Int
        let second: ClosedRange<UInt8>
        switch lead {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return nil
        }
        guard position &+ length <= self.count, second.contains(unsafe self[unchecked: position &+ 1]) else {
            return nil
        }
        for offset in 2..<Swift.max(2, length) where unsafe self[unchecked: position &+ offset] & 0xC0 != 0x80 {
            return nil
        }
        return length
    }
}
