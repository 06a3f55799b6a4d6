internal import TallyMetering
internal import TallyPricing

/// Makes the report of a forecast from the sums of a ledger.
struct ForecastWriting {
    private let forecast: SpendForecast
    private let fold: ForecastFold
    /// All days together.
    private let all: [Int64: DayUse]
    /// The days of the history; nil if there is none.
    private let history: ClosedRange<Int64>?
    private let hasUnfinishedDay: Bool

    init(_ forecast: SpendForecast, _ fold: ForecastFold) {
        (self.forecast, self.fold) = (forecast, fold)
        var all: [Int64: DayUse] = [:]
        for days in fold.groups.values {
            for (day, use) in days { all[day, default: DayUse()].add(use) }
        }
        // Today is not over, and what lies behind it is a wrong clock's.
        let today = forecast.scan.now.date.daysSince1970
        let past = all.keys.filter { $0 < today }
        self.hasUnfinishedDay = past.count < all.count
        self.all = all
        if let first = past.min(), let last = past.max() { self.history = first...last } else { self.history = nil }
    }

    mutating func report() -> ReportDocument {
        var report = ReportDocument(
            kind: "forecast",
            title: "Forecast of spend",
            filter: self.forecast.scan.filter.map(\.text)
        )
        guard let history, let trend = self.trend(self.all) else {
            let text = "There is no whole day with spend to forecast from."
            report.notes = [ReportDocument.Note(.warning, "no_history", text)]
            return report
        }
        let end = (history.upperBound + 1) * 86_400_000 - 1
        report.period =
            Timestamp(millisecondsSince1970: history.lowerBound * 86_400_000)...Timestamp(millisecondsSince1970: end)
        report.figures = self.figures(history, trend)
        report.tables = [self.monthTable(history, trend), self.groupTable(history)]
        if let budgets = self.fold.budgets { report.tables.append(self.budgetTable(budgets, history)) }
        report.notes = self.notes(history, trend)
        return report
    }

    // MARK: - Figures

    private func figures(_ history: ClosedRange<Int64>, _ trend: SpendTrend) -> [ReportDocument.Figure] {
        let (use, days) = self.sum(self.all, history)
        let recent = self.sum(self.all, max(history.lowerBound, history.upperBound - 29)...history.upperBound).use
        var figures: [ReportDocument.Figure] = [
            .init("history_days", "Days of history", .count(history.count)),
            .init("history_usd", "Spend in them", .money(use.cost)),
            .init("last_30_days_usd", "Spend of the last 30 days", .money(recent.cost)),
            .init(
                "growth_month",
                "Growth a month",
                trend.dailyGrowth.map { .share(Self.monthly($0)) } ?? .absent
            ),
        ]
        let overhead = OverheadRatio(days)
        figures += [
            .init("overhead", "Overhead a", overhead.map { .number($0.value) } ?? .absent),
            .init("overhead_low", "Overhead a, lower end", overhead.map { .number($0.low) } ?? .absent),
            .init("overhead_high", "Overhead a, upper end", overhead.map { .number($0.high) } ?? .absent),
        ]
        guard let scale = self.forecast.scale else { return figures }
        let seen = self.seen(history)
        let name = scale.dimension.name
        figures += [
            .init("scale_seen", "\(name): seen in the last 28 days", .count(seen)),
            .init("scale_to", "\(name): to be", .count(scale.count)),
            .init("scale_factor", "Factor on the days to come", seen > 0 ? .number(self.factor(history)) : .absent),
            .init(
                "usd_per_value_30_days",
                "Spend of the last 30 days for each \(name)",
                recent.cost.each(of: seen).map { .money($0) } ?? .absent
            ),
        ]
        return figures
    }

    /// How many values there were in the last 28 days.
    private func seen(_ history: ClosedRange<Int64>) -> Int {
        self.fold.lastSeen.values.count { history.upperBound - 27...history.upperBound ~= $0 }
    }

    /// What the days to come are multiplied with.
    private func factor(_ history: ClosedRange<Int64>) -> Double {
        guard let scale = self.forecast.scale else { return 1 }
        let seen = self.seen(history)
        return seen > 0 ? Double(scale.count) / Double(seen) : 1
    }

    private static func monthly(_ daily: Double) -> Double {
        TrendMath.exponential(CalendarMonth.averageDays * TrendMath.logarithm(1 + daily)) - 1
    }

    // MARK: - Months

    /// What a month has already cost, and what it is expected to.
    private struct MonthForecast {
        let month: CalendarMonth
        let seenDays: Int
        let actual: Money
        let expected: Money
        let conservative: Money
        let peak: Money
    }

    private func months(
        _ history: ClosedRange<Int64>,
        _ trend: SpendTrend?,
        _ cost: (Int64) -> Money?
    ) -> [MonthForecast] {
        let factor = self.factor(history)
        var month = CalendarMonth(holding: history.upperBound + 1)
        var months: [MonthForecast] = []
        for _ in 0..<max(self.forecast.months, 0) {
            let first = max(month.days.lowerBound, history.upperBound + 1)
            var actual = Money.zero
            for day in month.days.lowerBound..<first { actual += cost(day) ?? .zero }
            let seen = Int(first - max(month.days.lowerBound, min(history.lowerBound, first)))
            let ahead = trend?.prediction(of: first..<month.days.upperBound)
            func whole(_ dollars: Double?) -> Money {
                self.forecast.terms.applied(to: actual + Money(estimate: (dollars ?? 0) * factor))
            }
            months.append(
                MonthForecast(
                    month: month,
                    seenDays: seen,
                    actual: actual,
                    expected: whole(ahead?.expected),
                    conservative: whole(ahead?.low),
                    peak: whole(ahead?.high)
                )
            )
            month = month.next
        }
        return months
    }

    private func monthTable(_ history: ClosedRange<Int64>, _ trend: SpendTrend) -> ReportTable {
        let months = self.months(history, trend) { self.all[$0]?.cost }
        let hasInterval = trend.days >= SpendTrend.daysForInterval
        var rows = months.map { month in
            ReportTable.Row([
                .text(month.month.name), .count(month.seenDays), .money(month.actual),
                hasInterval ? .money(month.conservative) : .absent, .money(month.expected),
                hasInterval ? .money(month.peak) : .absent,
            ])
        }
        let expected = months.reduce(Money.zero) { $0 + $1.expected }
        let actual = months.reduce(Money.zero) { $0 + $1.actual }
        rows.append(
            ReportTable.Row(
                [
                    .text("all"), .count(months.reduce(0) { $0 + $1.seenDays }), .money(actual), .absent,
                    .money(expected), .absent,
                ],
                kind: .total
            )
        )
        return ReportTable(
            "months",
            "Months",
            caption: "What each month comes to: what is there already, and what is expected of its other days.",
            columns: [
                ReportColumn("month", "Month", .dimension),
                ReportColumn("days_seen", "Days seen", note: "Days of the month that are in the ledger."),
                ReportColumn("actual_usd", "Already spent", note: "At the ledger's prices, without terms."),
                ReportColumn("conservative_usd", "Conservative", note: "The lower end of the 80% interval."),
                ReportColumn("expected_usd", "Expected"),
                ReportColumn("peak_usd", "Peak", note: "The upper end of the 80% interval."),
            ],
            rows: rows,
            charts: [.bars(label: "month", value: "expected_usd")]
        )
    }

    // MARK: - Groups

    private func trend(_ days: [Int64: DayUse]) -> SpendTrend? {
        self.trend(of: { days[$0]?.cost }, from: days.keys.min())
    }

    private func trend(of cost: (Int64) -> Money?, from first: Int64?) -> SpendTrend? {
        guard let history, let first, first <= history.upperBound else { return nil }
        // A trend of older days is another one; a wrong clock's may be centuries back.
        let start = max(first, history.lowerBound, history.upperBound - Int64(SpendTrend.maximumDays - 1))
        return SpendTrend((start...history.upperBound).map { cost($0)?.dollars ?? 0 }, firstDay: start)
    }

    private func sum(_ days: [Int64: DayUse], _ range: ClosedRange<Int64>) -> (use: DayUse, days: [DayUse]) {
        // In the order of days, so that sums of fractions are the same each time.
        let within = days.filter { range ~= $0.key }.sorted { $0.key < $1.key }.map(\.value)
        var sum = DayUse()
        for day in within { sum.add(day) }
        return (sum, within)
    }

    private func groupTable(_ history: ClosedRange<Int64>) -> ReportTable {
        let symbols = self.forecast.scan.symbols
        let groups = self.fold.groups.map { group, days in
            (names: group.map { symbols.text(of: $0) }, days: days, cost: self.sum(days, history).use.cost)
        }.sorted { left, right in
            left.cost != right.cost
                ? left.cost > right.cost
                : left.names.map { $0 ?? "" }.lexicographicallyPrecedes(right.names.map { $0 ?? "" })
        }
        var rows: [ReportTable.Row] = []
        if !self.forecast.groups.isEmpty {
            // What is beyond the top is one row, and what of it is without a tag another one.
            var rest: [ReportTable.Row.Kind: (count: Int, days: [Int64: DayUse])] = [:]
            for (index, group) in groups.enumerated() {
                let isGap = group.names.contains { $0 == nil }
                if index < self.forecast.top {
                    let names = group.names.map { $0.map { ReportValue.text($0) } ?? .absent }
                    rows.append(.init(names + self.cells(group.days, history), kind: isGap ? .gap : .group))
                } else {
                    rest[isGap ? .gap : .rest, default: (0, [:])].count += 1
                    for (day, use) in group.days {
                        rest[isGap ? .gap : .rest, default: (0, [:])].days[day, default: DayUse()].add(use)
                    }
                }
            }
            for (kind, words) in [(ReportTable.Row.Kind.gap, "others, not tagged"), (.rest, "others")] {
                guard let (count, days) = rest[kind] else { continue }
                rows.append(.init(self.names("\(count) \(words)") + self.cells(days, history), kind: kind))
            }
        }
        rows.append(.init(self.names("all") + self.cells(self.all, history), kind: .total))
        let dimensions = self.forecast.groups.map { ReportColumn($0.name, $0.name, .dimension) }
        return ReportTable(
            "groups",
            "Groups",
            caption: "Where the spend comes from, and what the next 30 days of each are expected to cost.",
            columns: (dimensions.isEmpty ? [ReportColumn("group", "Group", .dimension)] : dimensions) + Self.columns,
            rows: rows
        )
    }

    private func names(_ first: String) -> [ReportValue] {
        [.text(first)] + self.forecast.groups.dropFirst().map { _ in .absent }
    }

    private static let columns = [
        ReportColumn("history_usd", "Spend so far"),
        ReportColumn("conservative_usd", "Next 30 days, conservative"),
        ReportColumn("expected_usd", "Next 30 days, expected", note: "At the ledger's prices, scaled, without terms."),
        ReportColumn("peak_usd", "Next 30 days, peak"),
        ReportColumn("growth_month", "Growth a month"),
        ReportColumn("calls_per_day", "Calls a day", note: "First attempts, over the days of history."),
        ReportColumn("input_tokens_per_call", "Input tokens a call", note: "Of calls whole at the first attempt."),
        ReportColumn("output_tokens_per_call", "Output tokens a call"),
        ReportColumn("usd_per_call", "Cost of a whole call"),
        ReportColumn(
            "overhead",
            "Overhead a",
            note: "Spend over calls times the cost of a whole call of the same day."
        ),
        ReportColumn("cache_share", "Cache share", note: "Of the input tokens of whole calls."),
        ReportColumn("batch_share", "Batch share", note: "Of attempts."),
        ReportColumn("unpriced_calls", "Unpriced", note: "Attempts with a part without a known price."),
    ]

    private func cells(_ days: [Int64: DayUse], _ history: ClosedRange<Int64>) -> [ReportValue] {
        let (use, each) = self.sum(days, history)
        let trend = self.trend(days)
        let next = history.upperBound + 1..<history.upperBound + 31
        let factor = self.factor(history)
        let ahead = trend?.prediction(of: next)
        let hasInterval = trend.map { $0.days >= SpendTrend.daysForInterval } ?? false
        func money(_ dollars: Double?) -> ReportValue {
            dollars.map { .money(Money(estimate: $0 * factor)) } ?? .absent
        }
        func ratio(_ count: Int, _ whole: Int) -> Double? { whole > 0 ? Double(count) / Double(whole) : nil }
        return [
            .money(use.cost), money(hasInterval ? ahead?.low : nil), money(ahead?.expected),
            money(hasInterval ? ahead?.high : nil),
            trend?.dailyGrowth.map { .share(Self.monthly($0)) } ?? .absent,
            .number(Double(use.calls) / Double(history.count)),
            ratio(use.input, use.plainCalls).map { .number($0) } ?? .absent,
            ratio(use.output, use.plainCalls).map { .number($0) } ?? .absent,
            use.plainCost.each(of: use.plainCalls).map { .money($0) } ?? .absent,
            OverheadRatio(each).map { .number($0.value) } ?? .absent,
            ratio(use.cached, use.input).map { .share($0) } ?? .absent,
            ratio(use.batched, use.attempts).map { .share($0) } ?? .absent,
            .count(use.unpriced),
        ]
    }

    // MARK: - Budgets

    private func budgetTable(_ matching: BudgetMatching, _ history: ClosedRange<Int64>) -> ReportTable {
        var rows: [ReportTable.Row] = []
        for (index, budget) in matching.budgets.enumerated() {
            guard case .money(let limit) = budget.limit else { continue }
            let days = self.fold.budgetDays[index]
            let trend = self.trend(of: { days[$0] }, from: days.keys.min())
            for month in self.months(history, trend, { days[$0] }) {
                let answer =
                    month.conservative > limit
                    ? "passed" : month.expected > limit ? "likely passed" : month.peak > limit ? "at risk" : "kept"
                rows.append(
                    ReportTable.Row([
                        .text(budget.name), .text(month.month.name), .money(limit), .money(month.expected),
                        .money(month.peak),
                        limit > .zero ? .share(month.expected.dollars / limit.dollars) : .absent, .text(answer),
                    ])
                )
            }
        }
        return ReportTable(
            "budgets",
            "Budgets",
            caption: "Months against their limits; months are those of UTC.",
            columns: [
                ReportColumn("budget", "Budget", .dimension), ReportColumn("month", "Month", .dimension),
                ReportColumn("limit_usd", "Limit"), ReportColumn("expected_usd", "Expected"),
                ReportColumn("peak_usd", "Peak"), ReportColumn("share", "Expected of the limit"),
                ReportColumn(
                    "answer",
                    "Answer",
                    note: "At risk: the peak passes the limit, the expected spend does not."
                ),
            ],
            rows: rows
        )
    }

    // MARK: - Notes

    private func notes(_ history: ClosedRange<Int64>, _ trend: SpendTrend) -> [ReportDocument.Note] {
        var notes = [
            ReportDocument.Note(
                .info,
                "definition",
                "Spend is the sum of coalesce(cost_usd, priced_usd, 0) by day in UTC. Expected is a log-linear trend with a "
                    + "level for each day of the week, fitted by quasi-likelihood; conservative and peak are the ends of its "
                    + "80% interval. Groups and the whole are forecast each by itself, so they need not add up."
            )
        ]
        func warn(_ code: String, _ text: String) { notes.append(ReportDocument.Note(.warning, code, text)) }
        if let note = PlanNotes.unpriced(self.sum(self.all, history).use.unpriced) { notes.append(note) }
        if trend.dailyGrowth == nil {
            warn(
                "short_history",
                "\(trend.days) days are too few for a trend (\(SpendTrend.daysForTrend)): no growth is assumed."
            )
        }
        if trend.days < SpendTrend.daysForInterval {
            warn("no_interval", "\(trend.days) days are too few for an interval (\(SpendTrend.daysForInterval)).")
        }
        if history.count > SpendTrend.maximumDays {
            warn(
                "older_days",
                "The trend is that of the last \(SpendTrend.maximumDays) days; there are \(history.count)."
            )
        }
        let ahead = self.forecast.months * 30
        if trend.dailyGrowth != nil, ahead > trend.days {
            warn("far_ahead", "\(ahead) days are forecast from \(trend.days): growth seldom goes on for so long.")
        }
        if trend.outliers > 0 {
            warn(
                "outliers",
                "\(trend.outliers) days had more than six times what the trend says and count as six times."
            )
        }
        if self.hasUnfinishedDay { warn("unfinished_day", "Today and days to come are in no figure.") }
        if !self.forecast.terms.isEmpty {
            notes.append(.init(.info, "terms", "Months are with terms: \(self.forecast.terms.text)."))
        }
        if let scale = self.forecast.scale {
            let name = scale.dimension.name
            if self.seen(history) == 0 {
                warn("not_scaled", "No call of the last 28 days has \(name): nothing is scaled.")
            } else if self.fold.withoutValue > .zero {
                warn(
                    "scale_untagged",
                    "Calls without \(name), $\(self.fold.withoutValue) of spend, are scaled as the others are."
                )
            }
        }
        return notes
    }
}
