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
    /// Series of what is without a tag; more are drawn as one with the last.
    private static let mostGaps = 3
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
        var sums = [Double](repeating: 0, count: keys.count)
        for cell in cells { sums[cell.group] += cell.value.magnitude ?? 0 }
        let slots = self.choose(keys, sums, folds: missing != nil)
        for cell in cells {
            // Rows of the same moment and series are one.
            guard let slot = slots[cell.group] else { continue }
            let place = targets[cell.moment]
            self.series[slot].values[place] = (self.series[slot].values[place] ?? 0) + (cell.value.magnitude ?? 0)
        }
        guard let missing else { return }
        for index in self.series.indices { self.series[index].values = self.series[index].values.map { $0 ?? missing } }
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

    /// Sets the series that are drawn, still without numbers, and returns which one each key belongs to: the largest
    /// have their own, the others are one if they can be added up (`folds`); else they are left to the table.
    ///
    /// So there never are more numbers than moments times a few.
    private mutating func choose(_ keys: [SeriesKey], _ sums: [Double], folds: Bool) -> [Int?] {
        var slots = [Int?](repeating: nil, count: keys.count)
        let groups = keys.indices.filter { keys[$0].kind == .group }.sorted { (sums[$1], $0) < (sums[$0], $1) }
        let rests = keys.indices.filter { keys[$0].kind == .rest }
        for (index, key) in groups.prefix(Self.most).enumerated() {
            slots[key] = self.add(keys[key].name, "c\(index)")
        }
        self.folded = max(0, groups.count - Self.most)
        if folds || rests.count == 1 && self.folded == 0 {
            let others = groups.dropFirst(Self.most) + rests
            if let first = others.first {
                let name = self.folded > 0 ? "\(ValueText.grouped(self.folded)) more" : keys[first].name
                let slot = self.add(name, "cr")
                for key in others { slots[key] = slot }
            }
        }
        for (index, key) in keys.indices.filter({ keys[$0].kind == .gap }).enumerated() {
            slots[key] = index < Self.mostGaps ? self.add(keys[key].name, "cg") : folds ? self.series.count - 1 : nil
        }
        return slots
    }

    private mutating func add(_ name: String, _ style: String) -> Int {
        self.series.append(Series(name: name, style: style, values: Array(repeating: nil, count: self.times.count)))
        return self.series.count - 1
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
