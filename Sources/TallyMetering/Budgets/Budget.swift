/// A limit on what calls may use in a window of time.
///
/// There is one comparison, everywhere: a threshold is passed if *spent + reserved + asked > limit · share*. To reach it
/// exactly is allowed. What is spent is known after a call, what is reserved is the worst case of the calls under way, and
/// what is asked is the worst case of the call to come, so that calls at the same time can't exceed a limit together.
///
/// ```swift
/// let budget = Budget("search", .money(.dollars(500)), per: .month, of: ["team": .equals("search")])
/// ```
///
/// A limit in money and one in tokens are two budgets.
public struct Budget: Hashable, Sendable {
    /// What the budget is called in decisions; unique in a book.
    public var name: String
    /// The limit, in the unit in which the budget counts.
    public var limit: BudgetAmount
    /// The window of time in which the limit holds.
    public var window: BudgetWindow
    /// Where the windows of a calendar begin.
    public var timeZone: BudgetTimeZone
    /// Which calls count.
    public var selector: UsageSelector
    /// The tag of which each value has the limit for itself: `customer`; nil for one limit for all calls together.
    ///
    /// Calls without the tag share one limit among themselves.
    public var perValueOf: String?
    /// How many values of ``perValueOf`` have their own limit at a time.
    ///
    /// Calls with further values share one limit among themselves until the window ends: nobody escapes the limit, and the
    /// memory is bounded.
    public var maximumValues: Int
    /// What happens at which share of the limit; without a `stop` the budget never refuses.
    public var thresholds: [BudgetThreshold]

    /// Creates a budget; unless other thresholds are named, it stops at its limit.
    public init(
        _ name: String,
        _ limit: BudgetAmount,
        per window: BudgetWindow,
        in timeZone: BudgetTimeZone = .utc,
        of selector: UsageSelector = UsageSelector(),
        perValueOf: String? = nil,
        maximumValues: Int = 10_000,
        thresholds: [BudgetThreshold] = [BudgetThreshold(percent: 100, .stop)]
    ) {
        self.name = name
        self.limit = limit
        self.window = window
        self.timeZone = timeZone
        self.selector = selector
        self.perValueOf = perValueOf
        self.maximumValues = maximumValues
        self.thresholds = thresholds
    }

    /// What makes no sense in this budget, in words; nil if all does.
    public var problem: String? {
        if self.name.isEmpty { return "a budget needs a name" }
        if self.limit.units < 0 { return "the limit \(self.limit) is negative" }
        if self.limit.units > BudgetAmount.largest { return "the limit \(self.limit) is too large" }
        if let problem = self.window.problem { return problem }
        if !(1...1_000_000 ~= self.maximumValues) {
            return "the number of values with their own limit is \(self.maximumValues); expected 1 to 1000000"
        }
        for threshold in self.thresholds {
            if !(1...1_000 ~= threshold.percent) {
                return "a threshold is at \(threshold.percent)% of the limit; expected 1 to 1000"
            }
            if case .throttle(let delay) = threshold.action, delay < .zero {
                return "the delay of a threshold is negative"
            }
        }
        return nil
    }
}

/// What happens from a share of a limit on.
public struct BudgetThreshold: Hashable, Sendable {
    /// The share of the limit in percent, which has to be passed; the limit itself is 100.
    public var percent: Int
    /// What happens then.
    public var action: BudgetAction

    /// Creates a threshold.
    public init(percent: Int, _ action: BudgetAction) {
        self.percent = percent
        self.action = action
    }
}

/// What a budget does with a call that passes a threshold.
public enum BudgetAction: Hashable, Sendable {
    /// The call may be made, and is marked.
    case warn
    /// The call may be made after waiting that long: the caller waits, not the budget.
    case throttle(Duration)
    /// The call may not be made.
    case stop
}
