/// A line of comma-separated values as in RFC 4180, but for the line end, which is a single newline.
enum CSVLine {
    /// The line of these cells; an empty cell stands for nothing.
    static func text(_ cells: [String]) -> String {
        cells.map(Self.cell).joined(separator: ",") + "\n"
    }

    private static func cell(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"): false
            default: true
            }
        }
        guard !isPlain else { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted += "\"" }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}
