internal import TallyMetering

/// Sums up calls by the piece of work that they belong to, and finds its outcome.
struct SessionFold: LedgerFold {
    private(set) var sessions: SampledTable<SessionKey, SessionSums>
    private(set) var calls = 0
    /// The first and the last moment of a call.
    private(set) var period: ClosedRange<Timestamp>?
    private let outcomes: [OutcomeRow.Subject: LatestOutcome]

    init(outcomes: [OutcomeRow.Subject: LatestOutcome], limit: Int) {
        self.outcomes = outcomes
        self.sessions = SampledTable(limit: limit)
    }

    mutating func add(_ row: borrowing UsageRow) {
        self.calls += 1
        self.period = self.period.including(row.time)
        let stated = self.outcome(of: row)
        let row = copy row
        self.sessions.update(SessionKey(row), from: SessionSums(at: row.time)) { sums in
            sums.add(row)
            if let stated { sums.state(stated) }
        }
    }

    private func outcome(of row: borrowing UsageRow) -> LatestOutcome? {
        guard !self.outcomes.isEmpty else { return nil }
        var latest = self.outcomes[.call(row.callID)]
        for stated in [
            row.interaction.flatMap { self.outcomes[.interaction($0)] },
            row.session.flatMap { self.outcomes[.session($0)] },
        ] {
            guard let stated else { continue }
            if latest == nil { latest = stated } else { latest?.merge(stated) }
        }
        return latest
    }

    mutating func merge(_ later: SessionFold) {
        self.calls += later.calls
        if let period = later.period {
            self.period = self.period.including(period.lowerBound)
            self.period = self.period.including(period.upperBound)
        }
        self.sessions.merge(later.sessions)
    }
}

extension Optional<ClosedRange<Timestamp>> {
    /// The range with a moment in it.
    func including(_ time: Timestamp) -> ClosedRange<Timestamp> {
        guard let self else { return time...time }
        return min(self.lowerBound, time)...max(self.upperBound, time)
    }
}
