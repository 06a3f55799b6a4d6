public import TallyFileExport
internal import TallyMetering
internal import TallyPricing

/// Why spend changed from one period to another, and how far estimates were from what was used.
///
/// The change of every group is split into volume, mix, tokens per call and price, which together are the change to the last
/// pico-dollar. Groups are told apart by the dimensions and by the model, since a move to another model is mix. The order
/// (calls, who makes them, their tokens, the price of a token) is that of cause and effect; another order would give
/// other parts of the same change. What spend was planned to be takes the place of the first period where it is given.
public struct VarianceReport: Sendable {
    /// The days of the first period.
    public var base: ClosedRange<LedgerDay>
    /// The days of the second period.
    public var current: ClosedRange<LedgerDay>
    /// What movers are told apart by.
    public var dimensions: [Dimension]
    /// What spend of the second period was planned to be: a budget, a story, a forecast.
    public var planned: Money?
    /// How many movers are shown.
    public var top: Int
    var limit = 1_000_000

    /// Creates a report.
    public init(
        from base: ClosedRange<LedgerDay>,
        to current: ClosedRange<LedgerDay>,
        by dimensions: [Dimension] = [.team, .feature],
        planned: Money? = nil,
        top: Int = 20
    ) {
        self.base = base
        self.current = current
        self.dimensions = dimensions
        self.planned = planned
        self.top = top
    }

    /// Returns the report of a ledger.
    ///
    /// - Throws: ``LedgerError`` as ``LedgerScan/fold(_:into:)`` does.
    /// - Complexity: O(*n*) in the records; memory for a million groups.
    public func document(of scan: LedgerScan) throws(LedgerError) -> ReportDocument {
        let needs = RowNeeds(self.dimensions + [.model], fields: [.estimate])
        let fold = VarianceFold(base: self.base, current: self.current, symbols: scan.symbols, limit: self.limit)
        let (sums, findings) = try scan.fold(needs, into: fold)
        var all = TwoPeriods()
        for periods in sums.groups.values.values { all.merge(periods) }
        var total = CostChange()
        var units: [[Symbol]: Mover] = [:]
        for (key, periods) in sums.groups.values {
            let change = CostChange(periods, allBase: all.base.calls, allCurrent: all.current.calls)
            total.merge(change)
            units[Array(key.symbols.dropLast()), default: Mover()].merge(Mover(periods: periods, change: change))
        }
        var document = ReportDocument(
            kind: "variance",
            title: "Variance",
            filter: scan.filter.map(\.text),
            figures: self.figures(all, total),
            tables: [
                Self.effectTable(total), self.moverTable(units, Mover(periods: all, change: total), scan.symbols),
                Self.estimateTable(sums.estimates),
            ]
        )
        document.notes = self.notes(sums, all) + findings.notes
        return document
    }

    /// What changed of one unit.
    struct Mover: Sendable {
        var periods = TwoPeriods()
        var change = CostChange()

        mutating func merge(_ other: Mover) {
            self.periods.merge(other.periods)
            self.change.merge(other.change)
        }

        var difference: Money { self.periods.current.cost - self.periods.base.cost }
    }
}
