internal import TallyMetering
internal import TallyPricing

extension RoutingReport {
    func document(_ types: [WorkType], _ judged: JudgedSessions, filter: [RowCondition]) -> ReportDocument {
        let shown = types.prefix(max(self.top, 0))
        let advised = types.count { $0.advice.route != nil }
        var document = ReportDocument(
            kind: "routing",
            title: "Routing",
            period: judged.period,
            filter: filter.map(\.text),
            figures: [
                ReportDocument.Figure("types_of_work", "Types of work", .count(types.count)),
                ReportDocument.Figure("advised", "Types of work with advice", .count(advised)),
                ReportDocument.Figure("sessions", "Sessions", .count(judged.sessions.count)),
                ReportDocument.Figure(
                    "unknown_sessions",
                    "Without an outcome",
                    .count(judged.sessions.count { $0.outcome == nil })
                ),
                ReportDocument.Figure(
                    "routing_yaml",
                    "For tally.yml",
                    self.dimension == .work ? Self.yaml(types).map { .text($0) } ?? .absent : .absent
                ),
            ],
            tables: [self.adviceTable(shown, hidden: types.count - shown.count), self.modelTable(shown)]
        )
        document.notes = self.notes() + judged.notes
        return document
    }

    private func adviceTable(_ types: ArraySlice<WorkType>, hidden: Int) -> ReportTable {
        var rows = types.map { type in
            let policy = self.policy.route(for: type.name)
            return ReportTable.Row(
                [
                    type.name.map { .text($0) } ?? .absent, type.advice.route.map { .text($0.model) } ?? .absent,
                    type.advice.route?.escalation.map { .text($0) } ?? .absent, .count(type.outcomes),
                    .text(type.advice.reason), policy.map { .text($0.model) } ?? .absent,
                    policy?.escalation.map { .text($0) } ?? .absent,
                ],
                kind: type.name == nil ? .gap : .group
            )
        }
        if hidden > 0 {
            let row = [ReportValue.text("\(hidden) others")] + Array(repeating: .absent, count: 6)
            rows.append(ReportTable.Row(row, kind: .rest))
        }
        return ReportTable(
            "advice",
            "Which model for which work",
            caption: "No advice below \(self.minimumOutcomes) outcomes of a model.",
            columns: [
                ReportColumn(self.dimension.name, self.dimension.name, .dimension),
                ReportColumn("default", "Default", .dimension), ReportColumn("escalation", "Escalation", .dimension),
                ReportColumn("outcomes", "With an outcome"), ReportColumn("reason", "Why", .dimension),
                ReportColumn("policy_default", "tally.yml: default", .dimension),
                ReportColumn("policy_escalation", "tally.yml: escalation", .dimension),
            ],
            rows: rows
        )
    }

    private func modelTable(_ types: ArraySlice<WorkType>) -> ReportTable {
        ReportTable(
            "models",
            "What models did",
            columns: [
                ReportColumn(self.dimension.name, self.dimension.name, .dimension),
                ReportColumn("model", "Model", .dimension), ReportColumn("outcomes", "With an outcome"),
                ReportColumn("unknown", "Without an outcome"), ReportColumn("accepted", "Accepted"),
                ReportColumn("accepted_share", "Accepted share"),
                ReportColumn("accepted_lower", "At least", note: "lower end of the 95% interval (Wilson)"),
                ReportColumn("accepted_upper", "At most", note: "upper end of the 95% interval (Wilson)"),
                ReportColumn("cost_usd", "Cost", note: "of the sessions with an outcome"),
                ReportColumn(
                    "cost_per_accepted_usd",
                    "Cost per accepted",
                    note: "wholly priced tries over those accepted"
                ),
                ReportColumn("cost_median_usd", "Median cost", note: "of wholly priced sessions with an outcome"),
                ReportColumn("cost_median_lower_usd", "At least", note: "95% interval of the median, by ranks"),
                ReportColumn("cost_median_upper_usd", "At most", note: "95% interval of the median, by ranks"),
                ReportColumn("duration_median_ms", "Median time", note: "the sum of a session's calls"),
                ReportColumn("unpriced_calls", "Unpriced calls"),
                ReportColumn("is_enough", "Enough", note: "whether there are outcomes enough for advice"),
            ],
            rows: types.flatMap { type in type.models.map { self.row(type.name, $0.model, $0.cell) } }
        )
    }

    private func row(_ work: String?, _ model: String, _ cell: RoutingCell) -> ReportTable.Row {
        let interval = cell.interval
        let cost = cell.medianCost
        return ReportTable.Row(
            [
                work.map { .text($0) } ?? .absent, .text(model), .count(cell.outcomes), .count(cell.unknown),
                .count(cell.accepted), .part(cell.accepted, of: cell.outcomes),
                interval.map { .share($0.lower) } ?? .absent, interval.map { .share($0.upper) } ?? .absent,
                .money(cell.cost), cell.costPerAccepted.map { .money($0) } ?? .absent,
                cost.map { .money($0.median) } ?? .absent, cost.map { .money($0.lower) } ?? .absent,
                cost.map { .money($0.upper) } ?? .absent, cell.medianDuration.map { .duration($0) } ?? .absent,
                .count(cell.unpriced), .flag(cell.outcomes >= self.minimumOutcomes),
            ],
            kind: work == nil ? .gap : .group
        )
    }

    private func notes() -> [ReportDocument.Note] {
        [
            ReportDocument.Note(
                .info,
                "advice",
                "Default: of the models not surely accepted less often than the best, the one whose accepted work costs "
                    + "least (all tries over those accepted). Escalation: the most surely accepted one, if better."
            ),
            ReportDocument.Note(
                .warning,
                "not_a_trial",
                "The ledger says what was done, not what would have been: if one model got the harder work, its figures show "
                    + "that too. Try the advice on a part of the work first."
            ),
        ]
    }
}
