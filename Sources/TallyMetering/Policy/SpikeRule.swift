/// When spend rises so fast that something must be wrong, and what happens then.
///
/// What calls use is summed up by the minute. A minute is a spike if it uses more than ``minimum`` and more than
/// ``percent`` of the baseline, which is the median of the minutes before. A median does not move for a few odd minutes,
/// and a spike enters it only up to the threshold: a level that stays is taken for normal after half of the minutes. Minutes in
/// which calls are stopped say nothing of what is usual and are left out.
public struct SpikeRule: Hashable, Sendable {
    /// What a spike does.
    public enum Action: String, Hashable, Sendable, CaseIterable {
        /// Calls may be made, and are marked.
        case warn
        /// Calls may not be made until the cool-down is over, and a few at first.
        case stop
    }

    /// What the rule is called in decisions; unique in a policy.
    public var name: String
    /// Which calls count.
    public var selector: UsageSelector
    /// The use of a minute up to which nothing is a spike; it also says the unit.
    public var minimum: BudgetAmount
    /// The use of a minute from which on it is a spike, in percent of the baseline.
    public var percent: Int
    /// How many minutes the baseline looks back.
    public var baselineMinutes: Int
    /// How many minutes have to be known before anything is a spike.
    public var warmUpMinutes: Int
    /// How long calls are stopped, or marked.
    public var coolDown: Duration
    /// How many calls may be made in the minute after the cool-down; if they are no spike, all may.
    public var probes: Int
    /// What a spike does.
    public var action: Action

    /// Creates a rule.
    public init(
        _ name: String,
        above minimum: BudgetAmount,
        percent: Int = 500,
        of selector: UsageSelector = UsageSelector(),
        baselineMinutes: Int = 60,
        warmUpMinutes: Int = 10,
        coolDown: Duration = .seconds(300),
        probes: Int = 5,
        action: Action = .stop
    ) {
        self.name = name
        self.selector = selector
        self.minimum = minimum
        self.percent = percent
        self.baselineMinutes = baselineMinutes
        self.warmUpMinutes = warmUpMinutes
        self.coolDown = coolDown
        self.probes = probes
        self.action = action
    }

    /// What makes no sense in this rule, in words; nil if all does.
    public var problem: String? {
        if self.name.isEmpty { return "a rule needs a name" }
        if self.minimum.units < 0 || self.minimum.units > BudgetAmount.largest {
            return "the minimum \(self.minimum) is negative or too large"
        }
        if !(101...100_000 ~= self.percent) {
            return "a spike is \(self.percent)% of the baseline; expected 101 to 100000"
        }
        if !(2...1_440 ~= self.baselineMinutes) {
            return "the baseline has \(self.baselineMinutes) minutes; expected 2 to 1440"
        }
        if !(1...self.baselineMinutes ~= self.warmUpMinutes) {
            return "the warm-up has \(self.warmUpMinutes) minutes; expected 1 to those of the baseline"
        }
        if self.coolDown < .seconds(1) || self.coolDown > .seconds(86_400) {
            return "a cool-down has to last from 1 second to 1 day"
        }
        return self.probes < 1 ? "at least one call has to be let through after the cool-down" : nil
    }
}

/// A spike, with the numbers.
public struct SpikeFinding: Hashable, Sendable {
    /// The name of the rule.
    public var rule: String
    /// What it does.
    public var action: SpikeRule.Action
    /// What the minute had used when it was found to be a spike.
    public var used: BudgetAmount
    /// What a minute may use.
    public var threshold: BudgetAmount
    /// What the median of the minutes before used.
    public var baseline: BudgetAmount
    /// When calls may be made again, a few at first.
    public var until: Timestamp
}

extension SpikeFinding: CustomStringConvertible {
    /// The finding in words with its numbers.
    public var description: String {
        "breaker \(self.rule): a minute used \(self.used), more than \(self.threshold) "
            + "(the median of the minutes before is \(self.baseline))"
    }
}
