internal import TallyMetering
internal import TallyPricing

/// What one model did of one type of work, as far as somebody said what became of it.
struct RoutingCell: Sendable {
    /// Sessions with an outcome, and those that were accepted as they were.
    var outcomes = 0
    var accepted = 0
    /// Sessions without an outcome, which say nothing.
    var unknown = 0
    /// What the sessions with an outcome cost, and how many of their calls have no whole price.
    var cost = Money.zero
    var unpriced = 0
    /// Cost of each session with an outcome that is wholly priced.
    var costs: [Int128] = []
    /// Those of them that were accepted.
    var pricedAccepted = 0
    var durations: [Duration] = []

    mutating func add(_ session: SessionSums) {
        guard let outcome = session.outcome?.outcome else {
            self.unknown += 1
            return
        }
        self.outcomes += 1
        if outcome == .accepted { self.accepted += 1 }
        self.cost += session.cost
        self.unpriced += session.unpriced
        if session.unpriced == 0 {
            self.costs.append(session.cost.picodollars)
            if outcome == .accepted { self.pricedAccepted += 1 }
        }
        if let duration = session.duration { self.durations.append(duration) }
    }

    var interval: ProportionInterval? { ProportionInterval(self.accepted, of: self.outcomes) }

    /// What all wholly priced tries cost for each of them that was accepted; nil if none was.
    var costPerAccepted: Money? {
        self.costs.reduce(Money.zero) { $0 + Money(picodollars: $1) }.each(of: self.pricedAccepted)
    }

    /// The middle cost, with the costs between which the middle of all such work lies with 95%.
    var medianCost: (median: Money, lower: Money, upper: Money)? {
        let sorted = self.costs.sorted()
        guard let doubled = Median.doubled(sorted) else { return nil }
        let ranks = MedianInterval.ranks(of: sorted.count)
        return (
            Money(picodollars: doubled).times(1, over: 2), Money(picodollars: sorted[ranks.lower]),
            Money(picodollars: sorted[ranks.upper])
        )
    }

    var medianDuration: Duration? {
        let sorted = self.durations.sorted()
        guard !sorted.isEmpty else { return nil }
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}

/// Between which of *n* numbers in order the median of what they are a sample of lies, with about 95%.
///
/// The ranks are *n*/2 ∓ 1.96·√*n*/2, which ask nothing of how the numbers are spread (Conover, "Practical Nonparametric
/// Statistics", 1999, 3.2).
enum MedianInterval {
    /// The places from 0 on.
    ///
    /// - Precondition: `count` is positive.
    static func ranks(of count: Int) -> (lower: Int, upper: Int) {
        let half = 1.959963984540054 * Double(count).squareRoot() / 2
        let lower = Int(Double(count) / 2 - half)
        let upper = Int((Double(count) / 2 + half).rounded(.up))
        return (max(0, min(lower, count) - 1), min(count - 1, max(upper, 0)))
    }
}
