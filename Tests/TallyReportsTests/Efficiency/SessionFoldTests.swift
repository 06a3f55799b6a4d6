import TallyMetering
import TallyPricing
import TallyTestSupport
import Testing

@testable import TallyReports

@Suite struct SessionFoldTests {
    /// Rows and outcomes with few ids, so that they meet.
    private func ledger(_ seed: UInt64, count: Int, ids: Int) -> [MeteringRecord] {
        var random = SeededGenerator(seed: seed)
        var make = RecordMaker()
        var calls: [RecordID] = []
        return (0..<count).map { index in
            let hours = Double(index) / 20
            if index % 4 == 3 {
                let outcome = Outcome.allCases.randomElement(using: &random) ?? .failed
                let subject: OutcomeSubject =
                    switch Int.random(in: 0..<3, using: &random) {
                    case 0: .session("s\(Int.random(in: 0..<ids, using: &random))")
                    case 1: .interaction("i\(Int.random(in: 0..<ids, using: &random))")
                    default: .call(calls.randomElement(using: &random) ?? make.id())
                    }
                // Many at the same moment.
                return make.outcome(outcome, of: subject, hours: Double(Int(hours / 8)) * 8)
            }
            let record = make.call(
                hours: hours,
                model: "m\(Int.random(in: 0..<3, using: &random))",
                input: Int.random(in: 0..<9, using: &random),
                cost: Bool.random(using: &random) ? .dollars(Int.random(in: 0..<5, using: &random)) : nil
            ) { record in
                if Int.random(in: 0..<3, using: &random) > 0 {
                    record.sessionID = "s\(Int.random(in: 0..<ids, using: &random))"
                }
                if Bool.random(using: &random) { record.interactionID = "i\(Int.random(in: 0..<ids, using: &random))" }
                if Bool.random(using: &random) { record.origin.tool = "t\(Int.random(in: 0..<3, using: &random))" }
                record.attempt = Int.random(in: 1...2, using: &random)
                if Bool.random(using: &random) {
                    record.duration = .milliseconds(Int.random(in: 0..<9, using: &random))
                }
            }
            calls.append(record.callID)
            return .usage(record)
        }
    }

    private func fold<Fold: LedgerFold>(_ records: some Sequence<MeteringRecord>, into fold: Fold, _ table: SymbolTable)
        -> Fold
    {
        var fold = fold
        let needs = RowNeeds([.useCase, .tool, .model], fields: [.identities, .attempts, .behaviour])
        for record in records {
            switch record {
            case .usage(let record): fold.add(UsageRow(record, needs: needs, symbols: table))
            case .outcome(let record): fold.add(OutcomeRow(record, needs: needs, symbols: table))
            case .drop(let record): fold.add(record)
            }
        }
        return fold
    }

    @Test(arguments: [1_000_000, 60, 3] as [Int], 0..<10 as Range<UInt64>)
    func partsThatAreMergedAreTheWhole(limit: Int, seed: UInt64) {
        let records = self.ledger(seed, count: 600, ids: 40)
        let table = SymbolTable()
        let outcomes = self.fold(records, into: OutcomeFold(limit: limit), table)
        let start = SessionFold(outcomes: outcomes.latest.values, limit: limit)
        let whole = self.fold(records, into: start, table)
        var random = SeededGenerator(seed: seed)
        var cuts = [0, records.count] + (0..<3).map { _ in Int.random(in: 0...records.count, using: &random) }
        cuts.sort()
        var mergedOutcomes = OutcomeFold(limit: limit)
        var merged = start
        for (from, to) in zip(cuts, cuts.dropFirst()) {
            mergedOutcomes.merge(self.fold(records[from..<to], into: OutcomeFold(limit: limit), table))
            merged.merge(self.fold(records[from..<to], into: start, table))
        }
        #expect(merged.calls == whole.calls && merged.period == whole.period, "seed \(seed)")
        #expect(mergedOutcomes.latest.level == outcomes.latest.level, "seed \(seed)")
        #expect(mergedOutcomes.latest.values.mapValues(\.id) == outcomes.latest.values.mapValues(\.id), "seed \(seed)")
        #expect(merged.sessions.level == whole.sessions.level, "seed \(seed)")
        #expect(limit == 1_000_000 || whole.sessions.isSample)
        #expect(Set(merged.sessions.values.keys) == Set(whole.sessions.values.keys), "seed \(seed)")
        for (key, sums) in whole.sessions.values {
            let other = merged.sessions.values[key]
            #expect(other?.calls == sums.calls && other?.retries == sums.retries, "seed \(seed)")
            #expect(other?.tokens == sums.tokens && other?.cost == sums.cost, "seed \(seed)")
            #expect(other?.duration == sums.duration && other?.first == sums.first, "seed \(seed)")
            #expect(other?.outcome?.id == sums.outcome?.id && other?.unpriced == sums.unpriced, "seed \(seed)")
            for dimension in 0..<3 {
                #expect(other?.main(dimension, table) == sums.main(dimension, table), "seed \(seed)")
            }
        }
    }

    @Test(arguments: 0..<10 as Range<UInt64>) func outcomesAreJoinedAsSQLWould(seed: UInt64) {
        let records = self.ledger(seed, count: 400, ids: 30)
        let table = SymbolTable()
        let outcomes = self.fold(records, into: OutcomeFold(limit: 10_000), table)
        let fold = self.fold(records, into: SessionFold(outcomes: outcomes.latest.values, limit: 10_000), table)
        let stated = records.compactMap { record -> OutcomeRecord? in
            if case .outcome(let outcome) = record { outcome } else { nil }
        }
        // Each outcome is joined with each call, and the latest of a session's is taken.
        var sessions: [String: (calls: Int, latest: (Timestamp, RecordID)?)] = [:]
        for case .usage(let call) in records {
            let key = call.sessionID.map { "s \($0)" } ?? call.interactionID.map { "i \($0)" } ?? "c \(call.callID)"
            sessions[key, default: (0, nil)].calls += 1
            for outcome in stated {
                let concerns =
                    switch outcome.subject {
                    case .call(let id): id == call.callID
                    case .interaction(let id): id == call.interactionID
                    case .session(let id): id == call.sessionID
                    }
                guard concerns else { continue }
                if let latest = sessions[key]?.latest, latest > (outcome.time, outcome.id) { continue }
                sessions[key]?.latest = (outcome.time, outcome.id)
            }
        }
        let expected = sessions.values.map { "\($0.calls) \($0.latest.map { "\($0.1)" } ?? "-")" }.sorted()
        let found = fold.sessions.values.values.map { "\($0.calls) \($0.outcome.map { "\($0.id)" } ?? "-")" }.sorted()
        #expect(found == expected, "seed \(seed)")
    }
}
