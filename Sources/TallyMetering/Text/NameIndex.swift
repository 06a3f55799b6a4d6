/// Finds a name among few that are known beforehand, by its bytes.
///
/// - Complexity: O(1) a search.
struct NameIndex: Sendable {
    /// Up to 32 bytes, with zeros behind them.
    struct Name: Hashable, Sendable {
        fileprivate var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

        static func == (left: Name, right: Name) -> Bool { left.words == right.words }

        func hash(into hasher: inout Hasher) { hasher.combine(self.slot) }

        fileprivate var slot: Int {
            let mixed =
                (self.words.0 ^ self.words.1 &* 31 ^ self.words.2 &* 131 ^ self.words.3) &* 0x9E37_79B9_7F4A_7C15
            return Int(truncatingIfNeeded: mixed >> 55)
        }

        /// The name of these bytes; nil if it is longer than any known one.
        ///
        /// - Precondition: 32 more bytes can be read behind `range`.
        @inline(__always)
        init?(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
            guard range.count <= 32 else { return nil }
            precondition(range.lowerBound >= 0 && range.upperBound + 32 <= bytes.count)
            self.words = unsafe (
                Self.word(0, bytes, range), Self.word(8, bytes, range), Self.word(16, bytes, range),
                Self.word(24, bytes, range)
            )
        }

        /// The bytes from `offset` of the range on, with zeros behind its end.
        @inline(__always)
        private static func word(_ offset: Int, _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> UInt64 {
            let left = range.count - offset
            guard left > 0 else { return 0 }
            let word = unsafe bytes.loadUnaligned(fromByteOffset: range.lowerBound + offset, as: UInt64.self)
            return UInt64(littleEndian: word) & (left >= 8 ? .max : 1 << UInt64(left * 8) - 1)
        }
    }

    // 512 places; a name stands in the first free one behind its own.
    private var slots = [(name: Name, position: UInt8)?](repeating: nil, count: 512)

    /// Creates the index of at most 200 names, of at most 32 bytes each.
    init(_ names: [String]) {
        precondition(names.count <= 200, "an index of names has 512 places")
        for (position, name) in names.enumerated() {
            let bytes = Array(name.utf8) + [UInt8](repeating: 0, count: 64)
            let key = unsafe bytes.withUnsafeBytes { unsafe Name($0, 0..<name.utf8.count) }
            guard let key else { preconditionFailure("a known name has at most 32 bytes") }
            var slot = key.slot
            while self.slots[slot] != nil { slot = (slot + 1) % self.slots.count }
            self.slots[slot] = (key, UInt8(position))
        }
    }

    /// The position of a name among those that the index was made of.
    @inline(__always)
    func position(of name: Name) -> Int? {
        var slot = name.slot
        while let entry = self.slots[slot] {
            if entry.name == name { return Int(entry.position) }
            slot = (slot + 1) % self.slots.count
        }
        return nil
    }
}
