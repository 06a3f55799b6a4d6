/// Texts as they are written into a YAML file.
enum YAMLScalarText {
    /// A text as it is if that can be nothing but a text, else in double quotes.
    static func plainOrQuoted(_ text: String) -> String {
        let isPlain =
            text.utf8.first.map(Self.isLetter) == true
            && text.utf8.allSatisfy { Self.isLetter($0) || 0x30...0x39 ~= $0 || "-_./".utf8.contains($0) }
            && !Self.words.contains(text.lowercased())
        return isPlain ? text : Self.quoted(text)
    }

    /// A text in double quotes, on one line of printable characters, which is read again to the byte.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                if Self.isShown(scalar) { result.unicodeScalars.append(scalar) } else { result += Self.escaped(scalar) }
            }
        }
        return result + "\""
    }

    /// What readers of YAML take for something other than a text.
    private static let words: Set<String> = ["true", "false", "yes", "no", "on", "off", "y", "n", "null"]

    private static func isLetter(_ byte: UInt8) -> Bool {
        0x41...0x5A ~= byte || 0x61...0x7A ~= byte
    }

    /// Whether a character can be seen; marks that turn the direction of text and ends of lines can't.
    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: false
        default: true
        }
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let (mark, width) = scalar.value < 0x100 ? ("x", 2) : scalar.value < 0x10000 ? ("u", 4) : ("U", 8)
        return "\\" + mark + String(repeating: "0", count: width - digits.count) + digits
    }
}
