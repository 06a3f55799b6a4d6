internal import TallyMetering
internal import TallyPricing

/// Sums up the calls of one feature by environment, and the days of all calls.
struct StoryFold: LedgerFold {
    /// The symbol of the feature.
    let feature: Symbol
    /// The environments.
    private(set) var uses: [Symbol: DayUse] = [:]
    /// The days of the ledger, since 1970-01-01; nil without a call.
    private(set) var days: ClosedRange<Int64>?

    init(feature: Symbol) { self.feature = feature }

    mutating func add(_ row: borrowing UsageRow) {
        let day = row.time.date.daysSince1970
        self.days = self.days.map { min($0.lowerBound, day)...max($0.upperBound, day) } ?? day...day
        guard row.values[0] == self.feature else { return }
        var use = DayUse()
        (use.cost, use.attempts, use.calls) = (row.cost, 1, row.attempt == 1 ? 1 : 0)
        (use.input, use.cached, use.output) = (row.tokens.input, row.tokens.cacheRead, row.tokens.output)
        use.unpriced = row.isUnpriced ? 1 : 0
        // Few environments are expected; beyond that they are one.
        let known = self.uses[row.values[1]] != nil || self.uses.count < 10_000
        self.uses[known ? row.values[1] : .absent, default: DayUse()].add(use)
    }

    mutating func merge(_ later: StoryFold) {
        for (environment, use) in later.uses { self.uses[environment, default: DayUse()].add(use) }
        if let days = later.days {
            self.days =
                self.days.map { min($0.lowerBound, days.lowerBound)...max($0.upperBound, days.upperBound) } ?? days
        }
    }
}
