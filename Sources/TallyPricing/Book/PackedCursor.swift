/// A place in the packed price book, and the ways to read on from it.
///
/// Every access is checked: a book that ends too early traps with a sentence instead of reading on.
@safe
struct PackedCursor {
    private let bytes: UnsafeRawBufferPointer
    private let count: Int
    private let strings: Int
    /// The place of the next byte.
    var offset: Int

    init(bytes: UnsafeRawBufferPointer, strings: Int, offset: Int) {
        unsafe self.bytes = bytes
        self.count = bytes.count
        self.strings = strings
        self.offset = offset
    }

    /// The byte at `position`.
    func byte(at position: Int) -> UInt8 {
        precondition(position >= 0 && position < self.count, "the embedded price book is damaged at \(position)")
        return unsafe self.bytes[position]
    }

    /// The little-endian 32-bit word at `position`.
    func word(at position: Int) -> Int {
        (0..<4).reduce(0) { $0 | Int(self.byte(at: position + $1)) << (8 * $1) }
    }

    /// Reads a byte.
    mutating func byte() -> UInt8 {
        let byte = self.byte(at: self.offset)
        self.offset += 1
        return byte
    }

    /// Reads a count, a place or a code.
    mutating func integer() -> Int {
        Int(self.number())
    }

    /// Reads an unsigned LEB128 number: 64 bits, also where `Int` has 32.
    mutating func number() -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = self.byte()
            precondition(shift < 63, "the embedded price book is damaged at \(self.offset)")
            value |= UInt64(byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 { return value }
        }
    }

    /// Reads a reference to a text and returns where the text's bytes are.
    mutating func text() -> Range<Int> {
        self.text(at: self.integer())
    }

    /// Where the bytes of the text at `reference` are.
    func text(at reference: Int) -> Range<Int> {
        var cursor = self
        cursor.offset = self.strings + reference
        let count = cursor.integer()
        return cursor.offset..<(cursor.offset + count)
    }

    /// Reads a reference to a text.
    mutating func string() -> String {
        self.string(in: self.text())
    }

    /// The text at `reference`.
    func string(at reference: Int) -> String {
        self.string(in: self.text(at: reference))
    }

    private func string(in range: Range<Int>) -> String {
        precondition(range.upperBound <= self.count, "the embedded price book is damaged at \(range)")
        return unsafe String(decoding: self.bytes[range], as: UTF8.self)
    }

    /// Reads a rate: the number of decimals, then the digits.
    mutating func money() -> Money {
        let decimals = Int(self.byte())
        let digits = Int128(self.number())
        return Money(picodollars: digits * Int128(DecimalText.powerOfTen(Money.decimals - decimals)))
    }
}
