import TallyMetering
import TallyPricing
import Testing

@testable import TallyReports

@Suite struct CallExportTests {
    @Test func aRowForEachCallWithWhatItSays() throws {
        var record = UsageRecord(
            id: RecordID(high: 0x01A2_D3C4_E5F6_7000, low: 1 << 63 | 1),
            time: Timestamp(millisecondsSince1970: 1_760_000_000_123),
            model: "a, \"b\"",
            usage: TokenUsage(inputUncached: 3, outputText: 4),
            tags: ["team": "search", "x": "1"]
        )
        record.duration = .microseconds(1_234_567)
        record.providerCost = Money("0.000000000001")
        var unknown = record
        unknown.providerCost = nil
        unknown = unknown.priced(by: PriceBook(layers: []))
        let ledger = try PlanLedger([record])
        defer { ledger.remove() }
        let other = try PlanLedger([unknown])
        defer { other.remove() }

        var text = ""
        _ = try CallExport(LedgerScan(.folder(ledger.folder))).write { text += $0 }
        let lines = text.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].hasPrefix("id,time,call_id,attempt,"))
        #expect(lines[1].contains(",\"a, \"\"b\"\"\","))
        #expect(lines[1].contains(",\"{\"\"x\"\":\"\"1\"\"}\","))
        #expect(lines[1].hasSuffix(",3,4,7,provider,0.000000000001,provider,,,1234.567,,,"))

        var second = ""
        _ = try CallExport(LedgerScan(.folder(other.folder))).write { second += $0 }
        #expect(second.hasSuffix(",3,4,7,provider,,,0,unknown_model,1234.567,,,\n"))
    }
}
