internal import TallyTokenizer

/// Budgets with what is spent and reserved of them: the place where calls ask before they are made.
///
/// ```swift
/// let book = try BudgetBook([Budget("all", .money(.dollars(100)), per: .day)])
/// switch book.reserve(call, at: clock.now()) {
/// case .granted(let reservation):
///     // … the call …
///     reservation.settle(tokens: 1_200, cost: cost)
/// case .refused(let refusal):
///     print(refusal)
/// }
/// ```
///
/// A reservation is made in all budgets that the call counts for, or in none. The budgets of one book are behind one lock,
/// which is held for a time that is constant for each budget; nothing waits while it is held. Times are passed in; a time
/// before the one that was passed last counts in the current window.
public final class BudgetBook: Sendable {
    struct Contents: Sendable {
        var budgets: [BudgetState] = []
        /// Where the budget of an id is.
        var places: [UInt64: Int] = [:]
        var open: OpenReservations
        var unpriced: UnpricedRule
        var unknownOutput: UnknownOutputRule
        var lastID: UInt64 = 0

        mutating func makeID() -> UInt64 {
            self.lastID += 1
            return self.lastID
        }
    }

    let contents: Locked<Contents>
    let onEvent: @Sendable (BudgetEvent) -> Void

    /// Creates a book in which nothing is spent.
    ///
    /// - Parameters:
    ///   - budgets: The budgets, each of another name.
    ///   - unpriced: What happens to calls whose price is unknown, where a budget counts money.
    ///   - unknownOutput: What happens to calls that set no limit to their output.
    ///   - timeToLive: After how long an open reservation is given back by itself.
    ///   - onEvent: Is told of thresholds, overshoots and expiries, on the way of the call, after the lock is free.
    /// - Throws: ``BudgetError`` for budgets that make no sense or have the same name.
    public init(
        _ budgets: [Budget],
        unpriced: UnpricedRule = .flag,
        unknownOutput: UnknownOutputRule = .assume(tokens: 4_096),
        timeToLive: Duration = .seconds(900),
        onEvent: @escaping @Sendable (BudgetEvent) -> Void = { _ in }
    ) throws(BudgetError) {
        try Self.check(budgets)
        var contents = Contents(
            open: OpenReservations(timeToLive: timeToLive),
            unpriced: unpriced,
            unknownOutput: unknownOutput
        )
        contents.budgets = budgets.map { BudgetState(id: contents.makeID(), budget: $0) }
        contents.indexBudgets()
        self.contents = Locked(contents)
        self.onEvent = onEvent
    }

    /// Takes other budgets and rules, as of a policy that was read again.
    ///
    /// A budget of the same name, window, time zone, selector, values and unit keeps what is spent and reserved, also if
    /// its limit or its thresholds are others. All others begin with nothing spent: seed them if that is not so.
    ///
    /// - Throws: ``BudgetError`` as for a new book, which is then as it was.
    public func replace(
        _ budgets: [Budget],
        unpriced: UnpricedRule,
        unknownOutput: UnknownOutputRule
    ) throws(BudgetError) {
        try Self.check(budgets)
        self.contents.withLock { contents in
            let old = Dictionary(contents.budgets.map { ($0.budget.name, $0) }, uniquingKeysWith: { first, _ in first })
            contents.budgets = budgets.map { budget in
                guard var state = old[budget.name], state.budget.counts(as: budget) else {
                    return BudgetState(id: contents.makeID(), budget: budget)
                }
                state.budget = budget
                return state
            }
            contents.unpriced = unpriced
            contents.unknownOutput = unknownOutput
            contents.indexBudgets()
        }
    }

    private static func check(_ budgets: [Budget]) throws(BudgetError) {
        var names: Set<String> = []
        for budget in budgets {
            if let problem = budget.problem { throw BudgetError(.invalidBudget, "budget \(budget.name): \(problem)") }
            guard names.insert(budget.name).inserted else {
                throw BudgetError(.duplicateName, "two budgets are called \(budget.name); give each another name")
            }
        }
    }
}

extension BudgetBook.Contents {
    mutating func indexBudgets() {
        self.places = Dictionary(uniqueKeysWithValues: self.budgets.enumerated().map { ($0.element.id, $0.offset) })
    }
}

extension Budget {
    /// Whether what was counted for this budget is what `other` counts.
    fileprivate func counts(as other: Budget) -> Bool {
        let isSameUnit =
            switch (self.limit, other.limit) {
            case (.money, .money), (.tokens, .tokens): true
            default: false
            }
        return isSameUnit && self.window == other.window && self.timeZone == other.timeZone
            && self.selector == other.selector && self.perValueOf == other.perValueOf
    }
}
