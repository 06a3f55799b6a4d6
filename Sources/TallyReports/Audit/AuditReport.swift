public import TallyFileExport
internal import TallyMetering
internal import TallyPricing

/// What there is: models, providers, tags, tools and places in the code that a ledger has seen, first and last when.
///
/// Each list has the values of one field, the dearest first. Calls without the field are its last row but one.
public struct AuditReport: Sendable {
    /// The fields whose values are listed.
    public var fields: [Dimension] = [
        .model, .provider, .team, .feature, .useCase, .environment, .tool, .repository, .work, .callSite,
    ]
    /// How many values of a field have a row of their own.
    public var top: Int

    /// Creates a report.
    public init(top: Int = 50) {
        self.top = top
    }

    /// Reads the ledger and makes the report.
    ///
    /// - Throws: ``LedgerError`` for a file or folder that the system does not give.
    public func document(of scan: LedgerScan) throws(LedgerError) -> ReportDocument {
        let (inventory, findings) = try scan.fold(
            RowNeeds(self.fields),
            into: InventoryFold(fields: self.fields.count)
        )
        let tables = self.fields.indices.map { self.table($0, inventory.values[$0], scan.symbols) }
        let seen = zip(self.fields, inventory.values).map { field, values in
            ReportDocument.Figure(
                "\(field.name)_values",
                "Values of \(field.name)",
                .count(values.keys.count { !$0.isAbsent })
            )
        }
        return ReportDocument(
            kind: "audit",
            title: "Inventory",
            period: inventory.total.period,
            filter: scan.filter.map(\.text),
            figures: [
                .init("calls", "Calls", .count(inventory.total.calls)),
                .init("cost_usd", "Spend", .money(inventory.total.cost)),
                .init("unpriced_calls", "Calls not wholly priced", .count(inventory.total.unpriced)),
            ] + seen,
            tables: tables,
            notes: findings.notes
        )
    }

    private func table(_ index: Int, _ values: [Symbol: UsageSums], _ symbols: SymbolTable) -> ReportTable {
        let name = self.fields[index].name
        let ranked = RankedGroups(values, symbols, top: self.top, by: \.cost) { $0.add($1) }
        return ReportTable(
            name,
            "By \(name)",
            columns: [
                ReportColumn(name, name, .dimension), ReportColumn("calls", "Calls"),
                ReportColumn("cost_usd", "Spend"), ReportColumn("total_tokens", "Tokens"),
                ReportColumn("unpriced_calls", "Unpriced"), ReportColumn("errors", "Errors"),
                ReportColumn("first_seen", "First seen"), ReportColumn("last_seen", "Last seen"),
            ],
            rows: ranked.rows.map { row in
                let sums = row.sums
                return ReportTable.Row(
                    [
                        row.label, .count(sums.calls), .money(sums.cost), .count(sums.tokens.total),
                        .count(sums.unpriced), .count(sums.errors),
                        sums.period.map { .time($0.lowerBound) } ?? .absent,
                        sums.period.map { .time($0.upperBound) } ?? .absent,
                    ],
                    kind: row.kind
                )
            }
        )
    }
}
