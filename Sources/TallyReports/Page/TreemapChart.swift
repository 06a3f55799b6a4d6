/// Draws nested rectangles, as large as their values.
struct TreemapChart {
    /// A rectangle, and those within it.
    private final class Node {
        let name: String
        let kind: ReportTable.Row.Kind
        var value = 0.0
        var children: [Node] = []
        /// Places of ``children`` by name.
        var places: [String: Int] = [:]

        init(_ name: String, _ kind: ReportTable.Row.Kind) {
            self.name = name
            self.kind = kind
        }

        /// The one within of that name.
        func child(_ name: String, _ kind: ReportTable.Row.Kind) -> Node {
            let key = "\(kind.name) \(name)"
            if let place = self.places[key] { return self.children[place] }
            let child = Node(name, kind)
            self.places[key] = self.children.count
            self.children.append(child)
            return child
        }

        /// Sorts all, the largest first; what is beyond `most` becomes one.
        func sort(most: Int) {
            self.children = self.children.enumerated()
                .sorted { ($1.element.value, $0.offset) < ($0.element.value, $1.offset) }
                .map(\.element)
            if self.children.count > most {
                let rest = self.children[(most - 1)...]
                let together = Node("\(ValueText.grouped(rest.count)) more", .rest)
                together.value = rest.reduce(0) { $0 + $1.value }
                self.children = self.children.prefix(most - 1) + [together]
            }
            for child in self.children { child.sort(most: most) }
        }
    }

    private let root: Node
    private let unit: ChartUnit
    /// Rectangles within one; smaller ones are drawn as one.
    private static let most = 24

    /// Reads the rectangles from a table; nil if there is nothing to draw.
    ///
    /// - Complexity: O(*n* log *n*) in the rows.
    init?(_ table: ReportTable, labels: [String], value: String) {
        let labelColumns = labels.compactMap(table.index)
        guard !labelColumns.isEmpty, let valueColumn = table.index(of: value) else { return nil }
        let layouts = table.layouts
        let root = Node("", .group)
        var unit: ChartUnit?
        for row in table.rows where row.kind != .total {
            let cells = table.cells(row)
            guard let size = cells[valueColumn].magnitude, size > 0 else { continue }
            unit = cells[valueColumn].unit ?? unit
            var node = root
            node.value += size
            // A row that stands for others may have no names within.
            for column in labelColumns where node === root || cells[column] != .absent || row.kind == .group {
                let isOwn = cells[column] != .absent && row.kind == .gap && column != labelColumns.last
                node = node.child(table.name(row, column: column, layouts), isOwn ? .group : row.kind)
                node.value += size
            }
        }
        guard let unit, root.value > 0, root.value.isFinite else { return nil }
        root.sort(most: Self.most)
        self.root = root
        self.unit = unit
    }

    /// The drawing for a width.
    func drawing(width: Double) -> ChartDrawing {
        let height = width > 500 ? 420.0 : 440.0
        var svg = SVGText()
        let areas = Treemap.rectangles(
            self.root.children.map(\.value),
            in: ChartArea(x: 1, y: 1, width: width - 2, height: height - 2)
        )
        var color = 0
        for (node, area) in zip(self.root.children, areas) {
            var style = node.kind == .gap ? "cg" : "cr"
            if node.kind == .group, color < ChartSeries.most {
                style = "c\(color)"
                color += 1
            }
            self.draw(node, path: node.name, in: area.inset(2), style, &svg)
        }
        return ChartDrawing(width: width, height: height, markup: svg.markup)
    }

    /// What is drawn, for those who do not see it.
    var description: String {
        let parts = self.root.children.prefix(10).map { node in
            "\(node.name) \(self.unit.text(node.value)), \(ValueText.text(share: node.value / self.root.value))"
        }
        return "Rectangles as large as their values, the largest first: " + parts.joined(separator: "; ") + "."
    }

    private func draw(_ node: Node, path: String, in area: ChartArea, _ style: String, _ svg: inout SVGText) {
        guard area.width > 0.5, area.height > 0.5 else { return }
        let share = ValueText.text(share: node.value / self.root.value)
        let value = "\(self.unit.text(node.value)) (\(share))"
        svg.rectangle(area, "cell \(style)", radius: 3, tip: "\(path): \(value)")
        let fits = area.width > 44 && area.height > 22
        if fits {
            svg.text(
                SVGText.fitted(node.name, width: area.width - 10),
                area.x + 7,
                area.y + 17,
                .start,
                "name"
            )
        }
        guard node.children.count > 1, area.width > 60, area.height > 60 else {
            if fits, area.height > 40, SVGText.width(value) < area.width - 10 {
                svg.text(value, area.x + 7, area.y + 34, .start, "name")
            }
            return
        }
        var inner = area.inset(4)
        inner.y += 20
        inner.height -= 20
        for (child, place) in zip(node.children, Treemap.rectangles(node.children.map(\.value), in: inner)) {
            self.draw(child, path: "\(path), \(child.name)", in: place.inset(1.5), style, &svg)
        }
    }
}
