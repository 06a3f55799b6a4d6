internal import TallyVocabularies

extension JSONTree {
    /// How a tree is written.
    enum Style {
        /// `{"a":1,"b":2}`, as most programs write it.
        case compact
        /// `{"a": 1, "b": 2}`, as Python's `json.dumps` and the templates of most models write it.
        case spaced
    }

    /// The tree as text.
    ///
    /// - Complexity: O(*n*).
    func text(_ style: Style) -> String {
        var text = ""
        self.write(to: &text, style)
        return text
    }

    private func write(to text: inout String, _ style: Style) {
        let comma = style == .compact ? "," : ", "
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .number(let digits): text += digits
        case .string(let value): Self.write(value, to: &text)
        case .array(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += comma }
                element.write(to: &text, style)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { text += comma }
                Self.write(member.name, to: &text)
                text += style == .compact ? ":" : ": "
                member.value.write(to: &text, style)
            }
            text += "}"
        }
    }

    private static func write(_ value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{08}": text += "\\b"
            case "\u{0C}": text += "\\f"
            case "\u{00}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
