/// Texts of tokens as SentencePiece writes them, with U+2581 for a space.
enum MetaSpaceText {
    /// The most bytes that a token may have; the longest of Gemma has 93.
    static let lengthLimit = 1024

    /// Returns the text with spaces, or nil for one that has a space as well, which no text leads to.
    ///
    /// - Complexity: O(*n*).
    static func withSpaces(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var position = text.startIndex
        while position < text.endIndex {
            if text[position] == UInt8(ascii: " ") { return nil }
            if text[position...].starts(with: [0xE2, 0x96, 0x81]) {
                result.append(UInt8(ascii: " "))
                position += 3
            } else {
                result.append(text[position])
                position += 1
            }
        }
        return result
    }

    /// Whether a text can be an atom beside spaces that are rewritten: it has no white space and no U+2581, or nothing
    /// else.
    static func canBeAtom(_ text: String) -> Bool {
        let spaces = text.unicodeScalars.filter { $0 == "\u{2581}" || $0.properties.isWhitespace }
        return spaces.isEmpty || spaces.count == text.unicodeScalars.count
    }

    /// The byte that a token such as `<0x0A>` stands for.
    static func byte(_ name: ArraySlice<UInt8>) -> UInt8? {
        let start = name.startIndex
        guard name.count == 6, name.starts(with: "<0x".utf8), name[start + 5] == UInt8(ascii: ">"),
            let high = Self.digit(name[start + 3]), let low = Self.digit(name[start + 4])
        else { return nil }
        return high << 4 | low
    }

    /// The libraries write capital letters.
    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
