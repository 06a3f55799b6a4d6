internal import TallyMetering
internal import TallyPricing

/// Sums up two periods by group, and how far estimates were from what was used.
struct VarianceFold: LedgerFold {
    private(set) var groups: SampledTable<UnitKey, TwoPeriods>
    private(set) var estimates = EstimateErrors()
    private let base: ClosedRange<Timestamp>
    private let current: ClosedRange<Timestamp>
    private let symbols: SymbolTable

    init(base: ClosedRange<LedgerDay>, current: ClosedRange<LedgerDay>, symbols: SymbolTable, limit: Int) {
        self.base = base.moments
        self.current = current.moments
        self.symbols = symbols
        self.groups = SampledTable(limit: limit)
    }

    mutating func add(_ row: borrowing UsageRow) {
        let isBase = self.base.contains(row.time)
        let isCurrent = self.current.contains(row.time)
        guard isBase || isCurrent else { return }
        if isCurrent { self.estimates.add(row) }
        let tokens = row.tokens.input.addingSaturated(row.tokens.output)
        let use = PeriodUse(calls: 1, unpriced: row.isUnpriced ? 1 : 0, tokens: tokens, cost: row.cost)
        self.groups.update(UnitKey(row.values, self.symbols), from: TwoPeriods()) { periods in
            if isBase { periods.base.merge(use) }
            if isCurrent { periods.current.merge(use) }
        }
    }

    mutating func merge(_ later: VarianceFold) {
        self.groups.merge(later.groups)
        self.estimates.merge(later.estimates)
    }
}

extension ClosedRange<LedgerDay> {
    /// The first and the last moment of the days.
    var moments: ClosedRange<Timestamp> {
        let first = Timestamp("\(self.lowerBound)T00:00:00Z") ?? Timestamp(millisecondsSince1970: .min)
        let last = Timestamp("\(self.upperBound)T23:59:59.999Z") ?? Timestamp(millisecondsSince1970: .max)
        return first...last
    }
}
