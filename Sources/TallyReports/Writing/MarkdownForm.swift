/// Writes a report in GitHub's Markdown; nothing in it that came from outside is markup, a mention or a link.
struct MarkdownForm {
    private let document: ReportDocument

    init(_ document: ReportDocument) {
        self.document = document
    }

    /// The lines.
    ///
    /// - Complexity: O(*n*) in the cells.
    var text: String {
        let document = self.document
        var text = "# \(Self.escaped(document.title))\n"
        if let period = document.periodText { text += "\n\(period)\n" }
        if !document.filter.isEmpty {
            text += "\nOnly " + document.filter.map(Self.escaped).joined(separator: ", ") + "\n"
        }
        if !document.figures.isEmpty {
            text += "\n| Figure | Value |\n| :-- | --: |\n"
            for figure in document.figures {
                let value = Self.cell(ValueText.text(figure.value), of: figure.value)
                text += "| \(Self.escaped(figure.title)) | \(value) |\n"
            }
        }
        for table in document.tables { text += self.text(of: table) }
        if !document.notes.isEmpty {
            text += "\n"
            for note in document.notes {
                text +=
                    (note.severity == .warning ? "- **Warning:** " : "- **Note:** ") + Self.escaped(note.text) + "\n"
            }
        }
        return text
    }

    private func text(of table: ReportTable) -> String {
        var text = "\n## \(Self.escaped(table.title))\n"
        if !table.caption.isEmpty { text += "\n\(Self.paragraph(table.caption))\n" }
        guard !table.rows.isEmpty, !table.columns.isEmpty else { return text + "\n(nothing)\n" }
        let layouts = table.layouts
        text += "\n" + Self.row(table.columns.map { Self.escaped($0.title) })
        text += "|" + layouts.map { $0.isNumber ? " --: |" : " :-- |" }.joined() + "\n"
        for row in table.rows {
            let cells = zip(table.readableCells(row, layouts), table.cells(row)).map { Self.cell($0, of: $1) }
            text += row.kind == .total ? Self.row(cells, mark: "**") : Self.row(cells)
        }
        let notes = table.columns.filter { $0.note != nil }
        if !notes.isEmpty { text += "\n" }
        for column in notes {
            text += "- *\(Self.escaped(column.title))*: \(Self.escaped(column.note ?? ""))\n"
        }
        return text
    }

    private static func row(_ cells: [String], mark: String = "") -> String {
        "|" + cells.map { $0.isEmpty ? "  |" : " \(mark)\($0)\(mark) |" }.joined() + "\n"
    }

    /// What is read of a value; of all that is no text only a comparison with a share can be markup.
    private static func cell(_ text: String, of value: ReportValue) -> String {
        switch value {
        case .text, .share: Self.escaped(text)
        default: text
        }
    }

    /// A text at the start of a line, where a number or a dash would begin a list.
    private static func paragraph(_ text: String) -> String {
        let escaped = Self.escaped(text)
        guard let first = escaped.unicodeScalars.first, "-+=0123456789 ".unicodeScalars.contains(first) else {
            return escaped
        }
        return "&#\(first.value);" + String(escaped.unicodeScalars.dropFirst())
    }

    /// Returns a text as it is read: what can't be seen by its name, and no character that Markdown acts upon.
    static func escaped(_ text: String) -> String {
        var result = ""
        var previous: Unicode.Scalar = " "
        for scalar in VisibleCharacter.visible(text).unicodeScalars {
            switch scalar {
            case "&", "<", ">", "|", "`", "*", "_", "[", "]", "\\", "~", "#", "{", "}", "^", "$":
                result += "&#\(scalar.value);"
            // Addresses become links by what is behind their scheme, or by their first three letters.
            case "/" where previous == "/", "/" where previous == ":", "w" where previous == "w",
                "W" where previous == "w",
                "w" where previous == "W", "W" where previous == "W":
                result += "&#\(scalar.value);"
            // A mention is made of what is shown, so a reference does not hide it; a space without width does.
            case "@": result += "@&#8203;"
            default: result.unicodeScalars.append(scalar)
            }
            previous = scalar
        }
        return result
    }
}
