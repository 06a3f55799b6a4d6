/// JSON Schema as TypeScript types.
enum TypeScript {
    /// Deeper schemas become `object`.
    private static let depthLimit = 32

    /// The properties of an object, one a line with its comment.
    static func members(of schema: JSONTree, indent: String, depth: Int) -> String {
        let required = Set(schema["required"]?.elements.compactMap(\.string) ?? [])
        var text = ""
        for member in schema["properties"]?.members ?? [] {
            if let description = member.value["description"]?.string {
                text += ToolText.comment(description, indent: indent)
            }
            let mark = required.contains(member.name) ? "" : "?"
            text += "\(indent)\(member.name)\(mark): \(Self.type(of: member.value, indent: indent, depth: depth)),"
            if let value = member.value["default"], !value.isNull {
                text += " // default: " + (value.string ?? value.text(.spaced))
            }
            text += "\n"
        }
        return text
    }

    private static func type(of schema: JSONTree, indent: String, depth: Int) -> String {
        guard depth < Self.depthLimit else { return "object" }
        if let cases = schema["enum"] {
            return cases.elements.map { $0.text(.spaced) }.joined(separator: " | ")
        }
        if let value = schema["const"] { return value.text(.spaced) }
        for name in ["anyOf", "oneOf"] {
            if let cases = schema[name] {
                let types = cases.elements.map { Self.type(of: $0, indent: indent, depth: depth + 1) }
                return types.joined(separator: " | ")
            }
        }
        if case .array(let types)? = schema["type"] {
            return types.compactMap(\.string).map { Self.name(of: $0, schema, indent, depth) }.joined(separator: " | ")
        }
        return Self.name(of: schema["type"]?.string ?? "any", schema, indent, depth)
    }

    private static func name(of type: String, _ schema: JSONTree, _ indent: String, _ depth: Int) -> String {
        switch type {
        case "integer", "number": "number"
        case "array":
            schema["items"].map { Self.type(of: $0, indent: indent, depth: depth + 1) + "[]" } ?? "any[]"
        case "object":
            schema["properties"]?.members.isEmpty ?? true
                ? "object"
                : "{\n" + Self.members(of: schema, indent: indent, depth: depth + 1) + "\(indent)}"
        default: type
        }
    }
}
