/// Patterns of the engine that Hugging Face's library uses, Oniguruma with Ruby's syntax, in the syntax of tiktoken.
///
/// They agree on what split patterns consist of. What means something else is rewritten or refused.
enum OnigurumaPattern {
    /// Returns a pattern with the same matches.
    ///
    /// `$` matches before every newline there, as with `(?m)` elsewhere.
    static func rewrite(_ pattern: String) throws(VocabularyError) -> String {
        var result = ""
        var depth = 0
        var scalars = pattern.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\\":
                guard let escaped = scalars.popFirst() else { throw Self.refused("a '\\' at its end", pattern) }
                let isLetter = escaped.properties.isAlphabetic || ("0"..."9").contains(escaped)
                guard !isLetter || "pPsSdrnt".unicodeScalars.contains(escaped) else {
                    throw Self.refused("'\\\(escaped)'", pattern)
                }
                result.unicodeScalars.append(contentsOf: [scalar, escaped])
            case "[":
                if scalars.first == ":" { throw Self.refused("a class by name", pattern) }
                depth += 1
                result.unicodeScalars.append(scalar)
            case "]":
                depth = max(0, depth - 1)
                result.unicodeScalars.append(scalar)
            case "^" where depth == 0: throw Self.refused("'^'", pattern)
            case "$" where depth == 0: result += "(?m:$)"
            case "(" where depth == 0 && scalars.first == "?":
                let rest = scalars.prefix(3)
                guard
                    ["?i:", "?:"].contains(where: { String(rest).hasPrefix($0) })
                        || ["?!", "?=", "?<!", "?<="].contains(where: { String(rest).hasPrefix($0) })
                else { throw Self.refused("'(\(String(rest))'", pattern) }
                result.unicodeScalars.append(scalar)
            default:
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func refused(_ what: String, _ pattern: String) -> VocabularyError {
        HuggingFaceFile.unsupported("\(what) in the split pattern '\(pattern)'")
    }
}
