/// A table of a report on a page.
struct PageTable {
    private let table: ReportTable
    private let layouts: [ColumnLayout]
    /// Columns that have parts of a whole and nothing else, which are shown as bars, too.
    private let bars: Set<Int>
    private let maximumRows: Int

    init(_ table: ReportTable, maximumRows: Int) {
        self.table = table
        self.layouts = table.layouts
        self.maximumRows = max(1, maximumRows)
        self.bars = Set(
            table.columns.indices.filter { column in
                let cells = table.rows.map { table.cells($0)[column] }.filter { $0 != .absent }
                return !cells.isEmpty
                    && cells.allSatisfy { cell in
                        if case .share(let share) = cell { return 0...1 ~= share }
                        return false
                    }
            }
        )
    }

    /// Writes the table and what is to be known of its columns.
    ///
    /// - Complexity: O(*n*) in the cells that are shown.
    func write(labelledBy id: String, to html: inout HTMLWriter) {
        let table = self.table
        guard !table.rows.isEmpty, !table.columns.isEmpty else {
            html.markup("<p class=\"note\">There is nothing to show.</p>\n")
            return
        }
        let groups = table.rows.count { $0.kind == .group }
        html.markup("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-labelledby=\"\(id)\">\n")
        html.markup("<table aria-labelledby=\"\(id)\" data-title=\"")
        html.text(table.title)
        html.markup("\">\n")
        if groups > self.maximumRows {
            html.markup("<caption>The first \(ValueText.grouped(self.maximumRows)) of ")
            html.markup(
                "\(ValueText.grouped(groups)) rows; the other forms of the report have all of them.</caption>\n"
            )
        }
        html.markup("<thead><tr>")
        for (column, layout) in zip(table.columns, self.layouts) {
            html.markup(layout.isNumber ? "<th scope=\"col\" class=\"num\">" : "<th scope=\"col\">")
            html.text(column.title)
            html.markup("</th>")
        }
        html.markup("</tr></thead>\n")
        self.writeRows(to: &html)
        html.markup("</table>\n</div>\n")
        self.writeNotes(to: &html)
    }

    /// Rows that stand for others and are last stay last, however the table is sorted.
    private func writeRows(to html: inout HTMLWriter) {
        let all = self.table.rows
        let totals = all[(all.lastIndex { $0.kind != .total }.map { $0 + 1 } ?? 0)...]
        let before = all[..<totals.startIndex]
        let others = before[(before.lastIndex { $0.kind == .group || $0.kind == .total }.map { $0 + 1 } ?? 0)...]
        let rows = before[..<others.startIndex]
        html.markup("<tbody>\n")
        for row in rows.prefix(self.maximumRows) { self.write(row, to: &html) }
        html.markup("</tbody>\n")
        if !others.isEmpty {
            html.markup("<tbody>\n")
            for row in others.prefix(self.maximumRows) { self.write(row, to: &html) }
            html.markup("</tbody>\n")
        }
        guard !totals.isEmpty else { return }
        html.markup("<tfoot>\n")
        for row in totals.prefix(self.maximumRows) { self.write(row, to: &html) }
        html.markup("</tfoot>\n")
    }

    private func write(_ row: ReportTable.Row, to html: inout HTMLWriter) {
        html.markup(row.kind == .group ? "<tr>" : "<tr class=\"\(row.kind.name)\">")
        let texts = self.table.readableCells(row, self.layouts)
        for (column, (value, text)) in zip(self.table.cells(row), texts).enumerated() {
            let isHeading = column == 0 && self.table.columns[column].role == .dimension
            html.markup(isHeading ? "<th scope=\"row\"" : "<td")
            switch value {
            case .text: html.markup(" class=\"text\">")
            case .time(let time): html.markup(" data-v=\"\(time)\">")
            default:
                if self.layouts[column].isNumber { html.markup(" class=\"num\"") }
                if let number = value.magnitude { html.markup(" data-v=\"\(number)\"") }
                html.markup(">")
            }
            if self.bars.contains(column), case .share(let share) = value {
                let width = share > 0 ? max(1, Int(share * 100 + 0.5)) : 0
                html.markup("<span class=\"bar\"><svg aria-hidden=\"true\" viewBox=\"0 0 100 8\" ")
                html.markup("preserveAspectRatio=\"none\"><rect width=\"\(width)\" height=\"8\"/></svg><span>")
                html.text(text)
                html.markup("</span></span>")
            } else {
                html.text(text)
            }
            html.markup(isHeading ? "</th>" : "</td>")
        }
        html.markup("</tr>\n")
    }

    private func writeNotes(to html: inout HTMLWriter) {
        let columns = self.table.columns.filter { $0.note != nil }
        guard !columns.isEmpty else { return }
        html.markup("<dl class=\"columns\">\n")
        for column in columns {
            html.markup("<div><dt>")
            html.text(column.title)
            html.markup(":</dt> <dd>")
            html.text(column.note ?? "")
            html.markup("</dd></div>\n")
        }
        html.markup("</dl>\n")
    }
}
