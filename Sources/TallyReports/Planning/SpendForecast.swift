internal import TallyFileExport
public import TallyMetering
internal import TallyPricing

/// What a ledger lets expect of the months to come.
///
/// Spend is summed up by day, and a trend with a level for each day of the week is fitted to the days, which gives what is
/// expected and an interval that holds in four of five cases. Its ends are the scenarios: *conservative* and *peak*.
/// Each group, and all together, is forecast by itself. What a ledger can not know, a plan says: ``SpendPlan``.
public struct SpendForecast: Sendable {
    /// What a number of things is to be: users, engineers, customers.
    public struct Scale: Hashable, Sendable {
        /// What is counted: the values of this that were there in the last 28 days.
        public var dimension: Dimension
        /// How many there are to be.
        public var count: Int

        /// Creates a scale.
        public init(_ dimension: Dimension, _ count: Int) {
            self.dimension = dimension
            self.count = count
        }
    }

    /// The ledger.
    public var scan: LedgerScan
    /// What calls are told apart by.
    public var groups: [Dimension] = []
    /// How many months are forecast; the first is that of the first day behind the ledger.
    public var months = 3
    /// How many groups are shown.
    public var top = 10
    /// What a contract makes of a month's spend.
    public var terms = ContractTerms()
    /// What the days to come are scaled to.
    public var scale: Scale?
    /// What the months are held against.
    public var budgets: [Budget] = []

    /// Creates a forecast; nothing is opened yet.
    public init(_ scan: LedgerScan) { self.scan = scan }

    /// Returns the report.
    ///
    /// - Throws: ``LedgerError`` for a ledger that the system does not give; ``ForecastLimitError``.
    /// - Complexity: O(*n*) in the bytes of the ledger; the memory is that of groups times days.
    public func report() throws -> ReportDocument {
        let (comparable, others) = Self.split(self.budgets)
        let matching = comparable.isEmpty ? nil : BudgetMatching(comparable, symbols: self.scan.symbols)
        var dimensions = self.groups
        if let scale { dimensions.append(scale.dimension) }
        dimensions += matching?.dimensions ?? []
        let empty = ForecastFold(groupSize: self.groups.count, scales: self.scale != nil, budgets: matching)
        let needs = RowNeeds(dimensions, fields: .attempts)
        let (fold, findings) = try self.scan.fold(needs, into: empty)
        guard !fold.isFull else { throw ForecastLimitError(groups: empty.maximumGroups) }
        var writing = ForecastWriting(self, fold)
        var report = writing.report()
        report.notes += findings.notes
        if !others.isEmpty {
            let text =
                "Only budgets of money for a month without perValueOf are compared, not: \(others.joined(separator: ", "))."
            report.notes.append(ReportDocument.Note(.info, "budgets_left_out", text))
        }
        return report
    }

    /// The budgets that a month's spend can be held against, and the names of the others.
    private static func split(_ budgets: [Budget]) -> (comparable: [Budget], others: [String]) {
        var (comparable, others): ([Budget], [String]) = ([], [])
        for budget in budgets {
            if case .money = budget.limit, budget.window == .month, budget.perValueOf == nil {
                comparable.append(budget)
            } else {
                others.append(budget.name)
            }
        }
        return (comparable, others)
    }
}

/// More groups than a forecast can tell apart.
public struct ForecastLimitError: Error, Hashable, Sendable, CustomStringConvertible {
    /// How many there may be.
    public let groups: Int

    /// What is wrong, and what helps.
    public var description: String {
        "more than \(self.groups) groups, or a million values to scale by; group by something of which there are fewer"
    }
}
