import TallyMetering
import TallyPricing
import Testing

@testable import TallyReports

@Suite struct AuditReportTests {
    @Test func everyValueHasItsFirstAndLastCall() throws {
        var make = RecordMaker()
        let calls = [
            make.call(hours: 30, model: "a", tags: ["team": "x"], cost: .dollars(2)),
            make.call(hours: 1, model: "b", cost: .dollars(5)),
            make.call(hours: 50, model: "b", tags: ["team": "x"], cost: nil) { $0.errorKind = "http_500" },
            make.call(hours: 2, model: "c", cost: .dollars(1)),
        ]
        let document = try AnswerLedger(calls.map { .usage($0) }).scan { try AuditReport(top: 2).document(of: $0) }
        #expect(document.isWellFormed)
        let models = try #require(document.tables.first { $0.key == "model" })
        #expect(models.rows.map(\.values[0]) == [.text("b"), .text("a"), .text("1 others"), .text("all")])
        #expect(models.rows.map(\.kind) == [.group, .group, .rest, .total])
        #expect(document.cell("model", "b", "first_seen") == .time(RecordMaker.time(hours: 1)))
        #expect(document.cell("model", "b", "last_seen") == .time(RecordMaker.time(hours: 50)))
        #expect(document.cell("model", "b", "unpriced_calls") == .count(1))
        #expect(document.cell("model", "b", "errors") == .count(1))
        #expect(document.cell("team", "x", "calls") == .count(2))
        // Calls without a team have a row.
        #expect(document.cell("team", nil, "calls") == .count(2))
        #expect(document.figure("team_values") == .count(1))
        #expect(document.figure("model_values") == .count(3))
    }

    @Test func partsMergeToTheWhole() throws {
        var make = RecordMaker()
        let symbols = SymbolTable()
        let needs = RowNeeds([.model, .team])
        var whole = InventoryFold(fields: 2)
        var parts = (0..<3).map { _ in InventoryFold(fields: 2) }
        for index in 0..<90 {
            let tags: UsageTags = index % 7 == 0 ? [:] : ["team": "t\(index % 5)"]
            let record = make.call(hours: Double(index), model: "m\(index % 4)", tags: tags, cost: .dollars(index))
            let row = UsageRow(record, needs: needs, symbols: symbols)
            whole.add(row)
            parts[index / 30].add(row)
        }
        for part in parts[1...] { parts[0].merge(part) }
        #expect(parts[0].values == whole.values)
        #expect(parts[0].total == whole.total)
    }
}
