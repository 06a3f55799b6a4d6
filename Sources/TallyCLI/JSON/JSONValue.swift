/// A value to be written as JSON.
enum JSONValue {
    case null
    case bool(Bool)
    case integer(Int)
    /// A number by its digits, for decimals that must stay exact.
    case decimal(String)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// Appends the value's compact form.
    func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .decimal(let digits): text += digits
        case .string(let value): Self.write(value, to: &text)
        case .object(let object): object.write(to: &text)
        case .array(let values):
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += "," }
                value.write(to: &text)
            }
            text += "]"
        }
    }

    /// The compact form.
    var text: String {
        var text = ""
        self.write(to: &text)
        return text
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
            case "\u{00}"..."\u{1F}", "\u{7F}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

/// Members in the order in which they are written.
struct JSONObject: ExpressibleByDictionaryLiteral {
    /// A name and its value.
    struct Member {
        let name: String
        let value: JSONValue
    }

    private(set) var members: [Member]

    init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.members = elements.map { Member(name: $0.0, value: $0.1) }
    }

    /// Adds a member at the end; nothing for nil.
    mutating func append(_ name: String, _ value: JSONValue?) {
        if let value { self.members.append(Member(name: name, value: value)) }
    }

    mutating func append(_ name: String, _ value: String?) {
        self.append(name, value.map { .string($0) })
    }

    /// Adds the members of another object at the end.
    mutating func append(_ other: JSONObject) {
        self.members.append(contentsOf: other.members)
    }

    func write(to text: inout String) {
        text += "{"
        for (index, member) in self.members.enumerated() {
            if index > 0 { text += "," }
            JSONValue.string(member.name).write(to: &text)
            text += ":"
            member.value.write(to: &text)
        }
        text += "}"
    }

    /// The compact form, on one line.
    var text: String {
        var text = ""
        self.write(to: &text)
        return text
    }
}
