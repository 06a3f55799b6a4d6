internal import TallyMetering
internal import TallyPricing

/// What calls of one group came to on one day.
struct DayUse: Hashable, Sendable {
    /// What is known of their cost.
    var cost = Money.zero
    /// Attempts: one for each record.
    var attempts = 0
    /// Calls: first attempts.
    var calls = 0
    /// Calls with a known price.
    var pricedCalls = 0
    /// Calls that came to their end at the first attempt, without an error and with a known price.
    var plainCalls = 0
    /// What those cost.
    var plainCost = Money.zero
    /// Their input tokens, those of them that a cache served, and their output tokens.
    var input = 0
    var cached = 0
    var output = 0
    /// Attempts in a batch.
    var batched = 0
    /// Attempts of which a part has no known price.
    var unpriced = 0

    mutating func add(_ other: DayUse) {
        self.cost += other.cost
        self.attempts += other.attempts
        self.calls += other.calls
        self.pricedCalls += other.pricedCalls
        self.plainCalls += other.plainCalls
        self.plainCost += other.plainCost
        self.input = self.input.addingSaturated(other.input)
        self.cached = self.cached.addingSaturated(other.cached)
        self.output = self.output.addingSaturated(other.output)
        self.batched += other.batched
        self.unpriced += other.unpriced
    }
}

/// Sums up a ledger by group and day.
struct ForecastFold: LedgerFold {
    /// How many groups there can be.
    let maximumGroups: Int
    /// How many of a row's values name its group; the next one, if there is one more, is what is counted for scaling.
    let groupSize: Int
    /// The budgets that a row's other values are held against.
    let budgets: BudgetMatching?
    /// The days of each group, by days since 1970-01-01.
    private(set) var groups: [[Symbol]: [Int64: DayUse]] = [:]
    /// The days of each budget.
    private(set) var budgetDays: [[Int64: Money]] = []
    /// On which day each value was there last that is counted for scaling.
    private(set) var lastSeen: [Symbol: Int64] = [:]
    /// What calls without such a value cost.
    private(set) var withoutValue = Money.zero
    /// Whether there were more groups or values than there can be.
    private(set) var isFull = false
    private let scales: Bool
    private var matches: [[Symbol]: [Int]] = [:]

    /// How many values can be counted for scaling.
    static let maximumValues = 1_000_000

    init(groupSize: Int, scales: Bool, budgets: BudgetMatching?, maximumGroups: Int = 10_000) {
        (self.groupSize, self.scales, self.budgets) = (groupSize, scales, budgets)
        self.maximumGroups = maximumGroups
        self.budgetDays = Array(repeating: [:], count: budgets?.budgets.count ?? 0)
    }

    mutating func add(_ row: borrowing UsageRow) {
        guard !self.isFull else { return }
        let day = row.time.date.daysSince1970
        var use = DayUse()
        use.cost = row.cost
        use.attempts = 1
        use.calls = row.attempt == 1 ? 1 : 0
        use.pricedCalls = row.attempt == 1 && !row.isUnpriced ? 1 : 0
        if row.attempt == 1, !row.isError, row.isComplete, !row.isUnpriced {
            use.plainCalls = 1
            use.plainCost = row.cost
            (use.input, use.cached, use.output) = (row.tokens.input, row.tokens.cacheRead, row.tokens.output)
        }
        use.batched = row.isBatch ? 1 : 0
        use.unpriced = row.isUnpriced ? 1 : 0
        let group = Array(row.values.prefix(self.groupSize))
        self.groups[group, default: [:]][day, default: DayUse()].add(use)
        if self.groups.count > self.maximumGroups { self.isFull = true }
        if self.scales { self.see(row.values[self.groupSize], day, row.cost) }
        guard let budgets = self.budgets else { return }
        let texts = Array(row.values.dropFirst(self.groupSize + (self.scales ? 1 : 0)))
        if self.matches[texts] == nil {
            // As many as the tags of the budgets have values; then they are worked out anew.
            if self.matches.count > 100_000 { self.matches.removeAll() }
            self.matches[texts] = budgets.matches(texts)
        }
        for index in self.matches[texts] ?? [] { self.budgetDays[index][day, default: .zero] += row.cost }
    }

    private mutating func see(_ value: Symbol, _ day: Int64, _ cost: Money) {
        if value.isAbsent {
            self.withoutValue += cost
        } else {
            self.lastSeen[value] = max(self.lastSeen[value] ?? day, day)
            if self.lastSeen.count > Self.maximumValues { self.isFull = true }
        }
    }

    mutating func merge(_ later: ForecastFold) {
        self.isFull = self.isFull || later.isFull
        guard !self.isFull else { return }
        for (group, days) in later.groups {
            for (day, use) in days { self.groups[group, default: [:]][day, default: DayUse()].add(use) }
        }
        if self.groups.count > self.maximumGroups { self.isFull = true }
        for (index, days) in later.budgetDays.enumerated() {
            for (day, cost) in days { self.budgetDays[index][day, default: .zero] += cost }
        }
        for (value, day) in later.lastSeen { self.lastSeen[value] = max(self.lastSeen[value] ?? day, day) }
        if self.lastSeen.count > Self.maximumValues { self.isFull = true }
        self.withoutValue += later.withoutValue
    }
}

/// Which budgets a call counts for, by the texts that their conditions look at.
struct BudgetMatching: Sendable {
    let budgets: [Budget]
    /// The texts, as many as the conditions look at.
    let dimensions: [Dimension]
    let symbols: SymbolTable

    init(_ budgets: [Budget], symbols: SymbolTable) {
        self.budgets = budgets
        let keys = Set(budgets.flatMap { $0.selector.tags.keys })
        self.dimensions = [.model, .provider] + keys.sorted().map { .tag($0) }
        self.symbols = symbols
    }

    func matches(_ texts: [Symbol]) -> [Int] {
        var tags = UsageTags()
        for (dimension, text) in zip(self.dimensions.dropFirst(2), texts.dropFirst(2)) {
            if case .tag(let key) = dimension { tags[key] = self.symbols.text(of: text) }
        }
        let model = self.symbols.text(of: texts[0]) ?? ""
        let provider = self.symbols.text(of: texts[1])
        return self.budgets.indices.filter {
            self.budgets[$0].selector.matches(tags: tags, model: model, provider: provider)
        }
    }
}
