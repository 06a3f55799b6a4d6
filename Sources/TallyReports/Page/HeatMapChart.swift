/// Draws cells by two dimensions, the stronger the more.
struct HeatMapChart {
    private var rows: [String] = []
    private var columns: [String] = []
    /// By rows and columns; nil where the table has nothing.
    private var values: [[Double?]] = []
    private var unit = ChartUnit.number
    private let titles: (row: String, column: String)
    private var left = 0

    /// How many rows and columns are drawn.
    private static let most = (rows: 40, columns: 60)
    /// How many strengths there are; more are not told apart.
    static let strengths = 6

    /// Reads the cells from a table; nil if there is nothing to draw.
    ///
    /// - Complexity: O(*n* log *n*) in the rows.
    init?(_ table: ReportTable, row: String, column: String, value: String) {
        guard let rowColumn = table.index(of: row), let columnColumn = table.index(of: column),
            let valueColumn = table.index(of: value)
        else { return nil }
        self.titles = (table.columns[rowColumn].title, table.columns[columnColumn].title)
        let layouts = table.layouts
        let shown = table.rows.filter { $0.kind != .total && table.cells($0)[valueColumn].magnitude != nil }
        let rowAxis = Self.axis(shown.map { table.cells($0)[rowColumn] })
        let columnAxis = Self.axis(shown.map { table.cells($0)[columnColumn] })
        guard !rowAxis.isEmpty, !columnAxis.isEmpty else { return nil }
        self.left = max(0, rowAxis.count - Self.most.rows) + max(0, columnAxis.count - Self.most.columns)
        let rowNames = rowAxis.prefix(Self.most.rows)
        let columnNames = columnAxis.prefix(Self.most.columns)
        self.rows = rowNames.map { ValueText.text($0, layouts[rowColumn].precision) }
        self.columns = columnNames.map { ValueText.text($0, layouts[columnColumn].precision) }
        var rowPlaces: [ReportValue: Int] = [:]
        for (index, name) in rowNames.enumerated() { rowPlaces[name] = index }
        var columnPlaces: [ReportValue: Int] = [:]
        for (index, name) in columnNames.enumerated() { columnPlaces[name] = index }
        self.values = rowNames.map { _ in columnNames.map { _ in nil } }
        for row in shown {
            let cells = table.cells(row)
            guard let y = rowPlaces[cells[rowColumn]], let x = columnPlaces[cells[columnColumn]] else { continue }
            self.values[y][x] = (self.values[y][x] ?? 0) + (cells[valueColumn].magnitude ?? 0)
            self.unit = cells[valueColumn].unit ?? self.unit
        }
    }

    /// The names along an axis: numbers and times in their order, texts as they come first in the table.
    private static func axis(_ values: [ReportValue]) -> [ReportValue] {
        var seen: Set<ReportValue> = []
        let names = values.filter { seen.insert($0).inserted }
        let keys = names.map { value -> Int64? in
            switch value {
            case .count(let count): Int64(count)
            case .time(let time): time.millisecondsSince1970
            default: nil
            }
        }
        let sorted = zip(keys, names).compactMap { key, name in key.map { ($0, name) } }
        guard sorted.count == names.count else { return names }
        return sorted.sorted { $0.0 < $1.0 }.map(\.1)
    }

    private var highest: Double { self.values.joined().compactMap { $0 }.max() ?? 0 }

    /// How strong a value is: 1 to ``strengths``; 0 for nothing at all.
    private func strength(_ value: Double, of highest: Double) -> Int {
        guard value > 0, highest > 0 else { return 0 }
        return min(Self.strengths, Int(value / highest * Double(Self.strengths) * 0.999_999) + 1)
    }

    /// The drawing for a width.
    func drawing(width: Double) -> ChartDrawing {
        let isWide = width > 500
        let names = self.rows.map { SVGText.fitted($0, width: isWide ? 180 : 84) }
        let left = (names.map(SVGText.width).max() ?? 0) + 12
        let cell = min(64, (width - left - 2) / Double(self.columns.count))
        let height = min(34, max(isWide ? 24 : 18, cell))
        var svg = SVGText()
        let highest = self.highest
        for (y, row) in self.values.enumerated() {
            let top = 4 + Double(y) * height
            svg.text(names[y], left - 10, top + height / 2 + 4.5, .end, "name")
            for (x, value) in row.enumerated() {
                let place = ChartArea(x: left + Double(x) * cell, y: top, width: cell, height: height)
                let text = value.map(self.unit.text) ?? ValueText.absent
                svg.rectangle(
                    place.inset(cell > 12 ? 1.5 : 0.75),
                    "h\(value.map { self.strength($0, of: highest) } ?? 0)",
                    radius: 2,
                    tip: "\(self.rows[y]), \(self.columns[x]): \(text)"
                )
            }
        }
        let bottom = 4 + Double(self.rows.count) * height
        let label = (self.columns.map { SVGText.width(ChartTime.short($0)) }.max() ?? 1) + 4
        let step = max(1, Int(label / max(cell, 0.1) + 0.999))
        for x in stride(from: 0, to: self.columns.count, by: step) {
            svg.text(ChartTime.short(self.columns[x]), left + (Double(x) + 0.5) * cell, bottom + 18, .middle)
        }
        return ChartDrawing(width: width, height: bottom + 26, markup: svg.markup)
    }

    /// The strengths and the values that they stand for.
    var legend: [(style: String, text: String)] {
        let highest = self.highest
        guard highest > 0 else { return [] }
        return (1...Self.strengths).map { strength in
            let most = highest * Double(strength) / Double(Self.strengths)
            let isWhole = self.unit == .count && most < 1e15
            return ("h\(strength)", "up to " + self.unit.text(isWhole ? Double(Int(most)) : most))
        }
    }

    /// What is drawn, for those who do not see it.
    var description: String {
        var cells: [(value: Double, name: String)] = []
        for (y, row) in self.values.enumerated() {
            for (x, value) in row.enumerated() {
                if let value { cells.append((value, "\(self.rows[y]), \(self.columns[x])")) }
            }
        }
        let most = cells.enumerated()
            .sorted { ($1.element.value, $0.offset) < ($0.element.value, $1.offset) }
            .prefix(3).map { "\($0.element.name) \(self.unit.text($0.element.value))" }
        return "Cells by \(self.titles.row) and \(self.titles.column). The most: " + most.joined(separator: "; ") + "."
    }

    /// What a reader has to know of what is not drawn.
    var remark: String? {
        self.left > 0 ? "\(ValueText.grouped(self.left)) more rows or columns are in the table." : nil
    }
}
