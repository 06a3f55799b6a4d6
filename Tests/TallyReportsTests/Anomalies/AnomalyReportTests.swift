import TallyMetering
import TallyPricing
import TallyTestSupport
import Testing

@testable import TallyReports

@Suite struct AnomalyReportTests {
    /// Calls of a unit that are alike, but for one afternoon.
    private func ledger() throws -> AnswerLedger {
        var make = RecordMaker()
        var random = SeededGenerator(seed: 3)
        var records: [MeteringRecord] = []
        for hour in 0..<21 * 24 {
            let isSpike = (20 * 24 + 14...20 * 24 + 15).contains(hour)
            for index in 0..<(isSpike ? 12 : 4) {
                let tokens = 5_000 + Int.random(in: 0..<1_000, using: &random)
                let tags: UsageTags = ["team": "search", "feature": "answers"]
                let time = Double(hour) + Double(index) / 13
                records.append(.usage(make.call(hours: time, tags: tags, input: tokens, cost: .dollars(1))))
            }
            records.append(.usage(make.call(hours: Double(hour), tags: ["team": "quiet"], input: 9)))
        }
        return try AnswerLedger(records)
    }

    @Test func aSpikeIsToldOnceForEachMeasureThatRose() throws {
        let document = try self.ledger().scan { try AnomalyReport().document(of: $0) }
        #expect(document.isWellFormed)
        #expect(document.figure("anomalies") == .count(2))
        #expect(document.figure("units") == .count(2))
        let rows = document.tables[0].rows
        #expect(Set(rows.map { $0.values[4] }) == [.text("tokens"), .text("cost")])
        for row in rows {
            #expect(row.values[0] == .time(RecordMaker.time(hours: 20 * 24 + 14)))
            #expect(row.values[1] == .time(RecordMaker.time(hours: 20 * 24 + 16)))
            #expect(row.values[2...3] == [.text("search"), .text("answers")] && row.values[5] == .count(2))
        }
        let cost = try #require(rows.first { $0.values[4] == .text("cost") })
        #expect(cost.values[6] == .money(.dollars(12)) && cost.values[7] == .money(.dollars(4)))
    }

    @Test func whatIsOverIsNotTold() throws {
        let ledger = try self.ledger()
        for (hours, count) in [(15.5, 2), (16, 0)] {
            let since = RecordMaker.time(hours: 20 * 24 + hours)
            let document = try ledger.scan { try AnomalyReport(since: since).document(of: $0) }
            #expect(document.figure("anomalies") == .count(count))
        }
    }

    @Test(arguments: [1_000_000, 300] as [Int], 0..<8 as Range<UInt64>)
    func partsThatAreMergedAreTheWhole(limit: Int, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var make = RecordMaker()
        let table = SymbolTable()
        let needs = RowNeeds([.team, .feature], fields: [.attempts])
        let rows = (0..<800).map { index in
            let team = "t\(Int.random(in: 0..<30, using: &random))"
            let record = make.call(hours: Double(index) / 8, tags: UsageTags(["team": team])) {
                $0.attempt = Int.random(in: 1...3, using: &random)
                if Bool.random(using: &random) { $0.errorKind = "503" }
            }
            return UsageRow(record, needs: needs, symbols: table)
        }
        let start = SeriesFold(.hour, symbols: table, limit: limit)
        var whole = start
        for row in rows { whole.add(row) }
        var merged = start
        for from in stride(from: 0, to: rows.count, by: 130) {
            var part = start
            for row in rows[from..<min(from + 130, rows.count)] { part.add(row) }
            merged.merge(part)
        }
        #expect(merged.units.values == whole.units.values, "seed \(seed)")
        #expect(merged.units.level == whole.units.level && merged.period == whole.period, "seed \(seed)")
        #expect(whole.units.isSample == (limit == 300))
    }
}
