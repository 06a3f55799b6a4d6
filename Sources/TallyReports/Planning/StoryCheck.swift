internal import TallyFileExport
internal import TallyMetering
internal import TallyPricing

/// Holds a story against what a ledger shows of its feature.
///
/// All figures are for a month of 30.4375 days: those of the ledger are divided by the days between its first and its last
/// call. A phase is *over* where it costs more than its budget, or has more calls, or more input or output tokens a call,
/// than expected with the tolerance.
public struct StoryCheck: Sendable {
    /// The story.
    public var story: TokenStory
    /// The ledger.
    public var scan: LedgerScan
    /// How much more than expected is still as expected, as a part of it.
    public var tolerance = 0.2

    /// Creates a check; nothing is opened yet.
    public init(_ story: TokenStory, against scan: LedgerScan) {
        self.story = story
        self.scan = scan
    }

    /// Returns the report, and whether something is over.
    ///
    /// - Throws: ``LedgerError`` for a ledger that the system does not give.
    /// - Complexity: O(*n*) in the bytes of the ledger.
    public func report() throws -> (report: ReportDocument, isOver: Bool) {
        let feature = self.scan.symbols.symbol(of: self.story.feature)
        let (fold, findings) = try self.scan.fold(
            RowNeeds([.feature, .tag("environment")], fields: .attempts),
            into: StoryFold(feature: feature)
        )
        var report = ReportDocument(
            kind: "story_check",
            title: "Token story held against the ledger: \(self.story.feature)",
            filter: self.scan.filter.map(\.text)
        )
        let days = fold.days?.count ?? 0
        let month = days > 0 ? CalendarMonth.averageDays / Double(days) : 0
        var left = fold.uses
        var (rows, over): ([ReportTable.Row], [String]) = ([], [])
        for phase in self.story.phases {
            let use = left.removeValue(forKey: self.scan.symbols.symbol(of: phase.environment)) ?? DayUse()
            let reasons = self.reasons(phase, use, month)
            over += reasons.map { "\(phase.name): \($0)" }
            rows.append(self.row(phase, use, month, reasons))
        }
        let others = left.values.reduce(into: DayUse()) { $0.add($1) }
        if others.attempts > 0 {
            let phase = TokenStory.Phase(
                "other environments",
                environment: "",
                use: SpendPlan.UseCase("", model: "", calls: 0, inputTokens: 0, outputTokens: 0)
            )
            rows.append(self.row(phase, others, month, ["not in the story"], isGap: true))
            over.append("calls of environments that the story does not have")
        }
        let whole = fold.uses.values.reduce(into: DayUse()) { $0.add($1) }
        let cost = whole.cost.scaled(by: month)
        if let budget = self.story.budget, cost > budget {
            over.append("all phases: $\(cost) a month, budget $\(budget)")
        }
        report.figures = [
            .init("owner", "Owner", .text(self.story.owner)), .init("days", "Days of the ledger", .count(days)),
            .init("actual_usd", "Spend in them", .money(whole.cost)),
            .init("actual_month_usd", "Spend a month", .money(cost)),
            .init("budget_usd", "Budget a month", self.story.budget.map { .money($0) } ?? .absent),
            .init("over", "Over", .flag(!over.isEmpty)),
        ]
        report.tables = [Self.table(rows)]
        report.notes = over.map { ReportDocument.Note(.warning, "over", "\($0).") }
        if whole.attempts == 0 {
            let text = "No call of the ledger has the feature \(self.story.feature)."
            report.notes.append(.init(.warning, "no_calls", text))
        }
        if let note = PlanNotes.unpriced(whole.unpriced) { report.notes.append(note) }
        report.notes += findings.notes
        return (report, !over.isEmpty)
    }

    /// What is over, in words.
    private func reasons(_ phase: TokenStory.Phase, _ use: DayUse, _ month: Double) -> [String] {
        var reasons: [String] = []
        let cost = use.cost.scaled(by: month)
        if let budget = phase.budget, cost > budget { reasons.append("$\(cost) a month, budget $\(budget)") }
        func compare(_ actual: Double, _ expected: Double, _ what: String) {
            guard actual > expected * (1 + self.tolerance) else { return }
            // A tenth is as exact as anybody reads it.
            reasons.append("\((actual * 10).rounded() / 10) \(what), expected \(expected)")
        }
        compare(Double(use.calls) * month, phase.use.calls, "calls a month")
        if use.attempts > 0 {
            compare(Double(use.input) / Double(use.attempts), Double(phase.use.inputTokens), "input tokens a call")
            compare(Double(use.output) / Double(use.attempts), Double(phase.use.outputTokens), "output tokens a call")
        }
        return reasons
    }

    private func row(
        _ phase: TokenStory.Phase,
        _ use: DayUse,
        _ month: Double,
        _ reasons: [String],
        isGap: Bool = false
    ) -> ReportTable.Row {
        func each(_ tokens: Int) -> ReportValue {
            use.attempts > 0 ? .number(Double(tokens) / Double(use.attempts)) : .absent
        }
        func expected(_ value: ReportValue) -> ReportValue { isGap ? .absent : value }
        let values: [ReportValue] = [
            .text(phase.name), .number(Double(use.calls) * month), expected(.number(phase.use.calls)), each(use.input),
            expected(.count(phase.use.inputTokens)), each(use.output), expected(.count(phase.use.outputTokens)),
            .money(use.cost.scaled(by: month)), phase.budget.map { .money($0) } ?? .absent, .count(use.unpriced),
            .text(reasons.isEmpty ? "as expected" : "over"),
        ]
        return ReportTable.Row(values, kind: isGap ? .gap : .group)
    }

    private static func table(_ rows: [ReportTable.Row]) -> ReportTable {
        ReportTable(
            "phases",
            "Phases",
            caption: "A month of the ledger and what the story expects.",
            columns: [
                ReportColumn("phase", "Phase", .dimension), ReportColumn("calls", "Calls a month"),
                ReportColumn("calls_expected", "Expected"),
                ReportColumn("input_tokens", "Input tokens a call", note: "Of all attempts."),
                ReportColumn("input_tokens_expected", "Expected"),
                ReportColumn("output_tokens", "Output tokens a call"),
                ReportColumn("output_tokens_expected", "Expected"), ReportColumn("actual_usd", "Cost a month"),
                ReportColumn("budget_usd", "Budget"), ReportColumn("unpriced_calls", "Unpriced"),
                ReportColumn("answer", "Answer"),
            ],
            rows: rows
        )
    }
}
