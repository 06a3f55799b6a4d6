internal import TallyMetering

/// The pieces of work of a ledger with their outcomes.
///
/// It takes two readings: outcomes come after the calls that they are of, often in another day's folder, and to know them
/// first makes it enough to keep sums.
struct JudgedSessions: Sendable {
    /// The most outcomes, and the most pieces of work with their texts, that are kept.
    static let limit = 1_000_000

    let sessions: [SessionSums]
    let symbols: SymbolTable
    let period: ClosedRange<Timestamp>?
    let calls: Int
    /// All outcomes of the ledger, whatever they are of.
    let outcomes: Int
    let findings: ScanFindings
    /// What a reader has to know of bounds that were reached.
    let notes: [ReportDocument.Note]

    init(_ scan: LedgerScan, by dimensions: [Dimension], limit: Int = Self.limit) throws(LedgerError) {
        let (outcomes, _) = try scan.fold(RowNeeds(fields: [.identities]), into: OutcomeFold(limit: limit))
        let needs = RowNeeds(dimensions, fields: [.identities, .attempts, .behaviour])
        let fold = SessionFold(outcomes: outcomes.latest.values, limit: limit)
        let (sums, findings) = try scan.fold(needs, into: fold)
        self.sessions = Array(sums.sessions.values.values)
        self.symbols = scan.symbols
        self.period = sums.period
        self.calls = sums.calls
        self.outcomes = outcomes.outcomes
        self.findings = findings
        self.notes = Self.notes(outcomes, sums) + findings.notes
    }

    private static func notes(_ outcomes: OutcomeFold, _ sums: SessionFold) -> [ReportDocument.Note] {
        var notes: [ReportDocument.Note] = []
        if outcomes.latest.isSample {
            notes.append(
                ReportDocument.Note(
                    .warning,
                    "outcomes_sampled",
                    "There are more outcomes than are kept at once: only one of \(outcomes.latest.keysPerKept) was looked "
                        + "at, and more work than there is seems to have no outcome. Take fewer --days."
                )
            )
        }
        if sums.sessions.isSample {
            notes.append(
                ReportDocument.Note(
                    .warning,
                    "sessions_sampled",
                    "There are more sessions than are kept at once: all figures are of one of "
                        + "\(sums.sessions.keysPerKept), chosen by the hash of its id. Take fewer --days."
                )
            )
        }
        return notes
    }
}
