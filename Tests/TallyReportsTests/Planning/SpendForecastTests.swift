import TallyMetering
import TallyPricing
import TallyTestSupport
import Testing

@testable import TallyReports

@Suite struct SpendForecastTests {
    private static let start: Int64 = 20_089  // 2025-01-01

    private static func call(_ number: Int, day: Int64, _ cost: Money, team: String? = "search") -> UsageRecord {
        var record = UsageRecord(
            id: RecordID(high: 0x01A2_D3C4_E5F6_7000, low: 1 << 63 | UInt64(number)),
            time: Timestamp(millisecondsSince1970: day * 86_400_000 + 1_000),
            model: "m",
            usage: TokenUsage(inputUncached: 80, cacheRead: 20, outputText: 10),
            tags: UsageTags(team: team)
        )
        record.providerCost = cost
        return record
    }

    private static func table(_ report: ReportDocument, _ key: String) throws -> ReportTable {
        try #require(report.tables.first { $0.key == key })
    }

    private static func dollars(_ value: ReportValue) throws -> Double {
        guard case .money(let money) = value else { throw NoMoney() }
        return money.dollars
    }

    private struct NoMoney: Error {}

    @Test(arguments: [21, 22] as [UInt64])
    func afterTwoYearsOfALedgerTheExpectedMonthsAreWithinFivePercent(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let spend = SyntheticSpend()
        let ledger = try PlanLedger()
        defer { ledger.remove() }
        for (day, value) in spend.draw(730, using: &generator).enumerated() {
            ledger.add(Self.call(day, day: Self.start + Int64(day), Money(estimate: value)))
        }
        try ledger.save()
        let report = try SpendForecast(LedgerScan(.folder(ledger.folder))).report()
        // A day of the week off: 1970-01-01 was a Thursday, 2025-01-01 a Wednesday. Over 90 days that is less than 1%.
        let known = (730..<820).reduce(0) { $0 + spend.mean($1) }
        let months = try Self.table(report, "months")
        #expect(months.rows.count == 4)
        let expected = try Self.dollars(months.rows[3].values[4])
        // January to March 2027 have 90 days.
        #expect(abs(expected / known - 1) < 0.05, "\(expected) for \(known), seed \(seed)")
        #expect(months.rows[0].values[0] == .text("2027-01"))
    }

    @Test func theOverheadOfTheArticle() throws {
        var records = (0..<10).map { Self.call($0, day: Self.start, Money("0.01") ?? .zero) }
        for number in 10..<12 {
            var retry = Self.call(number, day: Self.start, Money("0.01") ?? .zero)
            retry.attempt = 2
            records.append(retry)
        }
        // A call without a price costs nothing that is known, and is not in the ratio either.
        var unpriced = Self.call(12, day: Self.start, .zero)
        unpriced.providerCost = nil
        records.append(unpriced)
        let ledger = try PlanLedger(records)
        defer { ledger.remove() }
        let report = try SpendForecast(LedgerScan(.folder(ledger.folder))).report()
        guard case .number(let overhead) = try #require(report.figures.first { $0.key == "overhead" }).value else {
            throw NoMoney()
        }
        #expect(abs(overhead - 1.2) < 1e-12)
        #expect(report.notes.contains { $0.code == "short_history" })
        // One day gives no interval.
        #expect(try Self.table(report, "months").rows[0].values[3] == .absent)
    }

    @Test func monthsCountWhatIsThereAlready() throws {
        // 2025-01-01 to 2025-02-10, a dollar a day.
        let ledger = try PlanLedger((0..<41).map { Self.call($0, day: Self.start + Int64($0), .dollars(1)) })
        defer { ledger.remove() }
        var forecast = SpendForecast(LedgerScan(.folder(ledger.folder)))
        forecast.months = 2
        forecast.budgets = [
            Budget("tight", .money(.dollars(27)), per: .month), Budget("wide", .money(.dollars(100)), per: .month),
            Budget("others", .money(.dollars(1)), per: .month, of: ["team": .equals("nobody")]),
            Budget("daily", .money(.dollars(1)), per: .day),
        ]
        let report = try forecast.report()
        let months = try Self.table(report, "months")
        #expect(months.rows[0].values[0] == .text("2025-02"))
        #expect(months.rows[0].values[1] == .count(10))
        #expect(months.rows[0].values[2] == .money(.dollars(10)))
        #expect(abs(try Self.dollars(months.rows[0].values[4]) - 28) < 1e-6)
        #expect(abs(try Self.dollars(months.rows[1].values[4]) - 31) < 1e-6)
        let budgets = try Self.table(report, "budgets").rows
        #expect(budgets.map { $0.values[6] } == ["passed", "passed", "kept", "kept", "kept", "kept"].map { .text($0) })
        #expect(report.notes.contains { $0.code == "budgets_left_out" && $0.text.contains("daily") })
    }

    @Test func daysToComeAreScaled() throws {
        var records: [UsageRecord] = []
        for number in 0..<120 {
            var record = Self.call(number, day: Self.start + Int64(number / 4), .dollars(1))
            record.tags["user"] = "u\(number % 4)"
            records.append(record)
        }
        let ledger = try PlanLedger(records)
        defer { ledger.remove() }
        var forecast = SpendForecast(LedgerScan(.folder(ledger.folder)))
        forecast.scale = SpendForecast.Scale(.tag("user"), 400)
        forecast.months = 2
        let months = try Self.table(try forecast.report(), "months")
        // 30 days of January are there; the last one, and February, are of 400 users instead of 4.
        #expect(abs(try Self.dollars(months.rows[0].values[4]) - (120 + 400)) < 1e-3)
        #expect(abs(try Self.dollars(months.rows[1].values[4]) - 28 * 400) < 1e-2)
    }

    @Test func groupsHaveARestAndGapsStand() throws {
        var records: [UsageRecord] = []
        for number in 0..<40 {
            let team: String? = number % 4 == 3 ? nil : ["a", "b", "c"][number % 4]
            records.append(Self.call(number, day: Self.start + Int64(number), .dollars(4 - number % 4), team: team))
        }
        let ledger = try PlanLedger(records)
        defer { ledger.remove() }
        var forecast = SpendForecast(LedgerScan(.folder(ledger.folder)))
        forecast.groups = [.team]
        forecast.top = 1
        let groups = try Self.table(try forecast.report(), "groups")
        #expect(groups.rows.map(\.kind) == [.group, .gap, .rest, .total])
        #expect(groups.rows.allSatisfy { $0.values.count == groups.columns.count })
    }

    @Test func aWrongClockTakesNeitherTimeNorTheTrend() throws {
        var records = (0..<60).map { Self.call($0, day: Self.start + Int64($0), .dollars(1)) }
        // The years 1 and 9000.
        records.append(Self.call(60, day: -719_000, .dollars(1)))
        records.append(Self.call(61, day: 2_567_000, .dollars(1)))
        let ledger = try PlanLedger(records)
        defer { ledger.remove() }
        let now = Timestamp(millisecondsSince1970: (Self.start + 60) * 86_400_000)
        let report = try SpendForecast(LedgerScan(.folder(ledger.folder), now: now)).report()
        #expect(report.notes.contains { $0.code == "older_days" })
        #expect(report.notes.contains { $0.code == "unfinished_day" })
    }

    @Test(arguments: [1, 2] as [UInt64]) func mergedPartsAreTheWhole(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let symbols = SymbolTable()
        let budgets = BudgetMatching(
            [Budget("a", .money(.dollars(1)), per: .month, of: ["team": .equals("a")])],
            symbols: symbols
        )
        let needs = RowNeeds([.team, .team] + budgets.dimensions, fields: .attempts)
        let rows = (0..<300).map { number in
            let team = ["a", "b", nil].randomElement(using: &generator) ?? nil
            let day = Self.start + Int64.random(in: 0..<9, using: &generator)
            return UsageRow(Self.call(number, day: day, .dollars(number), team: team), needs: needs, symbols: symbols)
        }
        func fold(_ rows: ArraySlice<UsageRow>) -> ForecastFold {
            var fold = ForecastFold(groupSize: 1, scales: true, budgets: budgets)
            for row in rows { fold.add(row) }
            return fold
        }
        var parts = fold(rows[..<100])
        parts.merge(fold(rows[100...]))
        let whole = fold(rows[...])
        #expect(parts.groups == whole.groups, "seed \(seed)")
        #expect(parts.budgetDays == whole.budgetDays, "seed \(seed)")
        #expect(parts.lastSeen == whole.lastSeen && parts.withoutValue == whole.withoutValue, "seed \(seed)")
    }
}
