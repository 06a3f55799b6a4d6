/// Writes a report as aligned text for people.
struct TableForm {
    private let document: ReportDocument

    /// Texts are shown up to so many columns of a terminal; the other forms have all of them.
    static let maximumWidth = 60

    init(_ document: ReportDocument) {
        self.document = document
    }

    /// The lines.
    ///
    /// - Complexity: O(*n*) in the cells.
    var text: String {
        let document = self.document
        var blocks: [String] = []
        var heading = Self.line(document.title)
        if let period = document.periodText { heading += period + "\n" }
        if !document.filter.isEmpty { heading += Self.line("Only " + document.filter.joined(separator: ", ")) }
        blocks.append(heading)
        if !document.figures.isEmpty { blocks.append(self.figures) }
        for table in document.tables { blocks.append(self.lines(of: table)) }
        if !document.notes.isEmpty {
            blocks.append(
                document.notes.map { note in
                    Self.line((note.severity == .warning ? "Warning: " : "Note: ") + note.text)
                }
                .joined()
            )
        }
        return blocks.joined(separator: "\n")
    }

    private var figures: String {
        let titles = self.document.figures.map { VisibleCharacter.visible($0.title) }
        let width = titles.map(TextWidth.width).max() ?? 0
        var lines = ""
        for (title, figure) in zip(titles, self.document.figures) {
            lines += title + Self.blanks(width - TextWidth.width(title) + 2)
            lines += VisibleCharacter.visible(ValueText.text(figure.value)) + "\n"
        }
        return lines
    }

    private func lines(of table: ReportTable) -> String {
        var text = Self.line(table.title)
        if !table.caption.isEmpty { text += Self.line(table.caption) }
        guard !table.rows.isEmpty else { return text + "(nothing)\n" }
        let layouts = table.layouts
        var cells = [table.columns.map { VisibleCharacter.visible($0.title) }]
        for row in table.rows {
            cells.append(
                table.readableCells(row, layouts).map { cell in
                    TextWidth.prefix(VisibleCharacter.visible(cell), columns: Self.maximumWidth)
                }
            )
        }
        var widths = [Int](repeating: 0, count: table.columns.count)
        for row in cells {
            for (index, cell) in row.enumerated() { widths[index] = max(widths[index], TextWidth.width(cell)) }
        }
        for row in cells {
            var line = ""
            for (index, cell) in row.enumerated() {
                if index > 0 { line += "  " }
                let padding = Self.blanks(widths[index] - TextWidth.width(cell))
                line += layouts[index].isNumber ? padding + cell : cell + padding
            }
            while line.last == " " { line.removeLast() }
            text += line + "\n"
        }
        for column in table.columns {
            if let note = column.note { text += Self.line("\(column.title): \(note)") }
        }
        return text
    }

    private static func line(_ text: String) -> String { VisibleCharacter.visible(text) + "\n" }

    private static func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}

extension ReportTable {
    /// The cells of a row as they are read; what stands for others has a name where a dimension is absent.
    func readableCells(_ row: Row, _ layouts: [ColumnLayout]) -> [String] {
        var label = row.kind.label
        return self.cells(row).enumerated().map { index, value in
            guard value == .absent, row.kind != .group, self.columns[index].role == .dimension else {
                return ValueText.text(value, layouts[index].precision)
            }
            defer { label = nil }
            return label ?? ""
        }
    }
}
