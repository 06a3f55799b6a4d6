/// Writes JSON objects of texts, as FOCUS wants tags: without anything nested.
enum FlatJSON {
    /// The object of these members, in their order.
    static func object(of members: [(String, String)]) -> String {
        var text = "{"
        for (index, (key, value)) in members.enumerated() {
            if index > 0 { text += "," }
            Self.write(key, to: &text)
            text += ":"
            Self.write(value, to: &text)
        }
        return text + "}"
    }

    private static func write(_ value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\u{00}"..."\u{1F}", "\u{7F}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
