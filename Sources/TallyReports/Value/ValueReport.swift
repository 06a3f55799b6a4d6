internal import TallyMetering
internal import TallyPricing

/// What accepted work costs, by customer and by feature, and what is left of what they bring in.
///
/// Work is what ``EfficiencyReport`` judges. The cost per accepted outcome is the cost of *all* work of a group, with an
/// outcome or without, over its sessions whose latest outcome is `accepted`: what was abandoned has to be paid too.
/// Margin is revenue minus cost, the allowance's overage what is spent beyond it; while calls have no whole price both are
/// bounds, and a note says so.
public struct ValueReport: Sendable {
    /// What work is told apart by, a table for each.
    public var dimensions: [Dimension]
    /// What customers or features bring in and may use.
    public var values: ValueTable?
    /// How many rows a table has; the others are together in one.
    ///
    /// All that have a value are shown.
    public var top: Int
    var limit = JudgedSessions.limit

    /// Creates a report.
    public init(by dimensions: [Dimension] = [.customer, .feature], values: ValueTable? = nil, top: Int = 50) {
        self.dimensions = dimensions
        self.values = values
        self.top = top
    }

    /// Returns the report of a ledger, which is read twice: outcomes come after the calls that they are of.
    ///
    /// - Throws: ``LedgerError`` as ``LedgerScan/fold(_:into:)`` does.
    /// - Complexity: O(*n* log *n*) in the records; memory for at most a million pieces of work and as many outcomes.
    public func document(of scan: LedgerScan) throws(LedgerError) -> ReportDocument {
        var dimensions = self.dimensions
        if let dimension = self.values?.dimension, !dimensions.contains(dimension) {
            dimensions.insert(dimension, at: 0)
        }
        let judged = try JudgedSessions(scan, by: dimensions, limit: self.limit)
        var total = ValueSums()
        var groups = dimensions.map { _ in [Symbol: ValueSums]() }
        for session in judged.sessions {
            total.add(session)
            for index in groups.indices {
                groups[index][session.main(index, judged.symbols) ?? .absent, default: ValueSums()].add(session)
            }
        }
        var document = ReportDocument(
            kind: "value",
            title: "Value",
            period: judged.period,
            filter: scan.filter.map(\.text),
            figures: [
                ReportDocument.Figure("accepted", "Accepted sessions", .count(total.accepted)),
                ReportDocument.Figure("cost_usd", "Cost", .money(total.cost)),
                ReportDocument.Figure(
                    "cost_per_accepted_usd",
                    "Cost per accepted session",
                    total.cost.each(of: total.accepted).map { .money($0) } ?? .absent
                ),
                ReportDocument.Figure("sessions", "Sessions", .count(total.sessions)),
                ReportDocument.Figure("unknown_sessions", "Without an outcome", .count(total.unknown)),
                ReportDocument.Figure("unpriced_calls", "Calls without a whole price", .count(total.unpriced)),
            ]
        )
        for (dimension, sums) in zip(dimensions, groups) {
            let entries = self.values.flatMap { $0.dimension == dimension ? $0.entries : nil }
            document.tables.append(self.table(dimension, sums, judged.symbols, entries))
        }
        document.notes = Self.notes(total) + judged.notes
        return document
    }

    private static func notes(_ total: ValueSums) -> [ReportDocument.Note] {
        var notes = [
            ReportDocument.Note(
                .info,
                "cost_per_accepted",
                "The cost of all work of a group, accepted or not, over its sessions whose latest outcome is accepted."
            )
        ]
        if total.unpriced > 0 {
            notes.append(
                ReportDocument.Note(
                    .warning,
                    "unpriced",
                    "\(total.unpriced) calls have no whole price: costs and overages are at least, margins at most what is "
                        + "shown."
                )
            )
        }
        return notes
    }
}

/// What the work of one group used.
struct ValueSums: Sendable {
    var sessions = 0
    var accepted = 0
    var unknown = 0
    var calls = 0
    var unpriced = 0
    var cost = Money.zero

    mutating func add(_ session: SessionSums) {
        self.sessions += 1
        if session.outcome?.outcome == .accepted { self.accepted += 1 }
        if session.outcome == nil { self.unknown += 1 }
        self.calls += session.calls
        self.unpriced += session.unpriced
        self.cost += session.cost
    }

    mutating func merge(_ other: ValueSums) {
        self.sessions += other.sessions
        self.accepted += other.accepted
        self.unknown += other.unknown
        self.calls += other.calls
        self.unpriced += other.unpriced
        self.cost += other.cost
    }
}
