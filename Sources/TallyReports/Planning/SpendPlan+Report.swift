public import TallyPricing

extension SpendPlan {
    /// Returns what the plan comes to by `book`, with the prices in force at `instant`, in seconds since 1970-01-01 UTC.
    ///
    /// - Complexity: O(*n* · *m*) for *n* use cases and *m* months.
    public func report(by book: PriceBook, at instant: Int64?) -> ReportDocument {
        let priced = self.useCases.map { (useCase: $0, cost: Self.cost(of: $0, by: book, at: instant)) }
        var report = ReportDocument(kind: "spend_plan", title: "Plan of spend")
        let months = (0..<max(self.months, 0)).map { month in
            [self.conservative, self.expected, self.peak].map { scenario in
                let list = priced.reduce(Money.zero) { sum, entry in
                    sum + (entry.cost.map { Self.spend(entry.useCase, $0, month: month, scenario) } ?? .zero)
                }
                return self.terms.applied(to: list)
            }
        }
        let totals = (0..<3).map { index in months.reduce(Money.zero) { $0 + $1[index] } }
        report.figures = [
            .init("conservative_usd", "Conservative, all months", .money(totals[0])),
            .init("expected_usd", "Expected, all months", .money(totals[1])),
            .init("peak_usd", "Peak, all months", .money(totals[2])),
        ]
        report.tables = [self.monthTable(months, totals), self.caseTable(priced)]
        report.notes = self.notes(unpriced: priced.filter { $0.cost == nil }.map(\.useCase.name), book)
        return report
    }

    private func monthTable(_ months: [[Money]], _ totals: [Money]) -> ReportTable {
        var rows = months.enumerated().map { index, scenarios in
            ReportTable.Row([.count(index + 1)] + scenarios.map { .money($0) })
        }
        rows.append(ReportTable.Row([.text("all")] + totals.map { .money($0) }, kind: .total))
        return ReportTable(
            "months",
            "Months",
            columns: [
                ReportColumn("month", "Month", .dimension), ReportColumn("conservative_usd", "Conservative"),
                ReportColumn("expected_usd", "Expected"), ReportColumn("peak_usd", "Peak"),
            ],
            rows: rows,
            charts: [.bars(label: "month", value: "expected_usd")]
        )
    }

    private func caseTable(_ priced: [(useCase: UseCase, cost: Money?)]) -> ReportTable {
        let rows = priced.map { useCase, cost in
            let spend = cost.map { cost in
                (0..<max(self.months, 0)).reduce(Money.zero) {
                    $0 + Self.spend(useCase, cost, month: $1, self.expected)
                }
            }
            let values: [ReportValue] = [
                .text(useCase.name), .text(useCase.model), .number(useCase.calls), .count(useCase.inputTokens),
                .count(useCase.outputTokens), .number(useCase.overhead ?? self.expected.overhead),
                .share(useCase.growth), .share(useCase.cacheShare), .share(useCase.batchShare),
                cost.map { .money($0) } ?? .absent, spend.map { .money($0) } ?? .absent,
            ]
            return ReportTable.Row(values, kind: cost == nil ? .gap : .group)
        }
        return ReportTable(
            "use_cases",
            "Use cases",
            caption: "What each is made of: a · V · (Tin · pin + Tout · pout) in the first month.",
            columns: [
                ReportColumn("use_case", "Use case", .dimension), ReportColumn("model", "Model", .dimension),
                ReportColumn("calls", "Calls V", note: "In the first month."),
                ReportColumn("input_tokens", "Input tokens Tin"), ReportColumn("output_tokens", "Output tokens Tout"),
                ReportColumn("overhead", "Overhead a"), ReportColumn("growth_month", "Growth a month"),
                ReportColumn("cache_share", "Cache share"), ReportColumn("batch_share", "Batch share"),
                ReportColumn("usd_per_call", "Cost of a call"),
                ReportColumn("expected_usd", "Expected, all months", note: "At the book's prices, without terms."),
            ],
            rows: rows,
            charts: [.bars(label: "use_case", value: "expected_usd")]
        )
    }

    private func notes(unpriced: [String], _ book: PriceBook) -> [ReportDocument.Note] {
        func text(_ scenario: Scenario) -> String { "\(scenario.volume) of the calls, a = \(scenario.overhead)" }
        var notes = [
            ReportDocument.Note(
                .info,
                "scenarios",
                "Conservative: \(text(self.conservative)); expected: \(text(self.expected)); peak: \(text(self.peak)); "
                    + "a only where the plan does not say it."
            ),
            ReportDocument.Note(
                .info,
                "book",
                "Prices: \(book.source ?? "own"), facts up to \(book.published ?? "an unknown day"), \(book.contentHash.prefix(12))."
            ),
        ]
        if !self.terms.isEmpty { notes.append(.init(.info, "terms", "Months are with terms: \(self.terms.text).")) }
        if !unpriced.isEmpty {
            let text = "No known price for \(unpriced.joined(separator: ", ")): they are in no sum, which is too small."
            notes.append(.init(.warning, "unpriced", text))
        }
        return notes
    }
}
