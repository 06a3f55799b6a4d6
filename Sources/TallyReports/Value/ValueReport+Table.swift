internal import TallyPricing

extension ValueReport {
    func table(
        _ dimension: Dimension,
        _ sums: [Symbol: ValueSums],
        _ symbols: SymbolTable,
        _ entries: [String: ValueTable.Entry]?
    ) -> ReportTable {
        var sums = sums
        // Who brings something in and used nothing is shown too.
        for name in entries.map({ Array($0.keys) }) ?? [] {
            let symbol = symbols.symbol(of: name)
            if sums[symbol] == nil { sums[symbol] = ValueSums() }
        }
        // All that have a value are shown, and so is what costs as much as the least of them.
        let valued = (entries ?? [:]).keys.compactMap { sums[symbols.symbol(of: $0)]?.cost }
        let top = valued.min().map { least in max(self.top, sums.values.count { $0.cost >= least }) } ?? self.top
        let ranked = RankedGroups(sums, symbols, top: top, by: { $0.cost }, merge: { $0.merge($1) })
        var columns = [
            ReportColumn(dimension.name, dimension.name, .dimension), ReportColumn("sessions", "Sessions"),
            ReportColumn("accepted", "Accepted"), ReportColumn("unknown", "Without an outcome"),
            ReportColumn("calls", "Calls"), ReportColumn("cost_usd", "Cost"),
            ReportColumn("cost_per_accepted_usd", "Cost per accepted", note: "all work over that accepted"),
            ReportColumn("unpriced_calls", "Unpriced calls"),
        ]
        if entries != nil {
            columns += [
                ReportColumn("revenue_usd", "Revenue"),
                ReportColumn("margin_usd", "Margin", note: "revenue minus cost"),
                ReportColumn("margin_share", "Margin of revenue"), ReportColumn("allowance_usd", "Allowance"),
                ReportColumn("overage_usd", "Overage", note: "cost beyond the allowance"),
            ]
        }
        return ReportTable(
            "by_\(dimension.name)",
            "By \(dimension.name)",
            columns: columns,
            rows: ranked.rows.map { row in
                var values = [
                    row.label, .count(row.sums.sessions), .count(row.sums.accepted), .count(row.sums.unknown),
                    .count(row.sums.calls), .money(row.sums.cost),
                    row.sums.cost.each(of: row.sums.accepted).map { .money($0) } ?? .absent,
                    .count(row.sums.unpriced),
                ]
                if let entries { values += Self.worth(row, entries) }
                return ReportTable.Row(values, kind: row.kind)
            },
            charts: [.bars(label: dimension.name, value: "cost_usd")]
        )
    }

    private static func worth(
        _ row: RankedGroups<ValueSums>.Row,
        _ entries: [String: ValueTable.Entry]
    ) -> [ReportValue] {
        guard row.kind == .group, case .text(let name) = row.label, let entry = entries[name] else {
            return Array(repeating: .absent, count: 5)
        }
        let margin = entry.revenue.map { $0 - row.sums.cost }
        var share: ReportValue = .absent
        if let revenue = entry.revenue, let margin, revenue > .zero {
            share = .share(Double(margin.picodollars) / Double(revenue.picodollars))
        }
        let overage = entry.allowance.map { max(row.sums.cost - $0, .zero) }
        return [
            entry.revenue.map { .money($0) } ?? .absent, margin.map { .money($0) } ?? .absent, share,
            entry.allowance.map { .money($0) } ?? .absent, overage.map { .money($0) } ?? .absent,
        ]
    }
}
