internal import TallyMetering
internal import TallyPricing

/// What the calls of a group cost in two ways.
struct RepricedAmount: Hashable, Sendable {
    /// Calls that have a price both ways.
    var calls = 0
    /// Those of them that cost another amount.
    var changedCalls = 0
    /// What they cost the first way.
    var before = Money.zero
    /// What they cost the second way.
    var after = Money.zero
    /// Calls that have no price in one of the ways; they are in neither sum.
    var leftOutCalls = 0
    /// What the ledger says that those cost.
    var leftOutSpend = Money.zero
    /// What the ledger says that all of them cost.
    var spend = Money.zero

    mutating func add(_ other: RepricedAmount) {
        self.calls += other.calls
        self.changedCalls += other.changedCalls
        self.before += other.before
        self.after += other.after
        self.leftOutCalls += other.leftOutCalls
        self.leftOutSpend += other.leftOutSpend
        self.spend += other.spend
    }
}

/// Prices every call of a ledger in two ways, and sums up both by group.
struct RepricingFold: LedgerFold {
    /// What a call costs in the two ways; nil where a part of it has no known price.
    let price: @Sendable (UsageRecord) -> (before: Money?, after: Money?)
    /// How many groups there can be.
    let maximumGroups: Int
    /// The groups.
    private(set) var groups: [[Symbol]: RepricedAmount] = [:]
    /// The models that were used, each with its provider.
    private(set) var models: [UsedModel: Int] = [:]
    /// Whether there were more groups than there can be.
    private(set) var isFull = false

    init(maximumGroups: Int = 100_000, price: @escaping @Sendable (UsageRecord) -> (before: Money?, after: Money?)) {
        self.maximumGroups = maximumGroups
        self.price = price
    }

    mutating func add(_ row: borrowing UsageRow) {
        guard let record = row.record, !self.isFull else { return }
        var amount = RepricedAmount()
        amount.spend = row.cost
        if case (let before?, let after?) = self.price(record) {
            (amount.calls, amount.before, amount.after) = (1, before, after)
            amount.changedCalls = before == after ? 0 : 1
        } else {
            (amount.leftOutCalls, amount.leftOutSpend) = (1, row.cost)
        }
        self.groups[row.values, default: RepricedAmount()].add(amount)
        self.models[UsedModel(model: record.model, provider: record.provider), default: 0] += 1
        self.isFull = self.groups.count > self.maximumGroups || self.models.count > self.maximumGroups
    }

    mutating func merge(_ later: RepricingFold) {
        for (group, amount) in later.groups { self.groups[group, default: RepricedAmount()].add(amount) }
        for (model, calls) in later.models { self.models[model, default: 0] += calls }
        self.isFull =
            self.isFull || later.isFull || self.groups.count > self.maximumGroups
            || self.models.count > self.maximumGroups
    }
}

/// A model as records name it.
struct UsedModel: Hashable, Sendable {
    var model: String
    var provider: String?
}
