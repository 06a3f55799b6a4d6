import TallyMetering
import TallyPricing
import Testing

@testable import TallyReports

@Suite struct ValueReportTests {
    @Test func costIsOfAllWorkAndMarginOfWhatIsLeft() throws {
        var make = RecordMaker()
        var records: [MeteringRecord] = []
        for (session, customer, outcome) in [
            ("1", "acme", Outcome.accepted), ("2", "acme", .failed), ("3", "acme", .accepted), ("4", "tiny", .failed),
        ] {
            records.append(
                .usage(make.call(tags: UsageTags(["customer": customer]), cost: .dollars(5)) { $0.sessionID = session })
            )
            records.append(make.outcome(outcome, of: .session(session)))
        }
        records.append(.usage(make.call(cost: nil)))
        let values = try ValueTable(csv: "Customer,allowance,revenue\r\nacme,\"12.50\",20\r\n\"ghost, inc\",,3\r\n")
        let ledger = try AnswerLedger(records)
        let document = try ledger.scan { try ValueReport(values: values, top: 1).document(of: $0) }
        #expect(document.isWellFormed)
        #expect(document.figure("cost_per_accepted_usd") == .money(.dollars(10)))
        #expect(document.cell("by_customer", "acme", "cost_per_accepted_usd") == .money(Money("7.5") ?? .zero))
        #expect(document.cell("by_customer", "acme", "margin_usd") == .money(.dollars(5)))
        #expect(document.cell("by_customer", "acme", "margin_share") == .share(0.25))
        #expect(document.cell("by_customer", "acme", "overage_usd") == .money(Money("2.5") ?? .zero))
        #expect(document.cell("by_customer", "ghost, inc", "margin_usd") == .money(.dollars(3)))
        #expect(document.cell("by_customer", "ghost, inc", "overage_usd") == .absent)
        #expect(document.cell("by_customer", "tiny", "cost_per_accepted_usd") == .absent)
        #expect(document.cell("by_customer", "tiny", "margin_usd") == .absent)
        #expect(document.cell("by_customer", nil, "unpriced_calls") == .count(1))
        #expect(document.notes.contains { $0.code == "unpriced" })
    }

    @Test(arguments: [
        ("", 1, "there is no header"), ("customer\n", 1, "expected a tag or field and revenue"),
        ("revenue,allowance\n", 1, "expected a tag or field"), ("a,b,revenue\n", 1, "expected a tag or field"),
        ("customer,revenue\nacme\n", 2, "there are 1 fields; expected 2"),
        ("customer,revenue\nacme,1\n\nacme,2\n", 4, "'acme' is there already"),
        ("customer,revenue\n,1\n", 2, "the customer is empty"),
        ("customer,revenue\nacme,1e3\n", 2, "revenue is '1e3'; expected dollars"),
        ("customer,revenue\nacme,-1\n", 2, "expected dollars"), ("customer,revenue\nacme,\"1\n", 2, "never closed"),
        ("customer,revenue\n\"a\nb\",1\n\"x\"y,2\n", 4, "text after the closing double quote"),
    ]) func aMistakeHasItsLine(text: String, line: Int, message: String) {
        let error = #expect(throws: ValueTableError.self) { try ValueTable(csv: text) }
        #expect(error?.line == line && error?.message.contains(message) == true, "\(String(describing: error))")
    }

    @Test func whatSpreadsheetsWriteIsRead() throws {
        let table = try ValueTable(
            csv: "\u{FEFF}feature , revenue\r\"a \"\"b\"\"\" , $1\r\n c d ,\n".replacing("\" ,", with: "\",")
        )
        #expect(table.dimension == .feature)
        #expect(table.entries["a \"b\""]?.revenue == .dollars(1))
        #expect(table.entries["c d"] == ValueTable.Entry())
    }
}
