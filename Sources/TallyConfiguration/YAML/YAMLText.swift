/// Gives what a YAML text says as JSON, for readers of requests and prompts that people keep in YAML.
///
/// Plain scalars are read by the core schema of [YAML 1.2](https://yaml.org/spec/1.2.2/#103-core-schema), section 10.3.2,
/// but what YAML 1.1 and 1.2 both take for a value and not for the same one stays text: `010`. So do words that only
/// YAML 1.1 takes for values: `yes`, `on`, `1_000`, `1:30`. Anchors, aliases and tags are refused, and so are texts that
/// are very large or deep.
public enum YAMLText {
    /// Returns what a text of one document says as JSON, in UTF-8, without spaces.
    ///
    /// Numbers keep their digits: integers are exact however many there are, hexadecimal and octal ones become decimal,
    /// and what JSON does not allow is written as it does (`+.5` as `0.5`, `5.` as `5.0`). Mappings keep their order; keys
    /// are names as they are written. A text without any value is `null`.
    ///
    /// - Parameters:
    ///   - text: The text, of at most a mebibyte.
    ///   - file: What the file is called in errors.
    /// - Throws: ``ConfigurationError`` with every mistake: what is no YAML, what JSON has nothing for (`.inf`, `.nan`, keys
    ///   that are lists or mappings), a key that is there twice. It never has text of the file but names of keys.
    /// - Complexity: O(*n*) in the size of the text.
    public static func json(of text: String, file: String) throws(ConfigurationError) -> [UInt8] {
        let ends = Self.doubtfulLineEnds(text, file)
        guard ends.isEmpty else { throw ConfigurationError(ends) }
        let root = try YAMLFile.read(text, file: file)
        var writer = JSONWriter(file: file, capacity: text.utf8.count)
        writer.write(root)
        guard writer.problems.isEmpty else { throw ConfigurationError(writer.problems) }
        return writer.bytes
    }

    /// Line ends of YAML 1.1 that are characters like others in YAML 1.2; a parser of the former would change them.
    private static func doubtfulLineEnds(_ text: String, _ file: String) -> [ConfigurationProblem] {
        // Bytes first, since hardly any text has one: U+0085 is C2 85, U+2028 and U+2029 are E2 80 A8 and E2 80 A9.
        guard text.utf8.contains(0x85) || text.utf8.contains(0xA8) || text.utf8.contains(0xA9) else { return [] }
        var problems: [ConfigurationProblem] = []
        var (line, column) = (1, 1)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": (line, column) = (line + 1, 0)
            case "\u{85}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16, uppercase: true)
                let name = String(repeating: "0", count: 4 - digits.count) + digits
                let message =
                    "found U+\(name), which YAML 1.1 takes for a line end and YAML 1.2 does not; "
                    + "write \\u\(name) in a text in double quotes"
                problems.append(
                    ConfigurationProblem(file: file, line: line, column: column, path: "", message: message)
                )
                if problems.count == 20 { return problems }
            default: break
            }
            column += 1
        }
        return problems
    }
}
