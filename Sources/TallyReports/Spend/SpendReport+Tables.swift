internal import TallyMetering
internal import TallyPricing

extension SpendReport {
    /// The groups, without time.
    func groupTable(_ groups: SpendGroups) -> ReportTable {
        let columns = self.dimensionColumns + self.columns
        let rows = groups.rows(top: self.top)
        let whole = groups.total.sums
        let value = self.focus == .spend ? "cost_usd" : "total_tokens"
        var charts: [ReportChart] = []
        if let first = self.dimensions.first {
            charts.append(.bars(label: first.name, value: value))
            if self.dimensions.count > 1 {
                charts.append(.treemap(labels: self.dimensions.map(\.name), value: value))
            }
        }
        return ReportTable(
            "groups",
            self.focus == .spend ? "Spend by \(self.names)" : "Tokens by \(self.names)",
            caption: "Groups beyond the first \(self.top) are together in a row; so are those without a tag.",
            columns: columns,
            rows: rows.map { row in
                ReportTable.Row(row.labels + self.cells(row.group, row.interactions, whole), kind: row.kind)
            },
            charts: charts
        )
    }

    /// The same groups over time.
    func timeTable(_ groups: SpendGroups, _ bucket: TimeBucket) -> ReportTable {
        let places = groups.places(top: self.top)
        var sums: [Int64: [Int: SpendFold.Group]] = [:]
        for (key, group) in zip(groups.fold.keys, groups.fold.groups) {
            guard let row = places.rows[key.withoutTime] else { continue }
            sums[key.start, default: [:]][row, default: SpendFold.Group()].add(group)
        }
        var cells: [(start: Int64, row: Int, group: SpendFold.Group)] = []
        for (start, rows) in sums { for (row, group) in rows { cells.append((start, row, group)) } }
        cells.sort { ($0.start, $0.row) < ($1.start, $1.row) }
        let numbers = Dictionary(
            uniqueKeysWithValues: cells.enumerated().map { (GroupCell(start: $1.start, row: $1.row), $0) }
        )
        let interactions = groups.interactions(rows: cells.count) { key in
            places.rows[key.withoutTime].flatMap { numbers[GroupCell(start: key.start, row: $0)] }
        }
        var labels = groups.ranked.filter { (places.rows[$0.key] ?? .max) < places.own }.map { groups.labels($0.key) }
        labels += [groups.labels("\(places.rest) others"), groups.labels("\(places.gaps) others, untagged")]
        let gaps = Set(
            groups.ranked.filter { $0.key.hasGap(self.dimensions.count) }.compactMap { places.rows[$0.key] }
        )
        let value = self.focus == .spend ? "cost_usd" : "total_tokens"
        let chart: ReportChart =
            if let first = self.dimensions.first {
                .stack(time: bucket.rawValue, series: first.name, value: value)
            } else {
                .lines(time: bucket.rawValue, series: nil, value: value)
            }
        return ReportTable(
            "over_time",
            "By \(bucket.rawValue)",
            caption: "In UTC; an interaction counts in each \(bucket.rawValue) that it has calls in.",
            columns: [ReportColumn(bucket.rawValue, bucket.rawValue.capitalizedASCII, .dimension)]
                + self.dimensionColumns + self.columns,
            rows: cells.enumerated().map { index, cell in
                let kind: ReportTable.Row.Kind =
                    gaps.contains(cell.row) ? .gap : cell.row == places.own ? .rest : .group
                let start = Timestamp(millisecondsSince1970: cell.start)
                let values = self.cells(cell.group, interactions?[index], groups.total.sums)
                return ReportTable.Row([.text(bucket.label(of: start))] + labels[cell.row] + values, kind: kind)
            },
            charts: [chart]
        )
    }

    private struct GroupCell: Hashable {
        var start: Int64
        var row: Int
    }

    private var names: String {
        self.dimensions.isEmpty ? "all calls" : self.dimensions.map(\.name).joined(separator: " and ")
    }

    private var dimensionColumns: [ReportColumn] {
        self.dimensions.map { ReportColumn($0.name, $0.name, .dimension) }
    }

    // MARK: - Measures

    private var columns: [ReportColumn] {
        let money = [
            ReportColumn("cost_usd", "Spend"),
            ReportColumn("cost_share", "Share", note: "of the spend of all groups"),
            ReportColumn("cost_per_call_usd", "Per call"),
            ReportColumn("average_cost_per_million_usd", "Per million tokens", note: "spend by all tokens"),
            ReportColumn("peak_cost_per_million_usd", "Peak per million", note: "the dearest single call"),
        ]
        let tokens = [
            ReportColumn("total_tokens", "Tokens"), ReportColumn("input_tokens", "Input"),
            ReportColumn("uncached_tokens", "Uncached", note: "input that no cache served or kept"),
            ReportColumn("cache_read_tokens", "Cache read"), ReportColumn("cache_write_tokens", "Cache written"),
            ReportColumn("output_tokens", "Output"), ReportColumn("reasoning_tokens", "Reasoning"),
            ReportColumn("cache_share", "Cache share", note: "of the input tokens"),
            ReportColumn("reasoning_share", "Reasoning share", note: "of the output tokens"),
        ]
        let calls = [
            ReportColumn("calls", "Calls"), ReportColumn("retries", "Retries"), ReportColumn("errors", "Errors"),
            ReportColumn("unpriced_calls", "Unpriced"), ReportColumn("ambiguous_calls", "Ambiguous"),
            ReportColumn("counted_calls", "Counted here"),
            ReportColumn("duration_p50_ms", "Duration p50", note: "within 0.1%"),
            ReportColumn("duration_p95_ms", "Duration p95", note: "within 0.1%"),
        ]
        let interactions = [
            ReportColumn("interactions", "Interactions"),
            ReportColumn("calls_per_interaction", "Calls per interaction"),
            ReportColumn("tokens_per_interaction_mean", "An interaction", note: "tokens, on average"),
            ReportColumn("tokens_per_interaction_p50", "Interaction p50", note: "tokens, within 0.1%"),
            ReportColumn("tokens_per_interaction_p95", "Interaction p95", note: "tokens, within 0.1%"),
            ReportColumn("tokens_per_interaction_max", "Largest interaction", note: "tokens"),
        ]
        let columns = (self.focus == .spend ? money + tokens : tokens + money) + calls + interactions
        let main = self.focus == .spend ? Self.mainSpend : Self.mainTokens
        return columns.map { column in
            var column = column
            if !main.contains(column.key) { column.role = .detail }
            return column
        }
    }

    /// What is shown where there is room for some columns only.
    private static let mainSpend: Set = [
        "cost_usd", "cost_share", "cost_per_call_usd", "average_cost_per_million_usd", "total_tokens", "cache_share",
        "calls", "errors", "unpriced_calls",
    ]
    private static let mainTokens: Set = [
        "total_tokens", "input_tokens", "cache_read_tokens", "output_tokens", "reasoning_tokens", "cost_usd", "calls",
        "tokens_per_interaction_mean", "tokens_per_interaction_p95",
    ]

    private func cells(
        _ group: SpendFold.Group,
        _ interactions: InteractionFigures?,
        _ whole: UsageSums
    ) -> [ReportValue] {
        let sums = group.sums
        let tokens = sums.tokens
        let money: [ReportValue] = [
            .money(sums.cost),
            Rates.share(sums.cost, of: whole.cost).map { .share($0) } ?? .absent,
            .money(orAbsent: sums.cost.each(of: sums.calls)),
            .money(orAbsent: Rates.perMillion(sums.cost, tokens.total)),
            .money(orAbsent: sums.peakRate),
        ]
        let counts: [ReportValue] = [
            .count(tokens.total), .count(tokens.input), .count(tokens.uncached), .count(tokens.cacheRead),
            .count(tokens.cacheWrite), .count(tokens.output), .count(tokens.reasoning),
            .part(tokens.cacheRead, of: tokens.input), .part(tokens.reasoning, of: tokens.output),
        ]
        let calls: [ReportValue] = [
            .count(sums.calls), .count(sums.retries), .count(sums.errors), .count(sums.unpriced),
            .count(sums.ambiguous), .count(sums.counted), .duration(microseconds: group.durations.value(at: 50)),
            .duration(microseconds: group.durations.value(at: 95)),
        ]
        return (self.focus == .spend ? money + counts : counts + money) + calls + Self.cells(interactions)
    }

    private static func cells(_ figures: InteractionFigures?) -> [ReportValue] {
        guard let figures else { return [ReportValue](repeating: .absent, count: 6) }
        guard figures.count > 0 else { return [.count(0)] + [ReportValue](repeating: .absent, count: 5) }
        return [
            .count(figures.count), .number(Double(figures.calls) / Double(figures.count)),
            .number(Double(figures.tokens) / Double(figures.count)),
            .count(orAbsent: figures.spread.value(at: 50)), .count(orAbsent: figures.spread.value(at: 95)),
            .count(orAbsent: figures.spread.maximum),
        ]
    }
}

extension ReportValue {
    static func money(orAbsent amount: Money?) -> ReportValue { amount.map { .money($0) } ?? .absent }

    static func count(orAbsent count: Int?) -> ReportValue { count.map { .count($0) } ?? .absent }

    static func duration(microseconds: Int?) -> ReportValue {
        microseconds.map { .duration(.microseconds(Int64($0))) } ?? .absent
    }
}

extension String {
    /// The text with its first letter as a capital, if it is one of ASCII.
    var capitalizedASCII: String { self.prefix(1).uppercased() + self.dropFirst() }
}
