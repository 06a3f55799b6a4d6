internal import TallyMetering
internal import TallyPricing

/// The report of units beside each other.
struct BaselineDocument {
    /// What a unit costs for each of something.
    private enum Measure: String, CaseIterable {
        case call
        case interaction
        case user

        var title: String { "An average \(self.rawValue)" }
    }

    private struct Unit {
        var name: String?
        var unit: BaselineFold.Unit
        /// By the position of the measure; nil where it is not known.
        var costs: [Money?]
    }

    private let report: BaselineReport
    private let scan: LedgerScan
    private let fold: BaselineFold
    private let units: [Unit]
    private let gap: Unit?
    private let averages: [Money?]
    private let medians: [Money?]

    init(_ report: BaselineReport, _ fold: BaselineFold, _ scan: LedgerScan) {
        self.report = report
        self.scan = scan
        self.fold = fold
        var interactions: [Symbol: Int] = [:]
        for member in fold.interactions ?? [] { interactions[member.unit, default: 0] += 1 }
        var users: [Symbol: Int] = [:]
        for user in fold.users ?? [] { users[user.unit, default: 0] += 1 }
        var units: [Unit] = []
        var gap: Unit?
        var all = BaselineFold.Unit()
        var counts = [0, 0]
        for (symbol, unit) in fold.units {
            let made = Unit(
                name: scan.symbols.text(of: symbol),
                unit: unit,
                costs: Self.costs(unit, interactions[symbol] ?? 0, users[symbol] ?? 0)
            )
            guard made.name != nil else {
                gap = made
                continue
            }
            units.append(made)
            all.add(unit)
            counts[0] += interactions[symbol] ?? 0
            counts[1] += users[symbol] ?? 0
        }
        self.units = units.sorted { left, right in
            (right.unit.sums.cost, left.name ?? "") < (left.unit.sums.cost, right.name ?? "")
        }
        self.gap = gap
        self.averages = Self.costs(all, counts[0], counts[1])
        self.medians = Measure.allCases.indices.map { index in
            let costs = units.compactMap { $0.costs[index] }
            return Median.doubled(costs.map(\.picodollars)).map { Money(picodollars: $0).times(1, over: 2) }
        }
    }

    private static func costs(_ unit: BaselineFold.Unit, _ interactions: Int, _ users: Int) -> [Money?] {
        [
            unit.sums.cost.each(of: unit.sums.calls), unit.interactionCost.each(of: interactions),
            unit.userCost.each(of: users),
        ]
    }

    func document(_ findings: ScanFindings) -> ReportDocument {
        var figures: [ReportDocument.Figure] = [
            .init("units", "Units", .count(self.units.count)),
            .init("outliers", "Outliers", .count(self.units.count { !self.outliers($0).isEmpty })),
        ]
        for (index, measure) in Measure.allCases.enumerated() {
            let name = measure.rawValue
            figures.append(
                .init("average_\(name)_usd", measure.title, .money(orAbsent: self.averages[index]))
            )
            figures.append(
                .init("median_\(name)_usd", "Median of units", .money(orAbsent: self.medians[index]))
            )
        }
        return ReportDocument(
            kind: "baseline",
            title: "Baseline by \(self.report.dimension.name)",
            period: self.period,
            filter: self.scan.filter.map(\.text),
            figures: figures,
            tables: [self.table],
            notes: self.notes + findings.notes
        )
    }

    private var period: ClosedRange<Timestamp>? {
        var sums = UsageSums()
        for unit in self.fold.units.values { sums.add(unit.sums) }
        return sums.period
    }

    /// How many times the median a unit's cost is; nil if either is not known.
    private func ratio(_ unit: Unit, _ index: Int) -> Double? {
        guard let cost = unit.costs[index], let median = self.medians[index], median > .zero else { return nil }
        return Double(cost.picodollars) / Double(median.picodollars)
    }

    /// The measures in which a unit is far above the others.
    private func outliers(_ unit: Unit) -> [String] {
        Measure.allCases.enumerated().compactMap { index, measure in
            self.ratio(unit, index).flatMap { $0 > self.report.limit ? measure.rawValue : nil }
        }
    }

    private var table: ReportTable {
        let name = self.report.dimension.name
        let shown = self.units.prefix(max(0, self.report.top))
        var rows = shown.map { ReportTable.Row(self.cells($0)) }
        // Outliers are what the report is for: none of them is left out.
        rows += self.units.dropFirst(shown.count).filter { !self.outliers($0).isEmpty }
            .map { ReportTable.Row(self.cells($0)) }
        if let gap = self.gap { rows.append(ReportTable.Row(self.cells(gap), kind: .gap)) }
        var columns = [
            ReportColumn(name, name, .dimension), ReportColumn("cost_usd", "Spend"), ReportColumn("calls", "Calls"),
        ]
        for measure in Measure.allCases {
            let of = measure.rawValue
            columns.append(ReportColumn("cost_per_\(of)_usd", "Per \(of)"))
            columns.append(
                ReportColumn("cost_per_\(of)_times_median", "× median", note: "of the units, per \(of)")
            )
        }
        columns.append(ReportColumn("outlier_in", "Outlier in", note: "above \(self.report.limit) times the median"))
        columns.append(ReportColumn("unpriced_calls", "Unpriced"))
        let left = self.units.count + (self.gap == nil ? 0 : 1) - rows.count
        return ReportTable(
            "units",
            "Units",
            caption: left > 0 ? "\(left) cheaper ones that are no outliers are not shown." : "",
            columns: columns,
            rows: rows,
            charts: [.bars(label: name, value: "cost_per_call_usd")]
        )
    }

    private func cells(_ unit: Unit) -> [ReportValue] {
        let outliers = unit.name == nil ? [] : self.outliers(unit)
        var cells: [ReportValue] = [
            unit.name.map { .text($0) } ?? .absent, .money(unit.unit.sums.cost), .count(unit.unit.sums.calls),
        ]
        for index in Measure.allCases.indices {
            cells.append(.money(orAbsent: unit.costs[index]))
            cells.append(self.ratio(unit, index).map { .number($0) } ?? .absent)
        }
        cells.append(outliers.isEmpty ? .absent : .text(outliers.joined(separator: ", ")))
        cells.append(.count(unit.unit.sums.unpriced))
        return cells
    }

    private var notes: [ReportDocument.Note] {
        var notes: [ReportDocument.Note] = []
        let members = [("interactions", self.fold.interactions == nil), ("users", self.fold.users == nil)]
        for (name, isExceeded) in members where isExceeded {
            let text = "There are more than \(self.report.maximumMembers) \(name): their figures are left out."
            notes.append(.init(.warning, "too_many_\(name)", text))
        }
        let unpriced = self.fold.units.values.reduce(0) { $0 + $1.sums.unpriced }
        if unpriced > 0 {
            let text = "\(unpriced) calls are not wholly priced: averages have what is known of their cost."
            notes.append(.init(.warning, "unpriced", text))
        }
        return notes
    }
}
