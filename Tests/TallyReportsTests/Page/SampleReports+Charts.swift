import TallyMetering
import TallyPricing
import TallyReports
import TallyTestSupport

extension SampleReports {
    private static let teams = [
        "search", "support", "checkout", "growth", "platform", "data", "mobile", "legal", "finance", "research",
        "security",
    ]
    private static let features = ["answers", "summaries", "translation", "classification", "drafts"]
    private static let models = ["claude-sonnet-4-5", "gpt-4o", "gpt-4o-mini", "gemini-2.5-pro"]

    /// A month of a company, with every kind of chart.
    static func charts(seed: UInt64) -> ReportDocument {
        var generator = SeededGenerator(seed: seed)
        let tables = [
            self.overTime(&generator), self.latency(&generator), self.byTeam(&generator), self.byFeature(&generator),
            self.byHour(&generator),
        ]
        return ReportDocument(
            kind: "spend",
            title: "Spend in October 2026",
            period: start...(start + .seconds(30 * 86_400)),
            filter: ["environment=production", "provider!=internal"],
            figures: [
                .init("cost_usd", "Spend", .money(self.sum(tables[2]))), .init("calls", "Calls", .count(1_204_331)),
                .init("tokens", "Tokens", .count(8_412_773_004)), .init("cache_share", "From caches", .share(0.3127)),
                .init("untagged_share", "Without a team", .share(0.0004)),
                .init("duration_p95_ms", "95% faster than", .duration(.milliseconds(4_210))),
            ],
            tables: tables,
            notes: [
                .init(.warning, "unpriced", "1,204 calls of model local-7b have no known price and are in no amount."),
                .init(.info, "cost", "Spend is the sum of coalesce(cost_usd, priced_usd, 0) over all calls."),
                .init(.info, "duplicates", "12 records were there twice; each counts once."),
            ]
        )
    }

    private static func sum(_ table: ReportTable) -> Money {
        guard case .money(let sum) = table.rows.last?.values[1] else { return .zero }
        return sum
    }

    private static func money(_ range: ClosedRange<Int>, _ generator: inout SeededGenerator) -> Money {
        Money(picodollars: Int128(Int.random(in: range, using: &generator)) * 10_000_000)
    }

    private static func overTime(_ generator: inout SeededGenerator) -> ReportTable {
        var rows: [ReportTable.Row] = []
        // On the 12th day nothing was called.
        for day in 0..<30 where day != 11 {
            let time = start + .seconds(day * 86_400)
            for (index, team) in teams.enumerated() {
                let most = 40_000_000 / (index + 1) * (day % 7 < 2 ? 1 : 3)
                rows.append(.init([.time(time), .text(team), .money(self.money(most / 2...most, &generator))]))
            }
            rows.append(.init([.time(time), .absent, .money(self.money(0...8_000_000, &generator))], kind: .gap))
        }
        return ReportTable(
            "by_day",
            "Spend by day and team",
            caption: "Known cost by the team that pays.",
            columns: [
                ReportColumn("day", "Day", .dimension), ReportColumn("team", "Team", .dimension),
                ReportColumn("cost_usd", "Cost"),
            ],
            rows: rows,
            charts: [.stack(time: "day", series: "team", value: "cost_usd")]
        )
    }

    private static func latency(_ generator: inout SeededGenerator) -> ReportTable {
        var rows: [ReportTable.Row] = []
        for day in 0..<30 {
            for (index, model) in models.enumerated() where day != 11 && (index != 3 || day > 17) {
                let milliseconds = 900 * (index + 1) + Int.random(in: 0...700, using: &generator)
                rows.append(
                    .init([
                        .time(start + .seconds(day * 86_400)), .text(model), .duration(.milliseconds(milliseconds)),
                    ])
                )
            }
        }
        return ReportTable(
            "latency",
            "Latency by model",
            columns: [
                ReportColumn("day", "Day", .dimension), ReportColumn("model", "Model", .dimension),
                ReportColumn("duration_p95_ms", "95th percentile", note: "From a histogram; at most 0.1% off."),
            ],
            rows: rows,
            charts: [.lines(time: "day", series: "model", value: "duration_p95_ms")]
        )
    }

    private static func byTeam(_ generator: inout SeededGenerator) -> ReportTable {
        var rows: [ReportTable.Row] = []
        var all = Money.zero
        for (index, team) in teams.enumerated() {
            let cost = self.money(500_000_000 / (index + 1)...600_000_000 / (index + 1), &generator)
            all = all + cost
            rows.append(self.team(.text(team), cost, calls: 9_000 * (12 - index), .group))
        }
        let (rest, gap) = (self.money(1_000_000...9_000_000, &generator), Money(picodollars: 4_200_000))
        all = all + rest + gap
        rows.append(self.team(.text("27 more"), rest, calls: 812, .rest))
        rows.append(self.team(.absent, gap, calls: 3, .gap))
        rows.append(self.team(.absent, all, calls: 702_815, .total))
        for index in rows.indices {
            guard case .money(let cost) = rows[index].values[1] else { continue }
            rows[index].values[2] = .share(Double(cost.picodollars) / Double(all.picodollars))
        }
        return ReportTable(
            "by_team",
            "Spend by team",
            columns: [
                ReportColumn("team", "Team", .dimension), ReportColumn("cost_usd", "Cost"),
                ReportColumn("share", "Share"),
                ReportColumn("calls", "Calls"), ReportColumn("cost_per_call_usd", "Cost a call"),
                ReportColumn("approved", "Approved models"),
            ],
            rows: rows,
            charts: [.bars(label: "team", value: "cost_usd")]
        )
    }

    private static func team(
        _ name: ReportValue,
        _ cost: Money,
        calls: Int,
        _ kind: ReportTable.Row.Kind
    ) -> ReportTable.Row {
        let perCall = Money(picodollars: cost.picodollars / Int128(calls))
        return .init([name, .money(cost), .absent, .count(calls), .money(perCall), .flag(calls % 2 == 0)], kind: kind)
    }

    private static func byFeature(_ generator: inout SeededGenerator) -> ReportTable {
        var rows: [ReportTable.Row] = []
        for (index, team) in teams.enumerated() {
            for (place, feature) in features.enumerated() where (index + place) % 3 != 0 {
                let most = 90_000_000 / (index + 1) / (place + 1)
                rows.append(.init([.text(team), .text(feature), .money(self.money(most / 2...most, &generator))]))
            }
        }
        rows.append(.init([.absent, .absent, .money(self.money(4_000_000...9_000_000, &generator))], kind: .gap))
        return ReportTable(
            "by_feature",
            "Spend by team and feature",
            columns: [
                ReportColumn("team", "Team", .dimension), ReportColumn("feature", "Feature", .dimension),
                ReportColumn("cost_usd", "Cost"),
            ],
            rows: rows,
            charts: [.treemap(labels: ["team", "feature"], value: "cost_usd")]
        )
    }

    private static func byHour(_ generator: inout SeededGenerator) -> ReportTable {
        var rows: [ReportTable.Row] = []
        for (index, day) in ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].enumerated() {
            for hour in 0..<24 where index != 6 || hour > 4 {
                let distance = abs(hour - 14)
                let most = max(20, 3_000 - distance * distance * 25) / (index > 4 ? 5 : 1)
                rows.append(
                    .init([.text(day), .count(hour), .count(Int.random(in: most / 2...most, using: &generator))])
                )
            }
        }
        return ReportTable(
            "by_hour",
            "Calls by hour of the week",
            columns: [
                ReportColumn("weekday", "Day of the week", .dimension), ReportColumn("hour", "Hour", .dimension),
                ReportColumn("calls", "Calls"),
            ],
            rows: rows,
            charts: [.heatMap(row: "weekday", column: "hour", value: "calls")]
        )
    }

    /// The hostile texts as names in every kind of chart, too.
    static let hostileCharts: ReportDocument = {
        var document = hostile
        document.tables.append(
            ReportTable(
                "charts",
                "Charts",
                columns: [
                    ReportColumn("time", "<i>Time</i>", .dimension), ReportColumn("name", "Name", .dimension),
                    ReportColumn("calls", "Calls"),
                ],
                rows: hostileTexts.enumerated().map { .init([.text($1), .text($1), .count($0 + 1)]) },
                charts: [
                    .bars(label: "name", value: "calls"), .treemap(labels: ["time", "name"], value: "calls"),
                    .lines(time: "time", series: "name", value: "calls"),
                    .stack(time: "time", series: "name", value: "calls"),
                    .heatMap(row: "time", column: "name", value: "calls"),
                ]
            )
        )
        return document
    }()
}
