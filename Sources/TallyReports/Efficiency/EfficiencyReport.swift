public import TallyMetering
internal import TallyPricing

/// Whether work was worth its tokens: how much of it was productive, inefficient, wasteful, and what to do with which tool
/// or model.
///
/// A piece of work is a session, or the interaction of calls without a session, or a call with neither. Its outcome is the
/// latest that concerns it: one of the session, of an interaction or of a call in it; of two at the same moment the one with
/// the larger id. ``EfficiencyRules`` say what accepted work may use. The ratio is *productive / (productive + inefficient +
/// wasteful)*: work of which nobody said what became of it is not in it, and always shown beside it.
///
/// Work belongs to the tool, model, team and type of work whose calls have the most of its tokens, and to the day or week of
/// its first call.
public struct EfficiencyReport: Sendable {
    /// What is productive.
    public var rules: EfficiencyRules
    /// What verdicts are on.
    public var dimensions: [Dimension]
    /// How many rows a table has; the others are together in one.
    public var top: Int
    var limit = JudgedSessions.limit

    /// Creates a report.
    public init(
        rules: EfficiencyRules = EfficiencyRules(),
        dimensions: [Dimension] = [.tool, .model, .team, .work],
        top: Int = 20
    ) {
        self.rules = rules
        self.dimensions = dimensions
        self.top = top
    }

    /// Returns the report of a ledger, which is read twice: outcomes come after the calls that they are of.
    ///
    /// - Throws: ``LedgerError`` as ``LedgerScan/fold(_:into:)`` does.
    /// - Complexity: O(*n* log *n*) in the records; memory for at most a million pieces of work and as many outcomes.
    public func document(of scan: LedgerScan) throws(LedgerError) -> ReportDocument {
        let judged = try JudgedSessions(scan, by: [.useCase] + self.dimensions, limit: self.limit)
        return self.document(judged, filter: scan.filter)
    }

    private func document(_ judged: JudgedSessions, filter: [RowCondition]) -> ReportDocument {
        let useCases = judged.sessions.map { $0.main(0, judged.symbols) ?? .absent }
        let medians = Self.medians(judged.sessions, useCases)
        let span = ReportSpan(judged.period)
        var total = EfficiencySums()
        var byTime: [Int64: EfficiencySums] = [:]
        var groups = self.dimensions.map { _ in [Symbol: EfficiencySums]() }
        var reasons: [InefficiencyReason: (sessions: Int, cost: Money)] = [:]
        for (session, useCase) in zip(judged.sessions, useCases) {
            let (work, why) = self.rules.judge(
                session,
                useCase: judged.symbols.text(of: useCase),
                medians: medians[useCase] ?? UseCaseMedians()
            )
            total.add(session, work)
            byTime[span.start(of: session.first), default: EfficiencySums()].add(session, work)
            for index in groups.indices {
                let symbol = session.main(index + 1, judged.symbols) ?? .absent
                groups[index][symbol, default: EfficiencySums()].add(session, work)
            }
            for reason in why {
                reasons[reason, default: (0, .zero)].sessions += 1
                reasons[reason, default: (0, .zero)].cost += session.cost
            }
        }
        var document = ReportDocument(
            kind: "efficiency",
            title: "Efficiency",
            period: judged.period,
            filter: filter.map(\.text),
            figures: Self.figures(total, judged),
            tables: [Self.classTable(total), Self.timeTable(byTime, span), Self.reasonTable(reasons)]
        )
        for (dimension, sums) in zip(self.dimensions, groups) {
            document.tables.append(self.verdictTable(dimension, sums, judged.symbols))
        }
        document.tables.append(self.useCaseTable(medians, judged.symbols))
        document.notes = Self.definitions + judged.notes
        return document
    }

    private static func medians(_ sessions: [SessionSums], _ useCases: [Symbol]) -> [Symbol: UseCaseMedians] {
        var tokens: [Symbol: [Int128]] = [:]
        var costs: [Symbol: [Int128]] = [:]
        for (session, useCase) in zip(sessions, useCases) {
            tokens[useCase, default: []].append(Int128(session.tokens))
            if session.unpriced == 0 { costs[useCase, default: []].append(session.cost.picodollars) }
        }
        var medians: [Symbol: UseCaseMedians] = [:]
        for (useCase, tokens) in tokens {
            let costs = costs[useCase] ?? []
            medians[useCase] = UseCaseMedians(
                sessions: tokens.count,
                pricedSessions: costs.count,
                doubledTokens: Median.doubled(tokens),
                doubledCost: Median.doubled(costs)
            )
        }
        return medians
    }

    private static let definitions = [
        ReportDocument.Note(
            .info,
            "what_is_work",
            "A session is what session_id says, or else interaction_id, or else call_id. Its outcome is the latest of it, of "
                + "its interactions and of its calls."
        ),
        ReportDocument.Note(
            .info,
            "efficiency_ratio",
            "The ratio is productive sessions over those with an outcome; unknown ones are not in it."
        ),
        ReportDocument.Note(
            .info,
            "main_value",
            "A session belongs to the tool, model, team, type of work and use case whose calls have the most of its tokens."
        ),
    ]
}
