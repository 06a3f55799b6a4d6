/// Reads numbers and bytes one after the other, and nothing beyond the end.
struct SpoolBytes {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        self.position = bytes.startIndex
    }

    /// The next number, the lowest byte first; nil if there are not as many bytes.
    mutating func integer<Number: FixedWidthInteger & UnsignedInteger>() -> Number? {
        let count = Number.bitWidth / 8
        guard self.bytes.endIndex - self.position >= count else { return nil }
        var number: Number = 0
        for index in 0..<count {
            number |= Number(truncatingIfNeeded: self.bytes[self.position + index]) << Number(8 * index)
        }
        self.position += count
        return number
    }

    /// The next number, as it was appended as 64 bits; nil also if it does not fit.
    mutating func count() -> Int? {
        guard let number: UInt64 = self.integer() else { return nil }
        return Int(exactly: number)
    }

    /// The next bytes, whose number stands before them.
    mutating func text() -> ArraySlice<UInt8>? {
        guard let count: UInt32 = self.integer(), self.bytes.endIndex - self.position >= Int(count) else { return nil }
        defer { self.position += Int(count) }
        return self.bytes[self.position..<self.position + Int(count)]
    }
}

extension [UInt8] {
    /// Appends a number, the lowest byte first.
    mutating func append<Number: FixedWidthInteger & UnsignedInteger>(integer number: Number) {
        for index in 0..<Number.bitWidth / 8 { self.append(UInt8(truncatingIfNeeded: number >> Number(8 * index))) }
    }

    /// Appends bytes after their number.
    mutating func append(text bytes: some Collection<UInt8>) {
        self.append(integer: UInt32(clamping: bytes.count))
        self.append(contentsOf: bytes)
    }

    /// Puts the bytes of `other` at `offset`, which are within.
    mutating func replace(at offset: Int, with other: [UInt8]) {
        self.replaceSubrange(offset..<offset + other.count, with: other)
    }
}
