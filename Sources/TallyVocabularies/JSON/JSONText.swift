/// Where the characters of a JSON string are in its text.
package struct JSONText {
    /// The bytes between the quotes.
    package let range: Range<Int>
    /// Whether a backslash is among them.
    package let hasEscapes: Bool

    /// Appends the string's UTF-8 to `output`.
    ///
    /// - Precondition: The string comes from a reader of `text`, so that its escapes are well formed.
    package func append(from text: Span<UInt8>, to output: inout [UInt8]) {
        if self.hasEscapes {
            JSONStringDecoder.decode(text.extracting(self.range), into: &output)
        } else {
            for index in self.range { output.append(text[index]) }
        }
    }

    /// The string as text.
    package func string(from text: Span<UInt8>) -> String {
        var bytes: [UInt8] = []
        self.append(from: text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Returns where the escape ends whose kind is at `position`, behind the backslash.
    static func endOfEscape(at position: Int, _ text: Span<UInt8>) throws(VocabularyError) -> Int {
        guard position < text.count else { throw .notJSON(at: position, expected: "an escape") }
        switch text[position] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return position + 1
        case UInt8(ascii: "u"):
            let first = try Self.unit(text, position + 1)
            guard UTF16.isLeadSurrogate(first) else {
                if UTF16.isTrailSurrogate(first) { throw .notJSON(at: position, expected: "a character") }
                return position + 5
            }
            // A half without the other is no character.
            guard position + 6 < text.count, text[position + 5] == UInt8(ascii: "\\"),
                text[position + 6] == UInt8(ascii: "u"), UTF16.isTrailSurrogate(try Self.unit(text, position + 7))
            else {
                throw .notJSON(at: position + 5, expected: "the second half of a surrogate pair")
            }
            return position + 11
        default:
            throw .notJSON(at: position, expected: "an escape")
        }
    }

    /// The four hexadecimal digits at `position`.
    private static func unit(_ text: Span<UInt8>, _ position: Int) throws(VocabularyError) -> UInt16 {
        var value: UInt16 = 0
        for index in position..<position + 4 {
            guard index < text.count, let digit = JSONStringDecoder.hexadecimal(text[index]) else {
                throw .notJSON(at: index, expected: "four hexadecimal digits")
            }
            value = value << 4 | digit
        }
        return value
    }
}
