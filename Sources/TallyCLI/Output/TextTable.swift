/// Columns of text, aligned with blanks.
struct TextTable {
    /// A column's heading and how its cells stand.
    struct Column {
        let title: String
        let isNumber: Bool
        /// The width that it has at least, so that rows can be written before all of them are known.
        let minimumWidth: Int

        static func number(_ title: String, minimumWidth: Int = 0) -> Column {
            Column(title: title, isNumber: true, minimumWidth: max(minimumWidth, title.count))
        }

        static func text(_ title: String, minimumWidth: Int = 0) -> Column {
            Column(title: title, isNumber: false, minimumWidth: max(minimumWidth, title.count))
        }
    }

    let columns: [Column]

    /// The headings on one line.
    var header: String { self.line(self.columns.map(\.title)) }

    /// One row on one line; a cell that is wider than its column moves those after it.
    func line(_ cells: [String]) -> String {
        self.line(cells, widths: self.columns.map(\.minimumWidth))
    }

    /// Headings and rows, each column as wide as its widest cell.
    func text(_ rows: [[String]]) -> String {
        var widths = self.columns.map(\.minimumWidth)
        for row in rows {
            for (index, cell) in row.enumerated() { widths[index] = max(widths[index], cell.count) }
        }
        return ([self.columns.map(\.title)] + rows).map { self.line($0, widths: widths) }.joined()
    }

    private func line(_ cells: [String], widths: [Int]) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            if index > 0 { line += "  " }
            let padding = String(repeating: " ", count: max(0, widths[index] - cell.count))
            line += self.columns[index].isNumber ? padding + cell : cell + padding
        }
        while line.last == " " { line.removeLast() }
        return line + "\n"
    }
}
