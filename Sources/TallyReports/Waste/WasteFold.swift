internal import TallyMetering
internal import TallyPricing

/// Finds what of a ledger's calls was used up for little.
struct WasteFold: LedgerFold {
    private let dimensions: Int
    private(set) var total = UsageSums()
    /// By group and kind; the kinds that are parts of calls are worked out at the end.
    private(set) var groups: [GroupKey: [WasteKind: WasteAmount]] = [:]
    private(set) var starts: PromptStarts
    private(set) var sessions: SampledTable<SessionKey, SessionContext>
    private(set) var rates: [Symbol: ModelRates] = [:]
    /// Calls whose prompts' beginnings are known.
    private(set) var withBlocks = 0

    /// - Parameters:
    ///   - dimensions: How many values of a row tell groups apart; the model is behind them.
    ///   - limit: How many sessions, and chains of blocks, are kept.
    init(dimensions: Int, limit: Int) {
        self.dimensions = dimensions
        self.starts = PromptStarts(limit: limit)
        self.sessions = SampledTable(limit: limit)
    }

    mutating func add(_ row: borrowing UsageRow) {
        self.total.add(row)
        let model = row.values[self.dimensions]
        let key = GroupKey(row, dimensions: self.dimensions, bucket: nil)
        for kind in Self.kinds(of: row) {
            let amount = WasteAmount(calls: 1, tokens: row.tokens.total, cost: row.cost)
            self.groups[key, default: [:]][kind, default: WasteAmount()].add(amount)
        }
        if let cost = row.record?.cost { self.rates[model, default: ModelRates()].add(cost, at: row.time) }
        if !row.prefixBlocks.isEmpty {
            self.withBlocks += 1
            self.starts.add(row, model: model)
        }
        guard row.session != nil, !row.isError else { return }
        let row = copy row
        self.sessions.update(SessionKey(row), from: SessionContext(row, model: model)) { $0.add(row, model: model) }
    }

    /// The kinds that a whole call is of.
    private static func kinds(of row: borrowing UsageRow) -> [WasteKind] {
        var kinds: [WasteKind] = []
        if row.attempt > 1 { kinds.append(.retries) }
        if row.isError, row.cost > .zero || row.tokens.total > 0 { kinds.append(.failures) }
        if !row.isComplete, !row.isError { kinds.append(.incomplete) }
        if let limit = row.requestedMaxOutput, limit > 0, Double(row.tokens.output) >= 0.95 * Double(limit) {
            kinds.append(.nearLimit)
        }
        return kinds
    }

    mutating func merge(_ later: WasteFold) {
        self.total.add(later.total)
        for (key, kinds) in later.groups {
            for (kind, amount) in kinds {
                self.groups[key, default: [:]][kind, default: WasteAmount()].add(amount)
            }
        }
        for (model, rates) in later.rates { self.rates[model, default: ModelRates()].add(rates) }
        self.withBlocks += later.withBlocks
        self.starts.merge(later.starts)
        self.sessions.merge(later.sessions)
    }
}
