/// Writes a table as comma-separated values, as RFC 4180 has them: a line of keys, fields in quotes where they need them,
/// lines that end in CR LF, UTF-8 without a mark.
///
/// Behind the table's own columns is one that says what a row stands for (`row_kind`: `group`, `rest`, `gap`, `total`),
/// so that who sums a column up can leave out the total. An empty field is what is not known; an empty text is `""`.
struct CSVForm {
    private let table: ReportTable
    private let guardsFormulas: Bool

    init(_ table: ReportTable, guardsFormulas: Bool) {
        self.table = table
        self.guardsFormulas = guardsFormulas
    }

    /// The lines.
    ///
    /// - Complexity: O(*n*) in the cells.
    var text: String {
        let keys = self.table.columns.map(\.key)
        var text = (keys + [Self.kindKey(keys)]).map(self.field).joined(separator: ",") + "\r\n"
        for row in self.table.rows {
            for (column, value) in zip(self.table.columns, self.table.cells(row)) {
                switch ExactText.kind(value, key: column.key) {
                case .absent: break
                case .text(let value): text += self.field(value)
                case .number(let value): text += value
                case .flag(let value): text += value ? "true" : "false"
                }
                text += ","
            }
            text += row.kind.name + "\r\n"
        }
        return text
    }

    /// The name of the column of kinds, which a tag may have, too.
    private static func kindKey(_ keys: [String]) -> String {
        var key = "row_kind"
        while keys.contains(key) { key += "_" }
        return key
    }

    private func field(_ text: String) -> String {
        guard !text.isEmpty else { return "\"\"" }
        var field = self.guardsFormulas && Self.isFormula(text) ? "'" : ""
        var needsQuotes = text.first == " " || text.last == " "
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": field += "\"\""
            default: field.unicodeScalars.append(scalar)
            }
            // A lone tab or line separator splits no field, but some readers think so.
            switch scalar {
            case "\"", ",", ";", "\u{00}"..."\u{1F}", "\u{85}", "\u{2028}", "\u{2029}": needsQuotes = true
            default: break
            }
        }
        return needsQuotes ? "\"\(field)\"" : field
    }

    /// Whether a spreadsheet may take a text for a formula (OWASP, "CSV Injection"): by its first character, in the width
    /// of Chinese and Japanese as well.
    private static func isFormula(_ text: String) -> Bool {
        switch text.unicodeScalars.first {
        case "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": true
        default: false
        }
    }
}
