import TallyMetering
import TallyPricing
import TallyTestSupport
import Testing

@testable import TallyReports

@Suite struct SpendReportTests {
    private func cell(_ table: ReportTable, _ row: ReportTable.Row, _ key: String) throws -> ReportValue {
        row.values[try #require(table.columns.firstIndex { $0.key == key })]
    }

    /// The table of each group has exactly what the records of the group add up to.
    @Test func groupsAddUp() throws {
        let seed = UInt64.random(in: 0...1_000_000)
        try LedgerScanTests.withLedger(seed) { folder in
            let scan = LedgerScan(.folder(folder))
            var report = SpendReport(by: [.team, .model], per: .day)
            report.top = 5
            let (sums, findings) = try scan.fold(report.needs, into: report.fold)
            let document = report.document(sums, findings, scan)

            struct All: LedgerFold {
                var records: [UsageRecord] = []
                mutating func add(_ row: borrowing UsageRow) {
                    if let record = row.record { self.records.append(record) }
                }
                mutating func merge(_ later: All) { self.records += later.records }
            }
            let (all, _) = try scan.fold(RowNeeds(fields: .record), into: All())
            let spend = all.records.reduce(Money.zero) { $0 + $1.knownCost }
            let (groups, times) = (document.tables[0], document.tables[1])
            let own = groups.rows.filter { $0.kind != .total }
            #expect(own.count == 7, "five groups, the others, the others without a tag")
            let total = try #require(groups.rows.last)
            #expect(total.kind == .total)
            #expect(try self.cell(groups, total, "cost_usd") == .money(spend))
            #expect(try self.cell(groups, total, "calls") == .count(all.records.count))
            for table in [groups, times] {
                let rows = table.rows.filter { $0.kind != .total }
                let money = try rows.map { row -> Money in
                    guard case .money(let money) = try self.cell(table, row, "cost_usd") else { return .zero }
                    return money
                }
                #expect(money.reduce(.zero, +) == spend, "seed \(seed)")
            }
            // One group, by hand.
            let first = try #require(groups.rows.first)
            let members = all.records.filter { record in
                (record.tags.team.map { ReportValue.text($0) } ?? .absent) == first.values[0]
                    && .text(record.model) == first.values[1]
            }
            #expect(try self.cell(groups, first, "cost_usd") == .money(members.reduce(.zero) { $0 + $1.knownCost }))
            #expect(try self.cell(groups, first, "errors") == .count(members.count { $0.errorKind != nil }))
            #expect(try self.cell(groups, first, "retries") == .count(members.count { $0.attempt > 1 }))
            #expect(try self.cell(groups, first, "unpriced_calls") == .count(members.count { $0.totalCost == nil }))
            let tokens = Dictionary(grouping: members.filter { $0.interactionID != nil }) { $0.interactionID }
                .mapValues { $0.reduce(0) { $0 + ($1.totalTokens ?? 0) } }
            #expect(try self.cell(groups, first, "interactions") == .count(tokens.count))
            #expect(try self.cell(groups, first, "tokens_per_interaction_max") == .count(tokens.values.max() ?? 0))
            let peak = members.compactMap { record -> Money? in
                guard let cost = record.totalCost, let tokens = record.totalTokens else { return nil }
                return Rates.perMillion(cost, tokens)
            }.max()
            #expect(try self.cell(groups, first, "peak_cost_per_million_usd") == .money(orAbsent: peak))
        }
    }

    /// However a ledger is divided among threads, the report is the same.
    @Test func partsMergeToTheWhole() throws {
        try LedgerScanTests.withLedger(11) { folder in
            for report in [
                SpendReport(by: [.team]), SpendReport(.tokens, by: [], per: .week),
                SpendReport(by: [.user, .team, .model]),
            ] {
                var documents: Set<ReportDocument> = []
                for source in [LedgerSource.folder(folder), .files(try Self.files(in: folder))] {
                    let scan = LedgerScan(source)
                    let (sums, findings) = try scan.fold(report.needs, into: report.fold)
                    var document = report.document(sums, findings, scan)
                    // They name the file as it was given.
                    document.notes = []
                    documents.insert(document)
                }
                #expect(documents.count == 1)
            }
        }
    }

    private static func files(in folder: String) throws -> [String] {
        var files: [String] = []
        for day in 1...5 { for file in 0..<3 { files.append("\(folder)/dt=2027-01-0\(day)/\(file).jsonl") } }
        return files
    }

    @Test func tooManyInteractionsAreLeftOutAndSaid() throws {
        try LedgerScanTests.withLedger(5) { folder in
            let scan = LedgerScan(.folder(folder))
            var report = SpendReport(by: [.team])
            report.maximumInteractions = 10
            let (sums, findings) = try scan.fold(report.needs, into: report.fold)
            let document = report.document(sums, findings, scan)
            #expect(document.notes.contains { $0.code == "too_many_interactions" })
            #expect(try self.cell(document.tables[0], document.tables[0].rows[0], "interactions") == .absent)
        }
    }

    @Test func aGroupWithoutTheTagIsNeverLeftOut() throws {
        try LedgerScanTests.withLedger(6) { folder in
            let scan = LedgerScan(.folder(folder))
            var report = SpendReport(by: [.team])
            report.top = 1
            let (sums, findings) = try scan.fold(report.needs, into: report.fold)
            let kinds = report.document(sums, findings, scan).tables[0].rows.map(\.kind)
            #expect(kinds.contains(.gap) && kinds.contains(.rest) && kinds.last == .total)
        }
    }
}
