/// A drawing, as wide and high as its coordinates.
struct ChartDrawing {
    let width: Double
    let height: Double
    let markup: String
}

/// A chart of a table as a figure of a page: drawn for wide and for narrow screens, described in words, with a legend.
struct ChartFigure {
    private let title: String
    private let measure: String
    private let description: String
    private let remark: String?
    private let legend: [(style: String, text: String)]
    private let drawings: [(name: String, drawing: ChartDrawing)]

    /// The widths that drawings have.
    private static let widths = [("wide", 960.0), ("narrow", 344.0)]

    /// Draws a chart of a table; nil if the table has nothing for it.
    ///
    /// - Complexity: O(*n* log *n*) in the rows.
    init?(_ chart: ReportChart, of table: ReportTable) {
        switch chart {
        case .bars(let label, let value):
            guard let bars = BarChart(table, label: label, value: value) else { return nil }
            self.init(table, value, bars.description, bars.remark, [], bars.drawing)
        case .treemap(let labels, let value):
            guard let treemap = TreemapChart(table, labels: labels, value: value) else { return nil }
            self.init(table, value, treemap.description, nil, [], treemap.drawing)
        case .heatMap(let row, let column, let value):
            guard let map = HeatMapChart(table, row: row, column: column, value: value) else { return nil }
            self.init(table, value, map.description, map.remark, map.legend, map.drawing)
        case .lines(let time, let series, let value):
            guard let data = ChartSeries(table, time: time, series: series, value: value, missing: nil) else {
                return nil
            }
            self.init(table, value, TimeChart(data: data, isStacked: false))
        case .stack(let time, let series, let value):
            guard let data = ChartSeries(table, time: time, series: series, value: value, missing: 0) else {
                return nil
            }
            self.init(table, value, TimeChart(data: data, isStacked: true))
        }
    }

    private init(_ table: ReportTable, _ value: String, _ chart: TimeChart) {
        let series = chart.data.series
        let legend = series.count > 1 ? series.map { ($0.style, $0.name) } : []
        var remark: String?
        if chart.data.folded > 0 {
            let count = ValueText.grouped(chart.data.folded)
            remark =
                chart.isStacked
                ? "The \(ChartSeries.most) largest, and \(count) more as one."
                : "The \(ChartSeries.most) largest; \(count) more are in the table."
        }
        self.init(table, value, chart.description, remark, legend, chart.drawing)
    }

    private init(
        _ table: ReportTable,
        _ value: String,
        _ description: String,
        _ remark: String?,
        _ legend: [(style: String, text: String)],
        _ drawing: (Double) -> ChartDrawing
    ) {
        self.measure = table.columns.first { $0.key == value }?.title ?? value
        self.title = "\(table.title): \(self.measure)"
        self.description = description
        self.remark = remark
        self.legend = legend
        self.drawings = Self.widths.map { ($0, drawing($1)) }
    }

    /// Writes the figure; `id` is unique on the page.
    func write(id: String, to html: inout HTMLWriter) {
        html.markup("<figure>\n<figcaption>")
        html.text(self.measure)
        html.markup("</figcaption>\n")
        for (name, drawing) in self.drawings {
            let (width, height) = (SVGText.number(drawing.width), SVGText.number(drawing.height))
            html.markup("<svg class=\"chart \(name)\" role=\"img\" viewBox=\"0 0 \(width) \(height)\"")
            html.markup(" aria-labelledby=\"\(id)\(name)t\" aria-describedby=\"\(id)\(name)d\">")
            html.markup("<title id=\"\(id)\(name)t\">")
            html.text(self.title)
            html.markup("</title><desc id=\"\(id)\(name)d\">")
            html.text(self.description)
            html.markup("</desc>\(drawing.markup)</svg>\n")
        }
        if !self.legend.isEmpty {
            html.markup("<ul class=\"legend\">")
            for (style, text) in self.legend {
                html.markup("<li><svg class=\"key\" viewBox=\"0 0 12 12\" aria-hidden=\"true\">")
                html.markup("<rect class=\"\(style)\" width=\"12\" height=\"12\" rx=\"3\"/></svg>")
                html.text(text)
                html.markup("</li>")
            }
            html.markup("</ul>\n")
        }
        if let remark {
            html.markup("<p class=\"note\">")
            html.text(remark)
            html.markup("</p>\n")
        }
        html.markup("</figure>\n")
    }
}
