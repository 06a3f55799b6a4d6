/// Writes HTML; text from outside can't become markup, leave its line or turn its direction.
package struct HTMLWriter {
    /// What was written, in UTF-8.
    package private(set) var bytes: [UInt8] = []

    /// Creates a writer that has written nothing.
    package init() {}

    /// Adds markup as it is.
    package mutating func markup(_ markup: String) {
        self.bytes += markup.utf8
    }

    /// Adds text, in an element or in an attribute with quotes.
    package mutating func text(_ text: String) {
        for scalar in text.unicodeScalars { self.text(scalar) }
    }

    /// Adds a character; the name of one that can't be seen stands in brackets.
    package mutating func text(_ scalar: Unicode.Scalar) {
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
    package static func escaped(_ text: String) -> String {
        var writer = HTMLWriter()
        writer.text(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
