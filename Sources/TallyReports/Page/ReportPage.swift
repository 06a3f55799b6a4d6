/// A report as one page of HTML that loads nothing; its own script sorts and filters.
struct ReportPage {
    private let document: ReportDocument
    private let options: ReportFormOptions

    /// Beside a chart, tables are open up to so many rows.
    private static let openRows = 31

    init(_ document: ReportDocument, _ options: ReportFormOptions) {
        self.document = document
        self.options = options
    }

    /// The page.
    ///
    /// - Complexity: O(*n* log *n*) in the cells.
    var text: String {
        var html = HTMLWriter()
        self.writeHead(to: &html)
        html.markup(self.options.refresh.map { "<body data-refresh=\"\(Self.milliseconds($0))\">\n" } ?? "<body>\n")
        html.markup("<a class=\"skip\" href=\"#main\">Skip to the report</a>\n<header>\n<h1>")
        html.text(self.document.title)
        html.markup("</h1>\n")
        if let period = self.document.periodText { html.markup("<p class=\"period\">\(period)</p>\n") }
        self.writeList(self.document.filter, "filter", label: "Limited to", to: &html)
        html.markup("</header>\n<main id=\"main\" tabindex=\"-1\">\n")
        self.writeFigures(to: &html)
        self.writeWarnings(to: &html)
        if self.document.tables.count > 2 { self.writeContents(to: &html) }
        for (index, table) in self.document.tables.enumerated() { self.write(table, index, to: &html) }
        let notes = self.document.notes.filter { $0.severity == .info }
        if !notes.isEmpty {
            html.markup("<section aria-labelledby=\"notes\">\n<h2 id=\"notes\">Notes</h2>\n")
            self.writeList(notes.map(\.text), "notes", label: nil, to: &html)
            html.markup("</section>\n")
        }
        html.markup("</main>\n<footer>Made offline by ")
        html.text(self.options.generator)
        if self.options.refresh == nil {
            html.markup(". This page loads nothing. Times are in UTC.</footer>\n")
        } else {
            html.markup(". <span role=\"status\"><span class=\"fresh\">This page follows the ledger.</span>")
            html.markup("<b class=\"old\">The command has ended: this page is no longer new.</b></span>")
            html.markup(" Times are in UTC.</footer>\n")
        }
        html.markup("<script>\(PageScript.text)</script>\n</body>\n</html>\n")
        return String(decoding: html.bytes, as: UTF8.self)
    }

    private func writeHead(to html: inout HTMLWriter) {
        let policy = PagePolicy.text(
            style: PageStyle.css,
            script: PageScript.text,
            mayConnect: self.options.refresh != nil
        )
        html.markup(
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(policy)">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <title>
            """
        )
        html.text(self.document.title)
        html.markup("</title>\n<style>\(PageStyle.css)</style>\n</head>\n")
    }

    /// At least a tenth of a second.
    private static func milliseconds(_ duration: Duration) -> Int {
        Int(clamping: max(100, duration.wholeAttoseconds / 1_000_000_000_000_000))
    }

    private func writeFigures(to html: inout HTMLWriter) {
        guard !self.document.figures.isEmpty else { return }
        html.markup("<dl class=\"facts\">\n")
        for figure in self.document.figures {
            html.markup("<div><dt>")
            html.text(figure.title)
            html.markup("</dt><dd>")
            html.text(ValueText.text(figure.value))
            html.markup("</dd></div>\n")
        }
        html.markup("</dl>\n")
    }

    private func writeWarnings(to html: inout HTMLWriter) {
        let warnings = self.document.notes.filter { $0.severity == .warning }
        guard !warnings.isEmpty else { return }
        html.markup("<ul class=\"warnings\" aria-label=\"Warnings\">\n")
        for warning in warnings {
            html.markup("<li><b>Warning:</b> ")
            html.text(warning.text)
            html.markup("</li>\n")
        }
        html.markup("</ul>\n")
    }

    private func writeContents(to html: inout HTMLWriter) {
        html.markup("<nav aria-label=\"Tables\">\n<ul>\n")
        for (index, table) in self.document.tables.enumerated() {
            html.markup("<li><a href=\"#t\(index)\">")
            html.text(table.title)
            html.markup("</a></li>\n")
        }
        html.markup("</ul>\n</nav>\n")
    }

    private func write(_ table: ReportTable, _ index: Int, to html: inout HTMLWriter) {
        let id = "t\(index)"
        html.markup("<section aria-labelledby=\"\(id)\">\n<h2 id=\"\(id)\">")
        html.text(table.title)
        html.markup("</h2>\n")
        if !table.caption.isEmpty {
            html.markup("<p class=\"note\">")
            html.text(table.caption)
            html.markup("</p>\n")
        }
        let figures = table.charts.compactMap { ChartFigure($0, of: table) }
        for (place, figure) in figures.enumerated() { figure.write(id: "\(id)c\(place)", to: &html) }
        if !figures.isEmpty {
            html.markup(table.rows.count <= Self.openRows ? "<details open>" : "<details>")
            html.markup("<summary>The numbers as a table</summary>\n")
        }
        PageTable(table, maximumRows: self.options.maximumPageRows).write(labelledBy: id, to: &html)
        if !figures.isEmpty { html.markup("</details>\n") }
        html.markup("</section>\n")
    }

    private func writeList(_ texts: [String], _ style: String, label: String?, to html: inout HTMLWriter) {
        guard !texts.isEmpty else { return }
        html.markup("<ul class=\"\(style)\"")
        if let label { html.markup(" aria-label=\"\(label)\"") }
        html.markup(">\n")
        for text in texts {
            html.markup("<li>")
            html.text(text)
            html.markup("</li>\n")
        }
        html.markup("</ul>\n")
    }
}
