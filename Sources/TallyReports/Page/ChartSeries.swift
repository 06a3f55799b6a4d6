internal import TallyMetering
internal import TallyPricing

/// What is drawn of a table over time: a number for each moment and series.
struct ChartSeries {
    /// One series.
    struct Series {
        var name: String
        /// The class of its colour.
        var style: String
        /// A number for each moment; nil where there is none.
        var values: [Double?]

        var sum: Double { self.values.reduce(0) { $0 + ($1 ?? 0) } }
    }

    /// The names of the moments, in their order.
    private(set) var times: [String] = []
    /// Where the moments stand: 0 to 1.
    private(set) var places: [Double] = []
    /// The series, the largest first, the rest and what is without the tag last.
    private(set) var series: [Series] = []
    private(set) var unit = ChartUnit.number
    /// How many series stand together in the last one of them.
    private(set) var folded = 0

    /// More series than these are drawn as one: more colours can't be told apart.
    static let most = 8
    /// Moments without a row are filled in up to so many.
    private static let mostTimes = 5_000

    /// Reads what a chart asks for from a table; nil if there is nothing to draw.
    ///
    /// - Complexity: O(*n* log *n*) in the rows.
    init?(_ table: ReportTable, time: String, series: String?, value: String, missing: Double?) {
        guard let timeColumn = table.index(of: time), let valueColumn = table.index(of: value) else { return nil }
        let seriesColumn = series.flatMap(table.index)
        let layouts = table.layouts
        var moments: [ReportValue: Int] = [:]
        var order: [ReportValue] = []
        var groups: [SeriesKey: Int] = [:]
        var keys: [SeriesKey] = []
        var cells: [(moment: Int, group: Int, value: ReportValue)] = []
        for row in table.rows where row.kind != .total {
            let values = table.cells(row)
            let moment = values[timeColumn]
            guard moment != .absent, values[valueColumn].magnitude != nil else { continue }
            if moments[moment] == nil {
                moments[moment] = order.count
                order.append(moment)
            }
            let name = seriesColumn.map { table.name(row, column: $0, layouts) } ?? table.columns[valueColumn].title
            let key = SeriesKey(name: name, kind: seriesColumn == nil ? .group : row.kind)
            if groups[key] == nil {
                groups[key] = keys.count
                keys.append(key)
            }
            if let group = groups[key], let place = moments[moment] {
                cells.append((place, group, values[valueColumn]))
            }
            self.unit = values[valueColumn].unit ?? self.unit
        }
        guard !cells.isEmpty else { return nil }
        let targets = self.arrange(order, layouts[timeColumn].precision)
        var all = keys.map { key in
            Series(
                name: key.name,
                style: "",
                values: Array(repeating: nil, count: self.times.count)
            )
        }
        for cell in cells {
            // Rows of the same moment and series are one.
            let place = targets[cell.moment]
            all[cell.group].values[place] = (all[cell.group].values[place] ?? 0) + (cell.value.magnitude ?? 0)
        }
        if let missing {
            for index in all.indices { all[index].values = all[index].values.map { $0 ?? missing } }
        }
        self.choose(zip(keys, all).map { ($0.kind, $1) }, folds: missing != nil)
    }

    /// What tells series apart.
    private struct SeriesKey: Hashable {
        var name: String
        var kind: ReportTable.Row.Kind
    }

    /// Sets the moments in order, with those between them that have no row, and returns where each one went.
    private mutating func arrange(_ order: [ReportValue], _ precision: TimePrecision) -> [Int] {
        let times = order.map { value -> Int64? in
            if case .time(let time) = value { return time.millisecondsSince1970 }
            return nil
        }
        let sorted = times.compactMap { $0 }.sorted()
        guard sorted.count == order.count, let first = sorted.first, let last = sorted.last, first < last else {
            self.times = order.map { ValueText.text($0, precision) }
            self.places = order.indices.map { order.count == 1 ? 0.5 : Double($0) / Double(order.count - 1) }
            return Array(order.indices)
        }
        let steps = zip(sorted, sorted.dropFirst()).map { Double($1) - Double($0) }
        let step = steps.min() ?? 1
        let isFilled = (Double(last) - Double(first)) / step < Double(Self.mostTimes)
        var filled: [Int64] = []
        for (time, width) in zip(sorted, steps) {
            filled.append(time)
            // Months and days of 23 hours are no gaps.
            guard isFilled, width >= step * 1.5 else { continue }
            let count = Int(width / step + 0.5)
            filled += (1..<max(count, 1)).map { time + Int64(width / Double(count) * Double($0)) }
        }
        filled.append(last)
        let span = Double(last) - Double(first)
        self.times = filled.map { ValueText.text(Timestamp(millisecondsSince1970: $0), precision) }
        self.places = filled.map { (Double($0) - Double(first)) / span }
        var targets: [Int64: Int] = [:]
        for (index, time) in filled.enumerated() { targets[time] = index }
        return times.map { $0.flatMap { targets[$0] } ?? 0 }
    }

    /// Takes the largest series by their own colours, and the others as one.
    private mutating func choose(_ all: [(kind: ReportTable.Row.Kind, series: Series)], folds: Bool) {
        let groups = all.enumerated().filter { $1.kind == .group }
            .sorted { ($1.element.series.sum, $0.offset) < ($0.element.series.sum, $1.offset) }
            .map(\.element.series)
        self.series = groups.prefix(Self.most).enumerated().map { index, series in
            var series = series
            series.style = "c\(index)"
            return series
        }
        var rest = groups.dropFirst(Self.most) + all.filter { $0.kind == .rest }.map(\.series)
        self.folded = max(0, groups.count - Self.most)
        if let first = rest.popFirst() {
            // Sums can be added up; means and percentiles can't.
            if folds || rest.isEmpty && self.folded == 0 {
                var together = rest.reduce(first) { $0.adding($1) }
                if self.folded > 0 { together.name = "\(ValueText.grouped(self.folded)) more" }
                together.style = "cr"
                self.series.append(together)
            }
        }
        for gap in all where gap.kind == .gap {
            var series = gap.series
            series.style = "cg"
            self.series.append(series)
        }
    }
}

extension ChartSeries.Series {
    /// The sums of two series.
    fileprivate func adding(_ other: Self) -> Self {
        var sum = self
        for index in sum.values.indices {
            if let value = other.values[index] { sum.values[index] = (sum.values[index] ?? 0) + value }
        }
        return sum
    }
}

extension ReportTable {
    /// What a row is called in a column, as it is read.
    func name(_ row: Row, column: Int, _ layouts: [ColumnLayout]) -> String {
        let value = self.cells(row)[column]
        if value == .absent { return row.kind.label ?? ValueText.absent }
        return ValueText.text(value, layouts[column].precision)
    }
}
