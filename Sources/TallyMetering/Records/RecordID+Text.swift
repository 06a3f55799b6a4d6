extension RecordID: LosslessStringConvertible, CustomStringConvertible {
    /// The id as a UUID is written, in lower case: `019a6e2c-5f40-7c1b-9d0e-3a57c2b1f884`.
    public var description: String {
        unsafe String(unsafeUninitializedCapacity: Self.textLength) { buffer in
            var position = 0
            self.forEachByte { byte in
                unsafe buffer[position] = byte
                position += 1
            }
            return position
        }
    }

    /// Creates the id that `text` states: 32 hexadecimal digits, lower or upper case, in groups of 8-4-4-4-12.
    ///
    /// - Returns: Nil for any other text. A UUID of another version is an id too, for calls that others gave one.
    public init?(_ text: String) {
        var text = text
        let id = text.withUTF8 { bytes in unsafe Self.parse(bytes.span) }
        guard let id else { return nil }
        self = id
    }

    /// How many bytes the text of an id has.
    static let textLength = 36

    /// Appends the text.
    func appendText(to bytes: inout [UInt8]) {
        var position = bytes.count
        bytes.append(contentsOf: repeatElement(UInt8(ascii: "-"), count: Self.textLength))
        self.forEachByte { byte in
            bytes[position] = byte
            position += 1
        }
    }

    /// Returns the id that `text` states; nil for any other text.
    static func parse(_ text: Span<UInt8>) -> RecordID? {
        guard text.count == Self.textLength else { return nil }
        var words: (high: UInt64, low: UInt64) = (0, 0)
        for index in 0..<text.count {
            let byte = text[index]
            if Self.isDash(index) {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            words.high = words.high << 4 | words.low >> 60
            words.low = words.low << 4 | UInt64(digit)
        }
        return RecordID(high: words.high, low: words.low)
    }

    /// Calls `body` with each byte of the text, in order.
    private func forEachByte(_ body: (UInt8) -> Void) {
        var words = (high: self.high, low: self.low)
        for index in 0..<Self.textLength {
            guard !Self.isDash(index) else {
                body(UInt8(ascii: "-"))
                continue
            }
            let digit = UInt8(words.high >> 60)
            body(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            words.high = words.high << 4 | words.low >> 60
            words.low <<= 4
        }
    }

    private static func isDash(_ index: Int) -> Bool {
        index == 8 || index == 13 || index == 18 || index == 23
    }
}

extension RecordID: Codable {
    /// Reads an id from its text.
    ///
    /// - Throws: `DecodingError.dataCorrupted` for text that is no UUID.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let id = RecordID(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "an id is a UUID: 32 hexadecimal digits in groups of 8-4-4-4-12"
            )
        }
        self = id
    }

    /// Writes the id as its text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(self.description)
    }
}

extension RecordID {
    /// When the id was made, to the millisecond; nil if it is no UUID of version 7.
    public var time: Timestamp? {
        guard self.high >> 12 & 0xF == 7, self.low >> 62 == 0b10 else { return nil }
        return Timestamp(millisecondsSince1970: Int64(self.high >> 16))
    }
}
