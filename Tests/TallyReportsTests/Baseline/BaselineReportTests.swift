import TallyMetering
import TallyPricing
import Testing

@testable import TallyReports

@Suite struct BaselineReportTests {
    /// Three teams with a dollar a call, and one with ten.
    private static func calls() -> [MeteringRecord] {
        var make = RecordMaker()
        var calls: [UsageRecord] = []
        for team in ["a", "b", "c"] {
            for index in 0..<4 {
                let tags = UsageTags(["team": team, "user": "u\(index % 2)"])
                calls.append(make.call(tags: tags) { $0.interactionID = "\(team)\(index / 2)" })
            }
        }
        calls.append(make.call(tags: ["team": "d"], cost: .dollars(10)))
        calls.append(make.call(tags: [:], cost: .dollars(100)))
        return calls.map { .usage($0) }
    }

    private static func document(_ change: (inout BaselineReport) -> Void = { _ in }) throws -> ReportDocument {
        var report = BaselineReport()
        change(&report)
        return try AnswerLedger(Self.calls()).scan { try report.document(of: $0) }
    }

    @Test func unitsAreHeldAgainstTheMedianOfUnits() throws {
        let document = try Self.document()
        #expect(document.isWellFormed)
        #expect(document.figure("units") == .count(4))
        #expect(document.figure("median_call_usd") == .money(.dollars(1)))
        // 22 dollars of 13 calls; the call without a team is in no average.
        #expect(document.figure("average_call_usd") == .money(try #require(Money("1.692307692308"))))
        #expect(document.cell("units", "a", "cost_per_interaction_usd") == .money(.dollars(2)))
        #expect(document.cell("units", "a", "cost_per_user_usd") == .money(.dollars(2)))
        #expect(document.cell("units", "d", "cost_per_call_times_median") == .number(10))
        #expect(document.cell("units", "d", "outlier_in") == .text("call"))
        #expect(document.cell("units", "d", "cost_per_user_usd") == .absent)
        #expect(document.cell("units", "a", "outlier_in") == .absent)
        #expect(document.cell("units", nil, "cost_usd") == .money(.dollars(100)))
        #expect(document.figure("outliers") == .count(1))
    }

    @Test func anOutlierIsNeverLeftOut() throws {
        let document = try Self.document { $0.top = 0 }
        #expect(document.cell("units", "d", "calls") == .count(1))
        #expect(document.cell("units", "a", "calls") == nil)
        #expect(document.tables[0].caption.hasPrefix("3 cheaper"))
    }

    /// At three times the median a unit is none, above it is one.
    @Test(arguments: [(10.0, 0), (9.99, 1)])
    func theLimitIsExclusive(limit: Double, outliers: Int) throws {
        #expect(try Self.document { $0.limit = limit }.figure("outliers") == .count(outliers))
    }

    @Test func tooManyInteractionsLeaveTheirFiguresOut() throws {
        let document = try Self.document { $0.maximumMembers = 5 }
        #expect(document.cell("units", "a", "cost_per_interaction_usd") == .absent)
        // There are six of each.
        #expect(document.notes.filter { $0.code.hasPrefix("too_many") }.count == 2)
        #expect(document.cell("units", "a", "cost_per_call_usd") == .money(.dollars(1)))
    }

    @Test func partsMergeToTheWhole() throws {
        let symbols = SymbolTable()
        let needs = RowNeeds([.team, .user], fields: .identities)
        for maximum in [5, 100] {
            var whole = BaselineFold(maximum: maximum)
            var (first, second) = (BaselineFold(maximum: maximum), BaselineFold(maximum: maximum))
            for (index, record) in Self.calls().enumerated() {
                guard case .usage(let record) = record else { continue }
                let row = UsageRow(record, needs: needs, symbols: symbols)
                whole.add(row)
                if index < 6 { first.add(row) } else { second.add(row) }
            }
            first.merge(second)
            #expect(first.interactions == whole.interactions)
            #expect(first.users == whole.users)
            #expect(first.units.mapValues(\.sums) == whole.units.mapValues(\.sums))
            #expect(first.units.mapValues(\.userCost) == whole.units.mapValues(\.userCost))
        }
    }
}
