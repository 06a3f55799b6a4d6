internal import TallyTokenizer

/// What is counted for one limit at a moment.
public struct BudgetStatus: Hashable, Sendable {
    /// The name of the budget.
    public var budget: String
    /// Which of its limits: the value of its tag; nil for the only one, and for those that several values share.
    public var value: String?
    /// The limit.
    public var limit: BudgetAmount
    /// What calls that have ended used in the window.
    public var spent: BudgetAmount
    /// What calls that are under way may use.
    public var reserved: BudgetAmount
    /// Calls of the window without a price, of which ``spent`` has what was reserved for them, or nothing.
    ///
    /// Of a rolling window, those since it was empty the last time.
    public var unpricedCalls: Int
    /// When the window began; for a rolling window, its newest slot.
    public var windowStart: Timestamp
    /// When the window ends; for a rolling window, its newest slot.
    public var windowEnd: Timestamp
}

extension BudgetBook {
    /// Returns what is counted at a moment: budgets in their order, values sorted.
    ///
    /// - Complexity: O(*n* log *n*) in the number of budgets and values.
    public func status(at now: Timestamp) -> [BudgetStatus] {
        var events: [BudgetEvent] = []
        let states = self.contents.withLock { contents in
            contents.expire(at: now, events: &events)
            for place in contents.budgets.indices { contents.budgets[place].advance(to: now) }
            return contents.budgets
        }
        for event in events { self.onEvent(event) }
        return states.flatMap { state in
            let keys = state.budget.perValueOf == nil ? [.whole] : Array(state.accounts.keys)
            return keys.map { key in
                let account = state.account(key)
                return BudgetStatus(
                    budget: state.budget.name,
                    value: key.value,
                    limit: state.budget.limit,
                    spent: state.budget.limit.with(units: account.spent),
                    reserved: state.budget.limit.with(units: account.reserved),
                    unpricedCalls: account.unpricedCalls,
                    windowStart: Timestamp(millisecondsSince1970: state.span.start),
                    windowEnd: Timestamp(millisecondsSince1970: state.span.end)
                )
            }.sorted { ($0.value ?? "") < ($1.value ?? "") }
        }
    }

    /// How many reservations are open.
    public var openReservations: Int {
        self.contents.withLock { $0.open.count }
    }
}
