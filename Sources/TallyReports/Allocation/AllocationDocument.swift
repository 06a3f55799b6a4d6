internal import TallyMetering
internal import TallyPricing

/// The report of what is allocated, and of what is not.
struct AllocationDocument {
    private let report: AllocationReport
    private let scan: LedgerScan
    private let gaps: AllocationGaps

    init(_ report: AllocationReport, _ sums: GroupedSums, _ scan: LedgerScan) {
        self.report = report
        self.scan = scan
        self.gaps = AllocationGaps(sums, report, scan)
    }

    func document(_ findings: ScanFindings) -> ReportDocument {
        let total = self.gaps.total
        var tables = [self.gapTable]
        if !self.gaps.strays.isEmpty { tables.append(self.strayTable) }
        return ReportDocument(
            kind: "allocation",
            title: "Allocation",
            period: total.period,
            filter: self.scan.filter.map(\.text),
            figures: [
                .init("cost_usd", "Spend", .money(total.cost)),
                .init("allocated_cost_usd", "Allocated", .money(self.gaps.allocated.cost)),
                .init("allocated_cost_share", "Share of the spend", Self.share(self.gaps.allocated.cost, total.cost)),
                .init("calls", "Calls", .count(total.calls)),
                .init("allocated_calls", "Allocated calls", .count(self.gaps.allocated.calls)),
                .init("allocated_calls_share", "Share of the calls", .part(self.gaps.allocated.calls, of: total.calls)),
            ],
            tables: tables,
            notes: self.notes + findings.notes
        )
    }

    /// Every gap that was looked for has its row, also where there is none of it.
    private var gapTable: ReportTable {
        let keys = self.report.keys.known
        var kinds = keys.map { AllocationGaps.Kind.untagged($0) }
        if let policy = self.report.policy {
            let rules = [policy.rules] + policy.environments.values
            kinds += keys.filter { key in rules.contains { $0.tags[key]?.knownValues != nil } }
                .map { .unknownValue($0) }
            if rules.contains(where: { $0.approvedModels != nil }) { kinds.append(.unapprovedModel) }
        }
        kinds += [.outsideProduction, .unpriced, .ambiguous, .counted, .unknownUsage]
        let total = self.gaps.total
        let rows = kinds.map { kind in
            let amount = self.gaps.gaps[kind] ?? AllocationGaps.Amount()
            let (code, text) = Self.name(kind)
            return ReportTable.Row(
                [
                    .text(code), .text(text), .count(amount.calls), .part(amount.calls, of: total.calls),
                    .money(amount.cost), Self.share(amount.cost, total.cost),
                ],
                kind: .gap
            )
        }
        return ReportTable(
            "gaps",
            "Gaps",
            caption: "A call can be in several rows.",
            columns: [
                ReportColumn("gap", "Gap", .dimension), ReportColumn("meaning", "Meaning", .dimension),
                ReportColumn("calls", "Calls"), ReportColumn("calls_share", "Share of calls"),
                ReportColumn("cost_usd", "Spend", note: "what is known of it"),
                ReportColumn("cost_share", "Share of spend"),
            ],
            rows: rows,
            charts: [.bars(label: "gap", value: "calls")]
        )
    }

    private var strayTable: ReportTable {
        let sorted = self.gaps.strays.sorted { left, right in
            (right.value.cost, left.key.field, left.key.text) < (left.value.cost, right.key.field, right.key.text)
        }
        let shown = sorted.prefix(max(0, self.report.top))
        var rows = shown.map { stray, sums in
            ReportTable.Row([
                .text(stray.field), .text(stray.text), .count(sums.calls), .money(sums.cost),
                sums.period.map { .time($0.lowerBound) } ?? .absent,
                sums.period.map { .time($0.upperBound) } ?? .absent,
            ])
        }
        if sorted.count > shown.count {
            var rest = AllocationGaps.Amount()
            for (_, sums) in sorted.dropFirst(shown.count) { rest.add(sums.calls, sums.cost) }
            rows.append(
                ReportTable.Row(
                    [
                        .text("\(sorted.count - shown.count) others"), .absent, .count(rest.calls), .money(rest.cost),
                        .absent, .absent,
                    ],
                    kind: .rest
                )
            )
        }
        return ReportTable(
            "strays",
            "What the policy does not know",
            caption: "Misspelt, orphaned or not approved.",
            columns: [
                ReportColumn("field", "Field", .dimension), ReportColumn("value", "Value", .dimension),
                ReportColumn("calls", "Calls"), ReportColumn("cost_usd", "Spend"),
                ReportColumn("first_seen", "First seen"), ReportColumn("last_seen", "Last seen"),
            ],
            rows: rows
        )
    }

    private var notes: [ReportDocument.Note] {
        var notes: [ReportDocument.Note] = []
        if self.report.policy == nil {
            let text = "No policy was given: values of tags and models are not held against what is known and approved."
            notes.append(.init(.info, "no_policy", text))
        }
        let left = self.report.keys.left
        if left > 0 {
            let text =
                "\(left) tags of the policy were not looked at: a report has at most \(AllocationReport.mostTags)."
            notes.append(.init(.warning, "tags_left_out", text))
        }
        if self.gaps.total.unpriced > 0 {
            let text = "\(self.gaps.total.unpriced) calls are not wholly priced: their spend is what is known of it."
            notes.append(.init(.warning, "unpriced", text))
        }
        return notes
    }

    private static func share(_ part: Money, _ whole: Money) -> ReportValue {
        Rates.share(part, of: whole).map { .share($0) } ?? .absent
    }

    private static func name(_ kind: AllocationGaps.Kind) -> (code: String, text: String) {
        switch kind {
        case .untagged(let key): ("untagged.\(key)", "without \(key)")
        case .unknownValue(let key): ("unknown.\(key)", "a \(key) that the policy does not know")
        case .unapprovedModel: ("unapproved_model", "a model that is not approved")
        case .outsideProduction: ("outside_production", "an environment other than production")
        case .unpriced: ("unpriced", "a part without a known price")
        case .ambiguous: ("ambiguous", "the provider's numbers do not add up")
        case .counted: ("counted", "tokens counted here: the provider did not say all")
        case .unknownUsage: ("unknown_usage", "nobody knows what was used")
        }
    }
}
