/// Draws a bar for each row, the longest first.
struct BarChart {
    private struct Bar {
        var name: String
        var style: String
        var value: Double
    }

    private let bars: [Bar]
    private let unit: ChartUnit
    private let left: Int
    /// How many bars are drawn.
    private static let most = 20

    /// Reads the bars from a table; nil if there is nothing to draw.
    ///
    /// - Complexity: O(*n* log *n*) in the rows.
    init?(_ table: ReportTable, label: String, value: String) {
        guard let labelColumn = table.index(of: label), let valueColumn = table.index(of: value) else { return nil }
        let layouts = table.layouts
        var groups: [Bar] = []
        var others: [Bar] = []
        var unit: ChartUnit?
        for row in table.rows where row.kind != .total {
            let cell = table.cells(row)[valueColumn]
            guard let length = cell.magnitude else { continue }
            unit = cell.unit ?? unit
            let name = table.name(row, column: labelColumn, layouts)
            switch row.kind {
            case .group, .total: groups.append(Bar(name: name, style: "c0", value: length))
            case .rest: others.append(Bar(name: name, style: "cr", value: length))
            case .gap: others.append(Bar(name: name, style: "cg", value: length))
            }
        }
        guard let unit else { return nil }
        let sorted = groups.enumerated()
            .sorted { ($1.element.value, $0.offset) < ($0.element.value, $1.offset) }
            .map(\.element)
        self.bars = Array(sorted.prefix(Self.most)) + others.prefix(Self.most)
        self.left = groups.count + others.count - self.bars.count
        self.unit = unit
    }

    /// The drawing for a width.
    func drawing(width: Double) -> ChartDrawing {
        let isWide = width > 500
        let low = min(0, self.bars.map(\.value).min() ?? 0)
        let high = max(0, self.bars.map(\.value).max() ?? 0)
        let span = high > low ? high - low : 1
        let texts = self.bars.map { self.unit.text($0.value) }
        let names = self.bars.map { SVGText.fitted($0.name, width: isWide ? 240 : width) }
        let left = isWide ? (names.map(SVGText.width).max() ?? 0) + 12 : 0
        let room = width - left - (texts.map(SVGText.width).max() ?? 0) - 10
        let (pitch, offset) = isWide ? (28.0, 0.0) : (44.0, 18.0)
        var svg = SVGText()
        for (index, bar) in self.bars.enumerated() {
            let y = Double(index) * pitch + 4
            let start = left + room * (min(bar.value, 0) - low) / span
            // What is something is seen.
            let length = bar.value == 0 ? 0 : max(2, room * bar.value.magnitude / span)
            svg.text(names[index], isWide ? left - 10 : 0, y + (isWide ? 15 : 13), isWide ? .end : .start, "name")
            let area = ChartArea(x: start, y: y + offset, width: length, height: isWide ? 20 : 16)
            svg.rectangle(area, bar.style, radius: 3, tip: "\(bar.name): \(texts[index])")
            svg.text(texts[index], start + length + 8, y + offset + (isWide ? 15 : 13))
        }
        if low < 0 {
            let zero = left - room * low / span
            svg.line(zero, 0, zero, Double(self.bars.count) * pitch + 4, "axis")
        }
        return ChartDrawing(width: width, height: Double(self.bars.count) * pitch + 8, markup: svg.markup)
    }

    /// What is drawn, for those who do not see it.
    var description: String {
        let bars = self.bars.prefix(10).map { "\($0.name) \(self.unit.text($0.value))" }
        var text = "Bars, the longest first: " + bars.joined(separator: "; ") + "."
        if self.left > 0 { text += " \(ValueText.grouped(self.left)) more are in the table only." }
        return text
    }

    /// What a reader has to know of what is not drawn.
    var remark: String? {
        self.left > 0
            ? "The \(self.bars.count) longest bars; \(ValueText.grouped(self.left)) more are in the table." : nil
    }
}
