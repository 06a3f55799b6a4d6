public import TallyPricing

/// What a feature is expected to use and to cost, and why that is worth it: written before it is built, kept beside its
/// code, and held against what it did use.
public struct TokenStory: Hashable, Sendable {
    /// What is expected of the feature in one environment, in a month.
    public struct Phase: Hashable, Sendable {
        /// What the phase is called: `development`, `test`, `production`.
        public var name: String
        /// The value of the tag `environment` of its calls.
        public var environment: String
        /// Calls, tokens, model and shares, per month.
        public var use: SpendPlan.UseCase
        /// What it may cost in a month; nil for no limit.
        public var budget: Money?

        /// Creates a phase.
        public init(_ name: String, environment: String, use: SpendPlan.UseCase, budget: Money? = nil) {
            self.name = name
            self.environment = environment
            self.use = use
            self.budget = budget
        }
    }

    /// The feature, as the tag `feature` of its calls has it.
    public var feature: String
    /// Who answers for it.
    public var owner: String
    /// What it is expected to be worth, in words.
    public var value: String
    /// What all phases together may cost in a month; nil for no limit.
    public var budget: Money?
    /// The phases.
    public var phases: [Phase]

    /// Creates a story.
    public init(feature: String, owner: String, value: String, phases: [Phase]) {
        self.feature = feature
        self.owner = owner
        self.value = value
        self.phases = phases
    }

    /// Returns what a phase is expected to cost in a month; nil if a part of it has no known price.
    ///
    /// An overhead that is not stated is 1: a story is about what is expected, not about the worst.
    static func expected(_ phase: Phase, by book: PriceBook, at instant: Int64?) -> Money? {
        SpendPlan.cost(of: phase.use, by: book, at: instant).map {
            SpendPlan.spend(phase.use, $0, month: 0, SpendPlan.Scenario(volume: 1, overhead: 1))
        }
    }

    /// Returns the story with its costs by `book`, with the prices in force at `instant`, in seconds since 1970-01-01 UTC.
    public func report(by book: PriceBook, at instant: Int64?) -> ReportDocument {
        let costs = self.phases.map { Self.expected($0, by: book, at: instant) }
        let known = costs.compactMap { $0 }
        let isKnown = known.count == costs.count
        let total = known.reduce(Money.zero, +)
        var report = ReportDocument(kind: "story", title: "Token story: \(self.feature)")
        report.figures = [
            .init("feature", "Feature", .text(self.feature)), .init("owner", "Owner", .text(self.owner)),
            .init("value", "Value hypothesis", .text(self.value)),
            .init("expected_usd", "Expected cost a month", isKnown ? .money(total) : .absent),
            .init("budget_usd", "Budget a month", self.budget.map { .money($0) } ?? .absent),
        ]
        var rows = zip(self.phases, costs).map { phase, cost in
            let call = SpendPlan.cost(of: phase.use, by: book, at: instant)
            let values: [ReportValue] = [
                .text(phase.name), .text(phase.use.model), .number(phase.use.calls), .count(phase.use.inputTokens),
                .count(phase.use.outputTokens), call.map { .money($0) } ?? .absent,
                cost.map { .money($0) } ?? .absent, phase.budget.map { .money($0) } ?? .absent,
            ]
            return ReportTable.Row(values, kind: cost == nil ? .gap : .group)
        }
        let all: [ReportValue] = [
            .text("all"), .absent, .number(self.phases.reduce(0) { $0 + $1.use.calls }), .absent, .absent, .absent,
            isKnown ? .money(total) : .absent, self.budget.map { .money($0) } ?? .absent,
        ]
        rows.append(ReportTable.Row(all, kind: .total))
        report.tables = [
            ReportTable(
                "phases",
                "Expected consumption in a month",
                columns: [
                    ReportColumn("phase", "Phase", .dimension), ReportColumn("model", "Model", .dimension),
                    ReportColumn("calls", "Calls"), ReportColumn("input_tokens", "Input tokens a call"),
                    ReportColumn("output_tokens", "Output tokens a call"),
                    ReportColumn("usd_per_call", "Cost of a call"), ReportColumn("expected_usd", "Expected cost"),
                    ReportColumn("budget_usd", "Budget"),
                ],
                rows: rows
            )
        ]
        report.notes = self.notes(costs, total, book)
        return report
    }

    private func notes(_ costs: [Money?], _ total: Money, _ book: PriceBook) -> [ReportDocument.Note] {
        var notes = [
            ReportDocument.Note(
                .info,
                "book",
                "Prices: \(book.source ?? "own"), facts up to \(book.published ?? "an unknown day"), "
                    + "\(book.contentHash.prefix(12)). Expected is calls times the cost of a call times the overhead."
            )
        ]
        for (phase, cost) in zip(self.phases, costs) {
            if let cost, let budget = phase.budget, cost > budget {
                let text = "\(phase.name) is expected to cost $\(cost), more than its budget of $\(budget)."
                notes.append(.init(.warning, "over_budget", text))
            } else if cost == nil {
                notes.append(.init(.warning, "unpriced", "\(phase.use.model) has no known price, in \(phase.name)."))
            }
        }
        if let budget, total > budget {
            let text = "All phases are expected to cost $\(total), more than the budget of $\(budget)."
            notes.append(.init(.warning, "over_budget", text))
        }
        return notes
    }
}
