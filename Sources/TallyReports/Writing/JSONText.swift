/// Puts the text of a JSON document together, with commas where they belong.
struct JSONText {
    private(set) var text = ""
    /// Whether the next value is the first of its object or array, or has a name before it.
    private var isFirst = true

    /// Begins an object or an array.
    mutating func open(_ bracket: String) {
        self.separate()
        self.text += bracket
        self.isFirst = true
    }

    /// Ends an object or an array.
    mutating func close(_ bracket: String) {
        self.text += bracket
        self.isFirst = false
    }

    /// Writes the name of a member; its value is next.
    mutating func name(_ name: String) {
        self.separate()
        self.quote(name)
        self.text += ":"
        self.isFirst = true
    }

    /// Writes what is JSON already.
    mutating func value(_ json: String) {
        self.separate()
        self.text += json
    }

    /// Writes a text as a value.
    mutating func value(text: String) {
        self.separate()
        self.quote(text)
    }

    /// Writes a member that is a text.
    mutating func member(_ name: String, _ text: String) {
        self.name(name)
        self.value(text: text)
    }

    /// Writes a member that is a number.
    mutating func member(_ name: String, number: String) {
        self.name(name)
        self.value(number)
    }

    /// Writes a member that is a value of a report.
    mutating func member(_ name: String, _ value: ReportValue) {
        self.name(name)
        switch ExactText.kind(value, key: name) {
        case .text(let text): self.value(text: text)
        case .number(let number): self.value(number)
        case .flag(let flag): self.value(flag ? "true" : "false")
        case .absent: self.value("null")
        }
    }

    private mutating func separate() {
        if !self.isFirst { self.text += "," }
        self.isFirst = false
    }

    private mutating func quote(_ value: String) {
        self.text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": self.text += "\\\""
            case "\\": self.text += "\\\\"
            case "\n": self.text += "\\n"
            case "\r": self.text += "\\r"
            case "\t": self.text += "\\t"
            // Some readers take these for the end of a line, and Foundation leaves out the last at the start of a text.
            case "\u{00}"..."\u{1F}", "\u{7F}", "\u{85}", "\u{2028}", "\u{2029}", "\u{FEFF}":
                let digits = String(scalar.value, radix: 16)
                self.text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: self.text.unicodeScalars.append(scalar)
            }
        }
        self.text += "\""
    }
}
