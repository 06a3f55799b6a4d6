internal import TallyVocabularies

/// JSON Schema as TypeScript types.
///
/// References to `$defs` and `definitions` are followed, so that a type is written out wherever it is used.
struct TypeScript {
    /// Deeper schemas become `object`; so does one that contains itself, in the end.
    private static let depthLimit = 32
    /// The most types that are written out, so that a small schema can't become a huge text.
    private static let typeLimit = 10_000

    /// The schema in which references are looked up.
    private let root: JSONTree
    private var typesLeft = Self.typeLimit

    init(_ root: JSONTree) {
        self.root = root
    }

    /// The properties of the whole, one a line with its comment.
    static func members(of schema: JSONTree) -> String {
        var writer = TypeScript(schema)
        return writer.members(of: schema, indent: "", depth: 0)
    }

    private func resolved(_ schema: JSONTree) -> JSONTree {
        guard let path = schema["$ref"]?.string, path.hasPrefix("#/") else { return schema }
        return path.dropFirst(2).split(separator: "/").reduce(self.root) { $0[String($1)] ?? .object([]) }
    }

    private mutating func members(of schema: JSONTree, indent: String, depth: Int) -> String {
        let required = Set(schema["required"]?.elements.compactMap(\.string) ?? [])
        var text = ""
        for member in schema["properties"]?.members ?? [] {
            let value = self.resolved(member.value)
            if let description = (member.value["description"] ?? value["description"])?.string {
                text += ToolText.comment(description, indent: indent)
            }
            let mark = required.contains(member.name) ? "" : "?"
            text += "\(indent)\(member.name)\(mark): \(self.type(of: value, indent: indent, depth: depth)),"
            if let standard = value["default"] {
                text += " // default: " + (standard.string ?? standard.text(.spaced))
            }
            text += "\n"
        }
        return text
    }

    private mutating func type(of reference: JSONTree, indent: String, depth: Int) -> String {
        self.typesLeft -= 1
        guard depth < Self.depthLimit, self.typesLeft > 0 else { return "object" }
        let schema = self.resolved(reference)
        if let cases = schema["enum"] {
            return cases.elements.map { $0.text(.spaced) }.joined(separator: " | ")
        }
        if let value = schema["const"] { return value.text(.spaced) }
        for name in ["anyOf", "oneOf"] {
            if let cases = schema[name] {
                var types: [String] = []
                for part in cases.elements { types.append(self.type(of: part, indent: indent, depth: depth + 1)) }
                return types.joined(separator: " | ")
            }
        }
        if case .array(let types)? = schema["type"] {
            var names: [String] = []
            for type in types.compactMap(\.string) { names.append(self.name(of: type, schema, indent, depth)) }
            return names.joined(separator: " | ")
        }
        return self.name(of: schema["type"]?.string ?? "any", schema, indent, depth)
    }

    private mutating func name(of type: String, _ schema: JSONTree, _ indent: String, _ depth: Int) -> String {
        switch type {
        case "integer", "number": return "number"
        case "array":
            guard let items = schema["items"] else { return "any[]" }
            return self.type(of: items, indent: indent, depth: depth + 1) + "[]"
        case "object":
            if schema["properties"]?.members.isEmpty ?? true { return "object" }
            return "{\n" + self.members(of: schema, indent: indent, depth: depth + 1) + "\(indent)}"
        default: return type
        }
    }
}
