import TallyMetering
import TallyPricing
import TallyTestSupport
import Testing

@testable import TallyReports

@Suite struct WhatIfTests {
    private static func rule(_ model: String, _ input: Int, _ cached: Int, _ output: Int) -> [PriceRule] {
        [
            PriceRule(
                .exact(model),
                .prices([
                    .inputUncached: Price(.dollars(input), per: 1_000_000),
                    .cacheRead: Price(.dollars(cached), per: 1_000_000),
                    .outputText: Price(.dollars(output), per: 1_000_000),
                ])
            ),
            PriceRule(
                .exact(model),
                when: PriceCondition(selectors: ["processing": "batch"]),
                .multiply(PriceModifier("batch", PriceFactor("0.5") ?? .one, scope: .ownAndBelow))
            ),
        ]
    }

    private static let book = PriceBook(
        layers: [PriceLayer("list", rules: Self.rule("large", 10, 1, 40) + Self.rule("small", 2, 1, 8))]
    )

    private static func call(_ number: Int, _ model: String = "large") -> UsageRecord {
        UsageRecord(
            id: RecordID(high: 0x01A2_D3C4_E5F6_7000, low: 1 << 63 | UInt64(number)),
            time: Timestamp(millisecondsSince1970: 1_760_000_000_000),
            model: model,
            usage: TokenUsage(inputUncached: 1_000, outputText: 100),
            tags: UsageTags(team: "search")
        )
    }

    /// Before and after for the whole, in dollars.
    private static func answer(
        _ records: [UsageRecord],
        _ change: (inout WhatIf) -> Void
    ) throws -> (before: String, after: String, report: ReportDocument) {
        let ledger = try PlanLedger(records.map { $0.priced(by: Self.book) })
        defer { ledger.remove() }
        var question = WhatIf(LedgerScan(.folder(ledger.folder)))
        question.book = Self.book
        change(&question)
        let report = try question.report()
        func money(_ key: String) throws -> String {
            guard case .money(let money)? = report.figures.first(where: { $0.key == key })?.value else { return "" }
            return money.description
        }
        return (try money("before_usd"), try money("after_usd"), report)
    }

    @Test func anotherModelHasItsPricesAndItsTokens() throws {
        // 1,000 · $10/M + 100 · $40/M = $0.014; with the other model a fifth of it.
        let plain = try Self.answer([Self.call(1)]) { $0.replacements = [.init("lar*", by: "small")] }
        #expect((plain.before, plain.after) == ("0.014", "0.0028"))
        #expect(plain.report.notes.contains { $0.code == "token_ratio" && $0.severity == .warning })
        // 1,100 · $2/M + 110 · $8/M.
        let more = try Self.answer([Self.call(1)]) { $0.replacements = [.init("large", by: "small", tokenRatio: 1.1)] }
        #expect(more.after == "0.00308")
        let nobody = try Self.answer([Self.call(1)]) { $0.replacements = [.init("other", by: "small", tokenRatio: 1)] }
        #expect(nobody.after == nobody.before)
        #expect(nobody.report.notes.contains { $0.code == "not_used" })
    }

    @Test func sharesOfBatchAndCache() throws {
        // A tenth of half the price less: 0.014 · 0.95.
        #expect(try Self.answer([Self.call(1)]) { $0.batchShare = 0.1 }.after == "0.0133")
        var batched = Self.call(2)
        batched.isBatch = true
        #expect(try Self.answer([batched]) { $0.batchShare = 1 }.after == "0.007")
        // 500 · $10/M + 500 · $1/M + 100 · $40/M.
        #expect(try Self.answer([Self.call(1)]) { $0.cacheShare = 0.5 }.after == "0.0095")
    }

    @Test func withoutAChangeNothingChanges() throws {
        let (before, after, report) = try Self.answer([Self.call(1), Self.call(2, "small")]) { $0.batchShare = 0 }
        #expect(before == after)
        #expect(report.figures.contains { $0.key == "changed_calls" && $0.value == .count(0) })
    }

    @Test func whatHasNoPriceIsInNeitherSum() throws {
        let records = [Self.call(1), Self.call(2, "unknown")]
        let (before, after, report) = try Self.answer(records) { $0.replacements = [.init("large", by: "nobody")] }
        #expect((before, after) == ("0", "0"))
        #expect(report.figures.contains { $0.key == "left_out_calls" && $0.value == .count(2) })
        #expect(report.figures.contains { $0.key == "left_out_usd" && $0.value == .money(Money("0.014") ?? .zero) })
        #expect(report.notes.contains { $0.code == "left_out" })
    }

    @Test func aSamplingOfTheRequestsModelGoesWithIt() throws {
        var record = Self.call(1)
        record.furtherSamplings = [
            Sampling(kind: "advice", model: nil, usage: TokenUsage(inputUncached: 1_000)),
            Sampling(kind: "compaction", model: "large", usage: TokenUsage(inputUncached: 1_000)),
            Sampling(kind: "other", model: "small", usage: TokenUsage(inputUncached: 1_000)),
        ]
        let (before, after, _) = try Self.answer([record]) {
            $0.replacements = [.init("large", by: "small", tokenRatio: 1)]
        }
        // 0.014 + 0.01 + 0.01 + 0.002, and 0.0028 + 3 · 0.002.
        #expect((before, after) == ("0.036", "0.0088"))
    }

    @Test(arguments: [1, 2] as [UInt64]) func mergedPartsAreTheWhole(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let symbols = SymbolTable()
        let rows = (0..<200).map { number in
            let model = ["large", "small", "unknown"][Int.random(in: 0..<3, using: &generator)]
            let needs = RowNeeds([.model], fields: .record)
            return UsageRow(Self.call(number, model).priced(by: Self.book), needs: needs, symbols: symbols)
        }
        func fold(_ rows: ArraySlice<UsageRow>) -> RepricingFold {
            var fold = RepricingFold { ($0.catalogueCost, $0.catalogueCost) }
            for row in rows { fold.add(row) }
            return fold
        }
        var parts = fold(rows[..<50])
        parts.merge(fold(rows[50...]))
        let whole = fold(rows[...])
        #expect(parts.groups == whole.groups && parts.models == whole.models, "seed \(seed)")
    }
}
