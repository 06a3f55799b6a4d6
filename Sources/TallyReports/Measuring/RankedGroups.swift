internal import TallyPricing

/// Groups in the order of a report: the dearest first, then all others as one, then what has no value, then all.
struct RankedGroups<Sums: Sendable>: Sendable {
    /// One row.
    struct Row: Sendable {
        let kind: ReportTable.Row.Kind
        let label: ReportValue
        let sums: Sums
    }

    let rows: [Row]

    /// Ranks groups; of two with the same amount the one whose text sorts first is first.
    ///
    /// - Complexity: O(*n* log *n*).
    init(
        _ groups: [Symbol: Sums],
        _ symbols: SymbolTable,
        top: Int,
        by amount: (Sums) -> Money,
        merge: (inout Sums, Sums) -> Void
    ) {
        let named = groups.compactMap { symbol, sums in
            symbols.text(of: symbol).map { (text: $0, amount: amount(sums), sums: sums) }
        }
        let sorted = named.sorted { ($1.amount, $0.text) < ($0.amount, $1.text) }
        var rows = sorted.prefix(max(top, 0)).map { Row(kind: .group, label: .text($0.text), sums: $0.sums) }
        let others = sorted.dropFirst(max(top, 0))
        if let rest = Self.sum(others.map(\.sums), merge) {
            rows.append(Row(kind: .rest, label: .text("\(others.count) others"), sums: rest))
        }
        if let gap = groups[.absent] { rows.append(Row(kind: .gap, label: .absent, sums: gap)) }
        if let total = Self.sum(Array(groups.values), merge) {
            rows.append(Row(kind: .total, label: .text("all"), sums: total))
        }
        self.rows = rows
    }

    private static func sum(_ all: [Sums], _ merge: (inout Sums, Sums) -> Void) -> Sums? {
        guard var sum = all.first else { return nil }
        for each in all.dropFirst() { merge(&sum, each) }
        return sum
    }
}

extension ReportValue {
    /// A part of a whole; nothing of nothing is no share.
    static func part(_ count: Int, of total: Int) -> ReportValue {
        total > 0 ? .share(Double(count) / Double(total)) : .absent
    }
}
