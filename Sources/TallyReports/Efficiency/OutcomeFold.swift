internal import TallyMetering

/// What became of calls, interactions and sessions: of several outcomes of one, the latest.
struct OutcomeFold: LedgerFold {
    /// The latest outcome of each.
    private(set) var latest: SampledTable<OutcomeRow.Subject, LatestOutcome>
    /// All outcomes.
    private(set) var outcomes = 0

    /// Creates a fold that keeps at most that many outcomes.
    init(limit: Int) {
        self.latest = SampledTable(limit: limit)
    }

    mutating func add(_ row: borrowing UsageRow) {}

    mutating func add(_ outcome: OutcomeRow) {
        self.outcomes += 1
        let stated = LatestOutcome(outcome)
        self.latest.update(outcome.subject, from: stated) { $0.merge(stated) }
    }

    mutating func merge(_ later: OutcomeFold) {
        self.outcomes += later.outcomes
        self.latest.merge(later.latest)
    }
}

/// An outcome with what decides between two: the later one wins, at the same moment the one with the larger id.
struct LatestOutcome: SampledValue {
    let time: Timestamp
    let id: RecordID
    let outcome: Outcome

    init(_ row: OutcomeRow) {
        self.time = row.time
        self.id = row.id
        self.outcome = row.outcome
    }

    var size: Int { 1 }

    mutating func merge(_ other: LatestOutcome) {
        if (self.time, self.id) < (other.time, other.id) { self = other }
    }
}
