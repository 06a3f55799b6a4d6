/// A threshold that a call passes, with the numbers.
public struct BudgetFinding: Hashable, Sendable {
    /// The name of the budget.
    public var budget: String
    /// Which of its limits: the value of its tag; nil for the only one, and for those that several values share.
    public var value: String?
    /// The limit.
    public var limit: BudgetAmount
    /// The share of the limit that is passed, in percent.
    public var percent: Int
    /// What happens there.
    public var action: BudgetAction
    /// What calls that have ended used in this window.
    public var spent: BudgetAmount
    /// What calls that are under way may use.
    public var reserved: BudgetAmount
    /// What this call may use.
    public var asked: BudgetAmount
    /// When the window ends, and with it what is counted; for a rolling window, when its oldest slot does.
    public var windowEnd: Timestamp
}

extension BudgetFinding: CustomStringConvertible {
    /// The finding in words with its numbers.
    public var description: String {
        let of = self.percent == 100 ? "" : "\(self.percent)% of "
        let name = self.value.map { "\(self.budget) (\($0))" } ?? self.budget
        return "budget \(name): \(self.spent) spent + \(self.reserved) reserved + \(self.asked) asked is more than "
            + "\(of)its limit of \(self.limit)"
    }
}

/// Why a call may not be made.
public struct BudgetRefusal: Hashable, Sendable {
    /// One reason of several.
    public enum Reason: Hashable, Sendable {
        /// A limit would be exceeded.
        case limit(BudgetFinding)
        /// The price is unknown, and the rule is to refuse such calls.
        case unpriced(budget: String)
        /// The request sets no limit to its output, and the rule is to refuse such calls.
        case unknownOutput(budget: String)
    }

    /// All reasons, in the order of the budgets.
    public var reasons: [Reason]

    /// When the last of the windows that refuse ends; nil if time does not help.
    ///
    /// Before then, to ask for the same again helps only if other calls give back what they reserved.
    public var retryAt: Timestamp? {
        var latest: Timestamp?
        for reason in self.reasons {
            guard case .limit(let finding) = reason, finding.asked.units <= finding.limit.units else { return nil }
            latest = max(latest ?? finding.windowEnd, finding.windowEnd)
        }
        return latest
    }
}

extension BudgetRefusal: CustomStringConvertible {
    /// All reasons in words.
    public var description: String {
        self.reasons.map { reason in
            switch reason {
            case .limit(let finding): finding.description
            case .unpriced(let budget):
                "budget \(budget): the model has no known price; add one to the price book or change the rule for "
                    + "unpriced models"
            case .unknownOutput(let budget):
                "budget \(budget): the request sets no maximum of output tokens; set one or change the rule for "
                    + "unknown output"
            }
        }.joined(separator: "; ")
    }
}

/// What a budget tells that is not the answer to a call: for logs and metrics.
public enum BudgetEvent: Hashable, Sendable {
    /// A threshold was passed for the first time in a window; of a rolling window, in a slot.
    case threshold(BudgetFinding)
    /// A call used more than it had reserved; it is counted in full.
    case overshoot(BudgetOvershoot)
    /// Reservations were given back because nobody settled or released them in time.
    case expired(count: Int)
}

/// A call that used more than it had reserved.
public struct BudgetOvershoot: Hashable, Sendable {
    /// The name of the budget.
    public var budget: String
    /// What the call had reserved.
    public var reserved: BudgetAmount
    /// What it used.
    public var actual: BudgetAmount
    /// Whether the budget is now above its limit.
    public var isAboveLimit: Bool
}

/// What became of a settlement or a release.
public struct BudgetSettlement: Hashable, Sendable {
    /// What the reservation was before.
    public enum Status: String, Hashable, Sendable {
        /// It was open, and is closed now.
        case closed
        /// It had been given back, or had expired: what was used is counted all the same.
        case late
        /// It had been settled or given back already: nothing changes.
        case ignored
    }

    /// What the reservation was before.
    public var status: Status
    /// Where the call used more than it had reserved.
    public var overshoots: [BudgetOvershoot]
}
