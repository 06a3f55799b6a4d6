internal import TallyMetering
internal import TallyPricing

extension EfficiencyReport {
    static func figures(_ total: EfficiencySums, _ judged: JudgedSessions) -> [ReportDocument.Figure] {
        let unknown = total[.unknown].sessions
        return [
            ReportDocument.Figure("efficiency_ratio", "Productive share of work with an outcome", total.ratio),
            ReportDocument.Figure("sessions", "Sessions", .count(total.sessions)),
            ReportDocument.Figure("productive_sessions", "Productive", .count(total[.productive].sessions)),
            ReportDocument.Figure("inefficient_sessions", "Inefficient", .count(total[.inefficient].sessions)),
            ReportDocument.Figure("wasteful_sessions", "Wasteful", .count(total[.wasteful].sessions)),
            ReportDocument.Figure("unknown_sessions", "Without an outcome", .count(unknown)),
            ReportDocument.Figure("unknown_share", "Share without an outcome", .part(unknown, of: total.sessions)),
            ReportDocument.Figure("cost_usd", "Cost", .money(total.cost)),
            ReportDocument.Figure("wasteful_cost_usd", "Cost of wasteful work", .money(total[.wasteful].cost)),
            ReportDocument.Figure("unpriced_calls", "Calls without a whole price", .count(total.total.unpriced)),
            ReportDocument.Figure("outcomes", "Outcomes in the ledger", .count(judged.outcomes)),
        ]
    }

    static func classTable(_ total: EfficiencySums) -> ReportTable {
        var rows: [ReportTable.Row] = []
        for work in WorkClass.allCases {
            let row = Self.classRow(work.rawValue, total[work], of: total)
            rows.append(ReportTable.Row(row, kind: work == .unknown ? .gap : .group))
        }
        rows.append(ReportTable.Row(Self.classRow("all", total.total, of: total), kind: .total))
        return ReportTable(
            "classes",
            "What became of the work",
            columns: [
                ReportColumn("class", "Class", .dimension), ReportColumn("sessions", "Sessions"),
                ReportColumn("share", "Share of sessions"), ReportColumn("calls", "Calls"),
                ReportColumn("tokens", "Tokens"), ReportColumn("cost_usd", "Cost"),
                ReportColumn("unpriced_calls", "Unpriced calls"),
            ],
            rows: rows,
            charts: [.bars(label: "class", value: "sessions")]
        )
    }

    private static func classRow(
        _ name: String,
        _ sums: EfficiencySums.Class,
        of total: EfficiencySums
    ) -> [ReportValue] {
        [
            .text(name), .count(sums.sessions), .part(sums.sessions, of: total.sessions), .count(sums.calls),
            .count(sums.tokens), .money(sums.cost), .count(sums.unpriced),
        ]
    }

    static func timeTable(_ sums: [Int64: EfficiencySums], _ span: ReportSpan) -> ReportTable {
        ReportTable(
            "over_time",
            "Efficiency over time",
            caption: "By the \(span.name) of a session's first call, in UTC.",
            columns: [ReportColumn(span.name, span.days == 7 ? "Week from" : "Day", .dimension)] + Self.countColumns,
            rows: sums.sorted { $0.key < $1.key }.map { day, sums in
                ReportTable.Row([.text(ReportSpan.text(ofDay: day))] + Self.counts(sums))
            },
            charts: [.lines(time: span.name, series: nil, value: "efficiency_ratio")]
        )
    }

    private static let countColumns = [
        ReportColumn("efficiency_ratio", "Productive share", note: "of the sessions with an outcome"),
        ReportColumn("productive", "Productive"), ReportColumn("inefficient", "Inefficient"),
        ReportColumn("wasteful", "Wasteful"), ReportColumn("unknown", "Unknown"),
        ReportColumn("cost_usd", "Cost"), ReportColumn("wasteful_cost_usd", "Cost of wasteful work"),
    ]

    private static func counts(_ sums: EfficiencySums) -> [ReportValue] {
        [sums.ratio] + WorkClass.allCases.map { .count(sums[$0].sessions) }
            + [.money(sums.cost), .money(sums[.wasteful].cost)]
    }

    static func reasonTable(_ reasons: [InefficiencyReason: (sessions: Int, cost: Money)]) -> ReportTable {
        ReportTable(
            "reasons",
            "Why work is inefficient",
            caption: "A session can have several reasons.",
            columns: [
                ReportColumn("reason", "Reason", .dimension), ReportColumn("meaning", "Meaning", .dimension),
                ReportColumn("sessions", "Sessions"), ReportColumn("cost_usd", "Cost"),
            ],
            rows: InefficiencyReason.allCases.compactMap { reason in
                reasons[reason].map {
                    ReportTable.Row([
                        .text(reason.rawValue), .text(reason.title), .count($0.sessions), .money($0.cost),
                    ])
                }
            }
        )
    }

    func verdictTable(_ dimension: Dimension, _ groups: [Symbol: EfficiencySums], _ symbols: SymbolTable) -> ReportTable
    {
        let columns =
            [ReportColumn(dimension.name, dimension.name, .dimension), ReportColumn("verdict", "Verdict", .dimension)]
            + Self.countColumns + [
                ReportColumn("outcomes", "With an outcome"),
                ReportColumn("ratio_lower", "At least", note: "lower end of the 95% interval (Wilson)"),
                ReportColumn("ratio_upper", "At most", note: "upper end of the 95% interval (Wilson)"),
            ]
        let ranked = RankedGroups(groups, symbols, top: self.top, by: { $0.cost }, merge: { $0.merge($1) })
        return ReportTable(
            "by_\(dimension.name)",
            "By \(dimension.name)",
            caption: "Keep: surely at least \(self.rules.keepPercent)% productive. Cut: surely below "
                + "\(self.rules.cutPercent)%. Scope: neither. No verdict below \(self.rules.minimumSessions) outcomes.",
            columns: columns,
            rows: ranked.rows.map { row in
                let isOne = row.kind == .group
                let productive = row.sums[.productive].sessions
                let verdict = self.rules.verdict(productive: productive, of: row.sums.judged)
                let interval = ProportionInterval(productive, of: row.sums.judged)
                return ReportTable.Row(
                    [row.label, isOne ? .text(verdict.rawValue) : .absent] + Self.counts(row.sums) + [
                        .count(row.sums.judged), interval.map { .share($0.lower) } ?? .absent,
                        interval.map { .share($0.upper) } ?? .absent,
                    ],
                    kind: row.kind
                )
            },
            charts: [.bars(label: dimension.name, value: "efficiency_ratio")]
        )
    }

    func useCaseTable(_ medians: [Symbol: UseCaseMedians], _ symbols: SymbolTable) -> ReportTable {
        let sorted = medians.sorted {
            ($1.value.sessions, symbols.text(of: $0.key) ?? "") < ($0.value.sessions, symbols.text(of: $1.key) ?? "")
        }
        return ReportTable(
            "use_cases",
            "Medians of use cases",
            caption:
                "What max_of_median is of; medians of fewer than \(self.rules.minimumSessions) sessions are not used.",
            columns: [
                ReportColumn("use_case", "Use case", .dimension), ReportColumn("sessions", "Sessions"),
                ReportColumn("median_tokens", "Median of tokens"), ReportColumn("priced_sessions", "Wholly priced"),
                ReportColumn("median_cost_usd", "Median of cost", note: "of wholly priced sessions"),
            ],
            rows: sorted.prefix(max(self.top, 0)).map { useCase, medians in
                ReportTable.Row(
                    [
                        symbols.text(of: useCase).map { .text($0) } ?? .absent, .count(medians.sessions),
                        medians.doubledTokens.map { .number(Double($0) / 2) } ?? .absent,
                        .count(medians.pricedSessions),
                        medians.doubledCost.map { .money(Money(picodollars: $0).times(1, over: 2)) } ?? .absent,
                    ],
                    kind: useCase.isAbsent ? .gap : .group
                )
            }
        )
    }
}
