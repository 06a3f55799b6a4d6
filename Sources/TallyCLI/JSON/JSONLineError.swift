/// Why a line of JSON Lines input has no text to count.
enum JSONLineError: Error, Equatable, CustomStringConvertible {
    case blank
    /// Not JSON (RFC 8259); the column counts bytes from 1.
    case malformed(column: Int, expected: String)
    case tooDeep(limit: Int)
    case missingField
    /// The field is there, but is not a string.
    case notAString(kind: String)

    /// What a person needs to find it; nothing of the line's content.
    var description: String {
        switch self {
        case .blank: "the line is empty"
        case .malformed(let column, let expected): "not JSON at column \(column): expected \(expected)"
        case .tooDeep(let limit): "nested deeper than \(limit) levels"
        case .missingField: "no such field"
        case .notAString(let kind): "the field is \(kind), not a string"
        }
    }
}
