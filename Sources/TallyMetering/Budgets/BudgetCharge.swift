internal import TallyPricing

/// What records count for in budgets.
struct BudgetCharge: Sendable {
    /// Tokens of all classes, further samplings included.
    var tokens: Int
    /// What was charged: what the provider says, else what the price book does; nil if a price is unknown.
    var cost: Money?
    /// The part of the cost that is known.
    var knownCost: Money

    /// Nothing used.
    static let none = BudgetCharge(tokens: 0, cost: .zero, knownCost: .zero)

    /// What these records together count for.
    static func + (left: BudgetCharge, right: BudgetCharge) -> BudgetCharge {
        BudgetCharge(
            tokens: left.tokens.addingSaturated(right.tokens),
            cost: left.cost.flatMap { cost in right.cost.map { cost + $0 } },
            knownCost: left.knownCost + right.knownCost
        )
    }
}

extension BudgetCharge {
    /// What one record counts for.
    init(_ record: UsageRecord) {
        self.init(tokens: max(record.totalTokens ?? 0, 0), cost: record.totalCost, knownCost: record.knownCost)
    }
}
