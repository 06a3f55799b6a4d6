import TallyMetering
import TallyPricing
import Testing

@testable import TallyReports

@Suite struct RoutingReportTests {
    /// Sessions of one model and type of work with outcomes.
    private func work(
        _ make: inout RecordMaker,
        _ work: String,
        _ model: String,
        accepted: Int,
        of count: Int,
        cost: Int,
        isPriced: Bool = true
    ) -> [MeteringRecord] {
        (0..<count).flatMap { index in
            let session = "\(work) \(model) \(index)"
            let call = make.call(model: model, cost: isPriced ? .dollars(cost) : nil) {
                $0.sessionID = session
                $0.origin.work = work
                $0.duration = .seconds(index + 1)
            }
            return [.usage(call), make.outcome(index < accepted ? .accepted : .reworked, of: .session(session))]
        }
    }

    @Test func theCheapestModelThatIsNotSurelyWorseIsTheDefault() throws {
        var make = RecordMaker()
        var records = self.work(&make, "review", "small", accepted: 50, of: 60, cost: 1)
        records += self.work(&make, "review", "large", accepted: 58, of: 60, cost: 10)
        records += self.work(&make, "review", "poor", accepted: 10, of: 60, cost: 1)
        records += self.work(&make, "naming", "small", accepted: 29, of: 29, cost: 1)
        records += self.work(&make, "odd \"work\"\n", "free", accepted: 40, of: 40, cost: 0, isPriced: false)
        let ledger = try AnswerLedger(records)
        let document = try ledger.scan { try RoutingReport().document(of: $0) }
        #expect(document.isWellFormed)
        #expect(document.cell("advice", "review", "default") == .text("small"))
        #expect(document.cell("advice", "review", "escalation") == .text("large"))
        #expect(document.cell("advice", "naming", "default") == .absent)
        #expect(document.cell("advice", "naming", "reason") == .text("no advice: no model has 30 outcomes"))
        #expect(document.cell("advice", "odd \"work\"\n", "default") == .absent)
        let yaml = "routing: {work: {\"review\": {default: \"small\", escalation: \"large\"}}}"
        #expect(document.figure("routing_yaml") == .text(yaml))
        let rows = document.tables[1].rows.filter { $0.values[0] == .text("review") }
        #expect(rows.map { $0.values[1] } == [.text("large"), .text("poor"), .text("small")])
        #expect(rows[2].values[9] == .money(Money("1.2") ?? .zero))
        #expect(rows[2].values[13] == .duration(.milliseconds(30_500)))
        #expect(rows[0].values[10] == .money(.dollars(10)))
    }

    @Test func namesAreQuotedForYAML() {
        var cell = RoutingCell()
        cell.outcomes = 30
        cell.accepted = 30
        cell.pricedAccepted = 30
        cell.costs = Array(repeating: 1, count: 30)
        let type = RoutingReport.WorkType(name: "a\"b\\c\nd: #\u{85}", models: [("m", cell)], minimum: 30)
        let expected = #"routing: {work: {"a\"b\\c\u000Ad: #\u0085": {default: "m"}}}"#
        #expect(RoutingReport.yaml([type]) == expected)
    }

    /// Exact ranks of the binomial distribution for comparison: 95% of 100 is between the 40th and the 61st number.
    @Test(arguments: [(1, 0, 0), (2, 0, 1), (10, 0, 8), (30, 8, 20), (100, 39, 59), (1_000_000, 499_019, 500_979)])
    func ranksOfAMedianAreInOrder(count: Int, lower: Int, upper: Int) {
        let ranks = MedianInterval.ranks(of: count)
        #expect(abs(ranks.lower - lower) <= 1 && abs(ranks.upper - upper) <= 1, "\(ranks)")
        #expect(0...ranks.upper ~= ranks.lower && ranks.upper < count)
    }
}
