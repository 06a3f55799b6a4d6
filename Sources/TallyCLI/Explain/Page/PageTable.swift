internal import TallyReports

/// A table of a page, under a heading.
struct PageTable {
    /// A column's heading and how its cells stand.
    enum Column {
        case text(String)
        case number(String)
        /// A bar.
        case share
    }

    private let id: String
    private let title: String
    private let columns: [Column]
    private var rows = ""
    /// What to know about it, as text.
    var caption = ""

    init(_ id: String, _ title: String, columns: [Column]) {
        self.id = id
        self.title = title
        self.columns = columns
    }

    /// Adds a row of cells, which are markup; the first is what the row is about.
    mutating func add(_ cells: [String]) {
        self.rows += "<tr>"
        for (index, cell) in cells.enumerated() {
            switch self.columns[index] {
            case .text where index == 0: self.rows += "<th scope=\"row\">\(cell)</th>"
            case .text: self.rows += "<td>\(cell)</td>"
            case .number: self.rows += "<td class=\"num\">\(cell)</td>"
            case .share: self.rows += "<td class=\"share\">\(cell)</td>"
            }
        }
        self.rows += "</tr>\n"
    }

    /// The table, or nothing if it has no rows.
    var html: String {
        guard !self.rows.isEmpty else { return "" }
        let headings = self.columns.map { column in
            switch column {
            case .text(let title): "<th scope=\"col\">\(title)</th>"
            case .number(let title): "<th scope=\"col\" class=\"num\">\(title)</th>"
            case .share: "<th scope=\"col\" class=\"share\">Share</th>"
            }
        }
        return """
            <section aria-labelledby="\(self.id)">
            <h2 id="\(self.id)">\(self.title)</h2>
            <div class="scroll" tabindex="0" role="region" aria-labelledby="\(self.id)">
            <table>
            <caption>\(HTMLWriter.escaped(self.caption))</caption>
            <thead><tr>\(headings.joined())</tr></thead>
            <tbody>
            \(self.rows)</tbody>
            </table>
            </div>
            </section>

            """
    }
}
