internal import TallyMetering
public import TallyPricing

/// What a sample has, counted while it was made: what reports on it have to come to.
public struct SampleSummary: Hashable, Sendable {
    /// Records of all kinds.
    public internal(set) var records = 0
    /// Calls.
    public internal(set) var calls = 0
    /// Outcomes.
    public internal(set) var outcomes = 0
    /// What services state that they had to drop.
    public internal(set) var drops = 0
    /// Tokens of all calls.
    public internal(set) var tokens = 0
    /// What is known of what all calls cost.
    public internal(set) var cost = Money.zero
    /// Calls of which something has no known price.
    public internal(set) var unpricedCalls = 0
    /// Calls without a team.
    public internal(set) var untaggedCalls = 0
    /// Calls that failed.
    public internal(set) var failedCalls = 0
    /// What was planted, with what is in it.
    public internal(set) var anomalies: [SampleAnomaly]
    /// The lines of each oddity.
    public internal(set) var oddities: [SampleOddity: Int] = [:]
    /// Files that were written.
    public internal(set) var files = 0
    /// Bytes that were written.
    public internal(set) var bytes = 0

    init(anomalies: [SampleAnomaly]) {
        self.anomalies = anomalies
    }

    mutating func add(_ record: MeteringRecord) {
        self.records += 1
        switch record {
        case .usage(let call): self.add(call)
        case .outcome: self.outcomes += 1
        case .drop: self.drops += 1
        }
    }

    private mutating func add(_ call: UsageRecord) {
        let (tokens, cost) = (call.totalTokens ?? 0, call.knownCost)
        self.calls += 1
        self.tokens += tokens
        self.cost += cost
        if call.totalCost == nil { self.unpricedCalls += 1 }
        if call.tags.team == nil { self.untaggedCalls += 1 }
        if call.errorKind != nil { self.failedCalls += 1 }
        for index in self.anomalies.indices where self.anomalies[index].has(call) {
            self.anomalies[index].calls += 1
            self.anomalies[index].tokens += tokens
            self.anomalies[index].cost += cost
        }
    }
}
