import TallyMetering
import TallyPricing
import TallyTestSupport
import Testing

@testable import TallyReports

@Suite struct FocusExportTests {
    private static let book = PriceBook(
        layers: [
            PriceLayer(
                "list",
                rules: [
                    PriceRule(
                        .exact("m"),
                        provider: "p",
                        .prices([
                            .inputUncached: Price(.dollars(3), per: 1_000_000),
                            .cacheRead: Price(Money("0.3") ?? .zero, per: 1_000_000),
                            .outputText: Price(.dollars(15), per: 1_000_000),
                            .audioMilliseconds: Price(Money("0.11") ?? .zero, per: 3_600_000),
                        ])
                    )
                ]
            ),
            PriceLayer(
                "contract",
                rules: [PriceRule(.any, .multiply(PriceModifier("discount", PriceFactor("0.9137") ?? .one)))]
            ),
        ]
    )

    private static func call(_ number: Int, at time: String, _ usage: TokenUsage, team: String? = "search")
        -> UsageRecord
    {
        UsageRecord(
            id: RecordID(high: 0x01A2_D3C4_E5F6_7000, low: 1 << 63 | UInt64(number)),
            time: Timestamp(time) ?? Timestamp(millisecondsSince1970: 0),
            model: "m",
            usage: usage,
            provider: "p",
            tags: UsageTags(team: team)
        )
    }

    private static func export(
        _ records: [UsageRecord],
        _ change: (inout FocusExport) -> Void = { _ in }
    ) throws -> (rows: [[String: String]], summary: FocusExport.Summary) {
        let ledger = try PlanLedger(records)
        defer { ledger.remove() }
        var export = FocusExport(LedgerScan(.folder(ledger.folder)))
        change(&export)
        var text = ""
        let summary = try export.write { text += $0 }
        var lines = text.split(separator: "\n").map { Self.cells(String($0)) }
        let names = lines.removeFirst()
        return (lines.map { Dictionary(uniqueKeysWithValues: zip(names, $0)) }, summary)
    }

    /// The cells of a line, read by another way than they were written.
    private static func cells(_ line: String) -> [String] {
        var (cells, isQuoted) = ([""], false)
        for character in line {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: cells.append("")
            default: cells[cells.count - 1].append(character)
            }
        }
        return cells
    }

    @Test func aRowForEachMeterWithExactProducts() throws {
        let usage = TokenUsage(inputUncached: 123_457, cacheRead: 7, outputText: 9_999)
        let records = (0..<3).map { Self.call($0, at: "2026-10-31T10:00:00Z", usage).priced(by: Self.book) }
        let (rows, summary) = try Self.export(records)
        #expect(rows.map { $0["SkuMeter"] } == ["Input Tokens", "Cache Read Input Tokens", "Output Tokens"])
        let input = try #require(rows.first)
        #expect(input["ConsumedQuantity"] == "370371.0")
        #expect(input["PricingQuantity"] == "0.370371")
        #expect(input["PricingUnit"] == "1000000 Tokens")
        #expect(input["ListUnitPrice"] == "3.0")
        #expect(input["ListCost"] == "1.111113")
        // 3 · 0.9137 = 2.7411, times 0.370371.
        #expect(input["ContractedUnitPrice"] == "2.7411")
        #expect(input["ContractedCost"] == "1.0152239481")
        #expect(input["EffectiveCost"] == "1.0152239481")
        #expect(input["ChargePeriodStart"] == "2026-10-31T00:00:00Z")
        #expect(input["ChargePeriodEnd"] == "2026-11-01T00:00:00Z")
        #expect(input["BillingPeriodStart"] == "2026-10-01T00:00:00Z")
        #expect(input["BillingPeriodEnd"] == "2026-11-01T00:00:00Z")
        #expect(input["x_Requests"] == "3")
        #expect(summary.cost == records.reduce(.zero) { $0 + $1.knownCost })
    }

    @Test func aPriceWithoutAnEndIsChargedByTheDollar() throws {
        let record = Self.call(1, at: "2026-10-31T10:00:00Z", TokenUsage([.audioMilliseconds: 1_001]))
        let (rows, _) = try Self.export([record.priced(by: Self.book)])
        let row = try #require(rows.first)
        #expect(row["PricingUnit"] == "US Dollars")
        #expect(row["PricingQuantity"] == row["EffectiveCost"])
        #expect(row["ConsumedUnit"] == "Milliseconds")
    }

    @Test func whatHasNoPriceHasAReasonAndItsTokens() throws {
        var unknown = Self.call(1, at: "2026-10-31T10:00:00Z", TokenUsage(inputUncached: 5, outputText: 6))
        unknown.model = "other"
        let never = Self.call(2, at: "2026-10-31T10:00:00Z", TokenUsage(inputUncached: 7))
        let (rows, summary) = try Self.export([unknown.priced(by: Self.book), never])
        #expect(summary.unpricedRows == rows.count)
        #expect(rows.allSatisfy { $0["SkuPriceId"] == "" && $0["ListUnitPrice"] == "" && $0["ListCost"] == "0.0" })
        #expect(Set(rows.compactMap { $0["x_UnpricedReason"] }) == ["unknown_model", "not_priced"])
        #expect(rows.compactMap { $0["x_ConsumedTokens"].flatMap(Int.init) }.reduce(0, +) == 18)
    }

    @Test func theProvidersOwnFigureIsAMeterOfItsOwn() throws {
        var record = Self.call(1, at: "2026-10-31T10:00:00Z", TokenUsage(inputUncached: 5, outputText: 6))
        record = record.priced(by: Self.book)
        record.providerCost = Money("0.0123")
        let (rows, summary) = try Self.export([record])
        #expect(rows.count == 1)
        #expect(rows.first?["x_CostSource"] == "provider")
        #expect(rows.first?["EffectiveCost"] == "0.0123")
        #expect(rows.first?["ConsumedQuantity"] == "1.0")
        #expect(summary.cost == Money("0.0123"))
    }

    @Test func periodsAndTagsSplitRows() throws {
        let usage = TokenUsage(inputUncached: 10)
        let times = ["2026-10-31T22:59:59.999Z", "2026-10-31T23:00:00Z", "2026-11-01T00:00:00Z"]
        let records = times.enumerated().map { Self.call($0, at: $1, usage).priced(by: Self.book) }
        #expect(try Self.export(records).rows.count == 2)
        #expect(try Self.export(records) { $0.granularity = .hour }.rows.count == 3)
        let months = try Self.export(records) { $0.granularity = .month }.rows
        #expect(months.map { $0["ChargePeriodStart"] } == ["2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z"])
        let other = Self.call(9, at: times[0], usage, team: "a\"b").priced(by: Self.book)
        #expect(try Self.export(records + [other]).rows.count == 3)
        #expect(try Self.export(records + [other]) { $0.tagKeys = [] }.rows.count == 2)
    }

    @Test func tooManyRowsAreAnError() throws {
        let records = (0..<4).map { number in
            Self.call(number, at: "2026-10-31T10:00:00Z", TokenUsage(inputUncached: 1), team: "t\(number)")
                .priced(by: Self.book)
        }
        #expect(throws: ExportLimitError.self) { try Self.export(records) { $0.maximumRows = 3 } }
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func mergedPartsAreTheWhole(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let rows = (0..<200).map { number in
            let usage = TokenUsage(inputUncached: .random(in: 0...9, using: &generator), outputText: 3)
            let time = "2026-10-\(Int.random(in: 10...31, using: &generator))T10:00:00Z"
            let record = Self.call(number, at: time, usage).priced(by: Self.book)
            return UsageRow(record, needs: RowNeeds(fields: .record), symbols: SymbolTable())
        }
        func fold(_ rows: ArraySlice<UsageRow>) -> FocusFold {
            var fold = FocusFold(granularity: .day, tagKeys: ["team"], maximumRows: 1_000)
            for row in rows { fold.add(row) }
            return fold
        }
        var parts = fold(rows[..<70])
        parts.merge(fold(rows[70..<71]))
        parts.merge(fold(rows[71...]))
        #expect(parts.amounts == fold(rows[...]).amounts, "seed \(seed)")
    }
}
