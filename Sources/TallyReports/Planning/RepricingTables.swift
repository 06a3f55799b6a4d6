internal import TallyPricing

/// Shows what calls cost in two ways.
struct RepricingTables {
    let fold: RepricingFold
    let groups: [Dimension]
    let symbols: SymbolTable
    let top: Int

    /// All groups together.
    var total: RepricedAmount {
        self.fold.groups.values.reduce(into: RepricedAmount()) { $0.add($1) }
    }

    /// The figures for the whole.
    var figures: [ReportDocument.Figure] {
        let total = self.total
        return [
            .init("before_usd", "Before", .money(total.before)), .init("after_usd", "After", .money(total.after)),
            .init("difference_usd", "Difference", .money(total.after - total.before)),
            .init("difference_share", "Difference as a share", Self.share(total)),
            .init("calls", "Calls compared", .count(total.calls)),
            .init("changed_calls", "Calls that cost another amount", .count(total.changedCalls)),
            .init("left_out_calls", "Calls without a price", .count(total.leftOutCalls)),
            .init("left_out_usd", "What the ledger has for those", .money(total.leftOutSpend)),
            .init("ledger_usd", "Spend in the ledger", .money(total.spend)),
        ]
    }

    /// The groups, those whose costs differ most first.
    func table(caption: String) -> ReportTable {
        let groups = self.fold.groups.map { group, amount in
            (names: group.map { self.symbols.text(of: $0) }, amount: amount)
        }.sorted { left, right in
            let (one, other) = (Self.size(left.amount), Self.size(right.amount))
            if one != other { return one > other }
            return left.names.map { $0 ?? "" }.lexicographicallyPrecedes(right.names.map { $0 ?? "" })
        }
        var rows: [ReportTable.Row] = []
        // What is beyond the top is one row, and what of it is without a tag another one.
        var rest: [ReportTable.Row.Kind: (count: Int, amount: RepricedAmount)] = [:]
        for (index, group) in groups.enumerated() {
            let isGap = group.names.contains { $0 == nil }
            if index < self.top || group.amount.leftOutCalls > 0 && index < self.top * 10 {
                let names = group.names.map { $0.map { ReportValue.text($0) } ?? .absent }
                rows.append(.init(names + Self.cells(group.amount), kind: isGap ? .gap : .group))
            } else {
                rest[isGap ? .gap : .rest, default: (0, RepricedAmount())].count += 1
                rest[isGap ? .gap : .rest, default: (0, RepricedAmount())].amount.add(group.amount)
            }
        }
        for (kind, words) in [(ReportTable.Row.Kind.gap, "others, not tagged"), (.rest, "others")] {
            guard let (count, amount) = rest[kind] else { continue }
            rows.append(.init(self.names("\(count) \(words)") + Self.cells(amount), kind: kind))
        }
        rows.append(.init(self.names("all") + Self.cells(self.total), kind: .total))
        return ReportTable(
            "groups",
            "Groups",
            caption: caption,
            columns: self.groups.map { ReportColumn($0.name, $0.name, .dimension) } + Self.columns,
            rows: rows
        )
    }

    private func names(_ first: String) -> [ReportValue] {
        self.groups.indices.map { $0 == 0 ? .text(first) : .absent }
    }

    private static func size(_ amount: RepricedAmount) -> UInt128 {
        (amount.after - amount.before).picodollars.magnitude
    }

    private static func share(_ amount: RepricedAmount) -> ReportValue {
        amount.before > .zero ? .share((amount.after - amount.before).dollars / amount.before.dollars) : .absent
    }

    private static let columns = [
        ReportColumn("calls", "Calls", note: "Those that have a price both ways."),
        ReportColumn("before_usd", "Before"), ReportColumn("after_usd", "After"),
        ReportColumn("difference_usd", "Difference"), ReportColumn("difference_share", "Share"),
        ReportColumn("left_out_calls", "Without a price", note: "In one of the two ways; in neither sum."),
        ReportColumn("left_out_usd", "Their spend", note: "What the ledger has for them."),
    ]

    private static func cells(_ amount: RepricedAmount) -> [ReportValue] {
        [
            .count(amount.calls), .money(amount.before), .money(amount.after), .money(amount.after - amount.before),
            Self.share(amount), .count(amount.leftOutCalls), .money(amount.leftOutSpend),
        ]
    }
}
