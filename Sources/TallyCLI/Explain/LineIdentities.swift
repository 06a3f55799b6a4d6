/// Lines that are equal, byte for byte, by the number of the first of them.
struct LineIdentities {
    /// For each line the first one that equals it, which may be itself.
    let first: [UInt32]

    /// Compares the contents of all lines, without what ends them.
    ///
    /// The hashes are keyed anew in each process, so that no text can be made on purpose whose lines collide.
    ///
    /// - Complexity: O(*n*).
    init(_ bytes: [UInt8], _ lines: TextLines) {
        var capacity = 16
        while capacity < 2 * lines.count { capacity *= 2 }
        var slots = [UInt32](repeating: .max, count: capacity)
        var hashes = [UInt32](repeating: 0, count: lines.count)
        var first: [UInt32] = []
        first.reserveCapacity(lines.count)
        for line in 0..<lines.count {
            let content = lines.content(line, of: bytes)
            let hash = Self.hash(bytes, content)
            hashes[line] = UInt32(truncatingIfNeeded: hash >> 32)
            var slot = Int(truncatingIfNeeded: hash) & (capacity - 1)
            while slots[slot] != .max {
                let other = Int(slots[slot])
                if hashes[other] == hashes[line],
                    bytes[content].elementsEqual(bytes[lines.content(other, of: bytes)])
                {
                    break
                }
                slot = (slot + 1) & (capacity - 1)
            }
            if slots[slot] == .max { slots[slot] = UInt32(line) }
            first.append(slots[slot])
        }
        self.first = first
    }

    private static func hash(_ bytes: [UInt8], _ range: Range<Int>) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(range.count)
        unsafe bytes.withUnsafeBytes { buffer in
            // The hasher reads the line in place, and keeps nothing.
            unsafe hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: buffer[range]))
        }
        return UInt64(truncatingIfNeeded: hasher.finalize())
    }
}
