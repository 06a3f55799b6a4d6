import TallyMetering
import TallyPricing
import TallyTestSupport
import Testing

@testable import TallyReports

@Suite struct TokenStoryTests {
    private static let book = PriceBook(
        layers: [
            PriceLayer(
                "list",
                rules: [
                    PriceRule(
                        .exact("m"),
                        .prices([
                            .inputUncached: Price(.dollars(2), per: 1_000_000),
                            .outputText: Price(.dollars(10), per: 1_000_000),
                        ])
                    )
                ]
            )
        ]
    )

    private static func phase(_ name: String, calls: Double, budget: Money?) -> TokenStory.Phase {
        let use = SpendPlan.UseCase("answers", model: "m", calls: calls, inputTokens: 1_000, outputTokens: 100)
        return TokenStory.Phase(name, environment: name, use: use, budget: budget)
    }

    private static func story(calls: Double = 100, budget: Money? = .dollars(1)) -> TokenStory {
        let phases = [
            Self.phase("test", calls: 10, budget: nil), Self.phase("production", calls: calls, budget: budget),
        ]
        return TokenStory(feature: "answers", owner: "search", value: "fewer tickets", phases: phases)
    }

    private static func call(
        _ number: Int,
        day: Int64,
        _ environment: String?,
        input: Int = 1_000,
        feature: String = "answers"
    ) -> UsageRecord {
        var tags = UsageTags(team: "search", feature: feature)
        tags["environment"] = environment
        return UsageRecord(
            id: RecordID(high: 0x01A2_D3C4_E5F6_7000, low: 1 << 63 | UInt64(number)),
            time: Timestamp(millisecondsSince1970: (20_089 + day) * 86_400_000),
            model: "m",
            usage: TokenUsage(inputUncached: input, outputText: 100),
            tags: tags
        ).priced(by: Self.book)
    }

    private static func check(_ story: TokenStory, _ records: [UsageRecord]) throws -> (ReportDocument, Bool) {
        let ledger = try PlanLedger(records)
        defer { ledger.remove() }
        return try StoryCheck(story, against: LedgerScan(.folder(ledger.folder))).report()
    }

    @Test func costsAreThoseOfTheBook() throws {
        // A call is 1,000 · $2/M + 100 · $10/M = $0.003.
        let report = Self.story().report(by: Self.book, at: nil)
        #expect(report.figures.contains { $0.key == "expected_usd" && $0.value == .money(Money("0.33") ?? .zero) })
        let table = try #require(report.tables.first)
        #expect(table.rows.map { $0.values[6] } == ["0.03", "0.3", "0.33"].map { .money(Money($0) ?? .zero) })
        #expect(!report.notes.contains { $0.code == "over_budget" })
    }

    @Test func aStoryThatExceedsItselfOrHasNoPriceSaysSo() {
        let over = Self.story(calls: 1_000).report(by: Self.book, at: nil)
        #expect(over.notes.contains { $0.code == "over_budget" && $0.text.contains("production") })
        let unpriced = Self.story().report(by: PriceBook(layers: []), at: nil)
        #expect(unpriced.notes.contains { $0.code == "unpriced" })
        #expect(unpriced.figures.contains { $0.key == "expected_usd" && $0.value == .absent })
    }

    @Test func asExpectedIsNotOver() throws {
        // Three calls a day in production: 91 a month; one a day of another feature.
        var records: [UsageRecord] = []
        for day in 0..<30 {
            for number in 0..<3 { records.append(Self.call(day * 4 + number, day: Int64(day), "production")) }
            records.append(Self.call(day * 4 + 3, day: Int64(day), "production", feature: "other"))
        }
        let (report, isOver) = try Self.check(Self.story(), records)
        #expect(!isOver)
        #expect(report.figures.contains { $0.key == "actual_usd" && $0.value == .money(Money("0.27") ?? .zero) })
        #expect(report.figures.contains { $0.key == "days" && $0.value == .count(30) })
    }

    @Test func overBudgetOverCallsOverTokens() throws {
        let many = (0..<300).map { Self.call($0, day: Int64($0 / 10), "production") }
        let (calls, isOver) = try Self.check(Self.story(), many)
        #expect(isOver)
        #expect(calls.notes.contains { $0.code == "over" && $0.text.contains("calls a month") })
        let (budget, _) = try Self.check(Self.story(calls: 1_000, budget: Money("0.5")), many)
        #expect(budget.notes.map(\.code) == ["over"])
        #expect(budget.notes.allSatisfy { $0.text.contains("budget $0.5") })
        let long = (0..<30).map { Self.call($0, day: Int64($0), "production", input: 1_201) }
        let (tokens, isLong) = try Self.check(Self.story(), long)
        #expect(isLong)
        #expect(tokens.notes.contains { $0.text.contains("input tokens a call") })
        #expect(
            try !Self.check(Self.story(), (0..<30).map { Self.call($0, day: Int64($0), "production", input: 1_200) }).1
        )
    }

    @Test func callsOfAnotherEnvironmentAreOver() throws {
        let (report, isOver) = try Self.check(Self.story(), [Self.call(1, day: 0, nil), Self.call(2, day: 29, "test")])
        #expect(isOver)
        #expect(report.tables.first?.rows.last?.kind == .gap)
        #expect(report.notes.contains { $0.code == "over" && $0.text.contains("environments") })
    }

    @Test func aLedgerWithoutTheFeatureIsSaid() throws {
        let (report, isOver) = try Self.check(Self.story(), [Self.call(1, day: 0, "test", feature: "other")])
        #expect(!isOver)
        #expect(report.notes.contains { $0.code == "no_calls" })
    }

    @Test(arguments: [1, 2] as [UInt64]) func mergedPartsAreTheWhole(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let symbols = SymbolTable()
        let needs = RowNeeds([.feature, .tag("environment")], fields: .attempts)
        let rows = (0..<200).map { number in
            let environment = ["test", "production", nil].randomElement(using: &generator) ?? nil
            let day = Int64.random(in: 0..<9, using: &generator)
            return UsageRow(Self.call(number, day: day, environment), needs: needs, symbols: symbols)
        }
        func fold(_ rows: ArraySlice<UsageRow>) -> StoryFold {
            var fold = StoryFold(feature: symbols.symbol(of: "answers"))
            for row in rows { fold.add(row) }
            return fold
        }
        var parts = fold(rows[..<100])
        parts.merge(fold(rows[100...]))
        #expect(parts.uses == fold(rows[...]).uses && parts.days == fold(rows[...]).days, "seed \(seed)")
    }
}
