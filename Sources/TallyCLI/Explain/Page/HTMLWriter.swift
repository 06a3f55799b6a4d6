/// Writes HTML; text from outside can't become markup, leave its line or turn its direction.
struct HTMLWriter {
    private(set) var bytes: [UInt8] = []

    /// Adds markup as it is.
    mutating func markup(_ markup: String) {
        self.bytes += markup.utf8
    }

    /// Adds text, in an element or in an attribute with quotes.
    mutating func text(_ text: String) {
        for scalar in text.unicodeScalars { self.text(scalar) }
    }

    /// Adds a character; the name of one that can't be seen stands in brackets.
    mutating func text(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "&": self.bytes += "&amp;".utf8
        case "<": self.bytes += "&lt;".utf8
        case ">": self.bytes += "&gt;".utf8
        case "\"": self.bytes += "&quot;".utf8
        case "'": self.bytes += "&#39;".utf8
        default:
            if let name = VisibleCharacter.name(scalar), scalar != "\u{200D}" {
                self.bytes += "[\(name)]".utf8
            } else {
                self.bytes += UTF8.encode(scalar).map { Array($0) } ?? []
            }
        }
    }

    /// `text` as it may stand in an element or in an attribute with quotes.
    static func escaped(_ text: String) -> String {
        var writer = HTMLWriter()
        writer.text(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
