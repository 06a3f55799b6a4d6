/// Reads the fields of a protobuf message, one after the other (protobuf.dev, "Encoding").
struct ProtobufReader {
    /// What a field holds.
    enum Value {
        case varint(UInt64)
        case fixed32(UInt32)
        case fixed64(UInt64)
        /// Where its bytes are: text, bytes or another message.
        case bytes(Range<Int>)
    }

    private let content: [UInt8]
    private let end: Int
    private(set) var position: Int

    init(_ content: [UInt8]) {
        self.init(content, 0..<content.count)
    }

    /// Reads the message that is at `range`.
    init(_ content: [UInt8], _ range: Range<Int>) {
        self.content = content
        self.position = range.lowerBound
        self.end = range.upperBound
    }

    /// Returns the next field's number and value, or nil at the end.
    ///
    /// - Complexity: O(1); a field's bytes are not looked at.
    mutating func next() throws(VocabularyError) -> (number: Int, value: Value)? {
        guard self.position < self.end else { return nil }
        let start = self.position
        let key = try self.varint()
        let number = key >> 3
        guard 1...0x1FFF_FFFF ~= number else { throw self.malformed(start, "a field has no valid number") }
        switch key & 7 {
        case 0: return (Int(number), .varint(try self.varint()))
        case 1: return (Int(number), .fixed64(try self.fixed(8)))
        case 2:
            let length = try self.varint()
            guard length <= UInt64(self.end - self.position) else {
                throw self.malformed(start, "a field of \(length) bytes is cut off")
            }
            let first = self.position
            self.position += Int(length)
            return (Int(number), .bytes(first..<self.position))
        case 5: return (Int(number), .fixed32(UInt32(truncatingIfNeeded: try self.fixed(4))))
        default: throw self.malformed(start, "a field has a type that is not in use")
        }
    }

    private mutating func varint() throws(VocabularyError) -> UInt64 {
        let start = self.position
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 64, by: 7) {
            guard self.position < self.end else { throw self.malformed(start, "a number is cut off") }
            let byte = self.content[self.position]
            self.position += 1
            value |= UInt64(byte & 0x7F) << UInt64(shift)
            if byte < 0x80 { return value }
        }
        throw self.malformed(start, "a number has more than ten bytes")
    }

    private mutating func fixed(_ size: Int) throws(VocabularyError) -> UInt64 {
        guard self.end - self.position >= size else { throw self.malformed(self.position, "a number is cut off") }
        var value: UInt64 = 0
        for index in 0..<size { value |= UInt64(self.content[self.position + index]) << UInt64(8 * index) }
        self.position += size
        return value
    }

    private func malformed(_ position: Int, _ what: String) -> VocabularyError {
        VocabularyError(.malformedFile, "not a SentencePiece model: \(what) at byte \(position + 1)")
    }
}
