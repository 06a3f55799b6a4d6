public import TallyMetering
public import TallyPricing

/// What a number of calls add up to.
///
/// All sums stay at the ends of their ranges and never trap.
public struct UsageSums: Hashable, Sendable {
    /// Records of kind `usage`: attempts of calls, each of which the provider may charge.
    public var calls = 0
    /// Those that are a second or later attempt.
    public var retries = 0
    /// Those that failed.
    public var errors = 0
    /// Those of which something has no known price.
    public var unpriced = 0
    /// Those whose provider's numbers do not add up.
    public var ambiguous = 0
    /// Those whose tokens were counted here, since the provider did not say all of them.
    public var counted = 0
    /// Those whose tokens nobody said or counted.
    public var unknownUsage = 0
    /// Those that do not have an interaction.
    public var withoutInteraction = 0
    /// The spend: what is known of the cost of all calls.
    public var cost = Money.zero
    /// The part of the spend that is known of calls that are not wholly priced.
    public var unpricedCost = Money.zero
    /// The part of the spend of calls whose provider's numbers do not add up.
    public var ambiguousCost = Money.zero
    /// The part of the spend of calls whose tokens were counted here.
    public var countedCost = Money.zero
    /// The tokens.
    public var tokens = RowTokens()
    /// The highest cost per million tokens of a single call that has tokens and a known price; nil if there is none.
    public var peakRate: Money?
    /// When the first and the last call began.
    public var period: ClosedRange<Timestamp>?

    /// Creates sums of nothing.
    public init() {}

    /// Takes a call.
    public mutating func add(_ row: borrowing UsageRow) {
        self.calls += 1
        if row.attempt > 1 { self.retries += 1 }
        if row.isError { self.errors += 1 }
        if row.interaction == nil { self.withoutInteraction += 1 }
        let cost = row.cost
        self.cost += cost
        if row.isUnpriced {
            self.unpriced += 1
            self.unpricedCost += cost
        }
        if row.isAmbiguous {
            self.ambiguous += 1
            self.ambiguousCost += cost
        }
        switch row.source {
        case .provider: break
        case .counted:
            self.counted += 1
            self.countedCost += cost
        case .unknown: self.unknownUsage += 1
        }
        self.tokens.add(row.tokens)
        if !row.isUnpriced, row.tokens.total > 0, self.mayExceedPeak(cost, row.tokens.total) {
            self.peakRate = Rates.perMillion(cost, row.tokens.total)
        }
        self.include(row.time...row.time)
    }

    /// Takes what other calls add up to.
    public mutating func add(_ other: UsageSums) {
        self.calls += other.calls
        self.retries += other.retries
        self.errors += other.errors
        self.unpriced += other.unpriced
        self.ambiguous += other.ambiguous
        self.counted += other.counted
        self.unknownUsage += other.unknownUsage
        self.withoutInteraction += other.withoutInteraction
        self.cost += other.cost
        self.unpricedCost += other.unpricedCost
        self.ambiguousCost += other.ambiguousCost
        self.countedCost += other.countedCost
        self.tokens.add(other.tokens)
        if let rate = other.peakRate { self.peakRate = max(self.peakRate ?? rate, rate) }
        if let period = other.period { self.include(period) }
    }

    /// Whether a call may be the dearest so far, by a product in place of a division.
    @inline(__always)
    private func mayExceedPeak(_ cost: Money, _ tokens: Int) -> Bool {
        guard let peak = self.peakRate else { return true }
        let (known, overflow) = peak.picodollars.multipliedReportingOverflow(by: Int128(tokens))
        let (this, tooMuch) = cost.picodollars.multipliedReportingOverflow(by: 1_000_000)
        return overflow || tooMuch || this > known
    }

    @inline(__always)
    private mutating func include(_ period: ClosedRange<Timestamp>) {
        guard let known = self.period else {
            self.period = period
            return
        }
        if period.lowerBound < known.lowerBound || period.upperBound > known.upperBound {
            self.period =
                min(known.lowerBound, period.lowerBound)...max(known.upperBound, period.upperBound)
        }
    }
}

extension RowTokens {
    /// Adds the tokens of other calls; sums stay at `Int.max`.
    public mutating func add(_ other: RowTokens) {
        self.input = self.input.addingSaturated(other.input)
        self.output = self.output.addingSaturated(other.output)
        self.uncached = self.uncached.addingSaturated(other.uncached)
        self.cacheRead = self.cacheRead.addingSaturated(other.cacheRead)
        self.cacheWrite = self.cacheWrite.addingSaturated(other.cacheWrite)
        self.reasoning = self.reasoning.addingSaturated(other.reasoning)
        self.isKnown = self.isKnown && other.isKnown
    }
}
