import TallyMetering
import TallyPricing
import TallyTestSupport
import Testing

@testable import TallyReports

@Suite struct WasteReportTests {
    private static func document(
        _ records: [UsageRecord],
        _ change: (inout WasteReport) -> Void = { _ in }
    ) throws -> ReportDocument {
        var report = WasteReport()
        change(&report)
        return try AnswerLedger(records.map { .usage($0) }).scan { try report.document(of: $0) }
    }

    private static func finding(_ document: ReportDocument, _ name: String) -> [ReportValue?] {
        ["calls", "tokens", "cost_usd"].map { document.cell("findings", name, $0) }
    }

    @Test func wholeCallsAreFoundByTheirFields() throws {
        var make = RecordMaker()
        let document = try Self.document([
            make.call(tags: ["team": "a"]) { $0.attempt = 2 },
            make.call(cost: .dollars(2)) { $0.errorKind = "http_500" },
            // What used nothing and cost nothing is no waste.
            make.call(input: 0, output: 0, cost: .zero) { $0.errorKind = "timeout" },
            make.call(cost: .dollars(3)) { $0.isComplete = false },
            make.call(output: 95, cost: .dollars(4)) { $0.requestedMaxOutput = 100 },
            make.call(output: 94, cost: .dollars(5)) { $0.requestedMaxOutput = 100 },
            make.call(),
        ])
        #expect(document.isWellFormed)
        #expect(Self.finding(document, "retries") == [.count(1), .count(110), .money(.dollars(1))])
        #expect(Self.finding(document, "failures") == [.count(1), .count(110), .money(.dollars(2))])
        #expect(Self.finding(document, "incomplete") == [.count(1), .count(110), .money(.dollars(3))])
        #expect(Self.finding(document, "near_limit") == [.count(1), .count(195), .money(.dollars(4))])
        #expect(document.cell("groups", "a", "finding") == .text("retries"))
        #expect(document.notes.contains { $0.code == "without_blocks" && $0.text.hasPrefix("Of 7 calls") })
    }

    /// Three prompts of two blocks, of which a cache served the first once; and one that begins otherwise.
    @Test func blocksThatComeAgainCouldBeServed() throws {
        var make = RecordMaker()
        let both = [PrefixBlock(hash: 1, tokens: 1_000), PrefixBlock(hash: 2, tokens: 500)]
        var calls = (0..<3).map { _ in make.call(input: 1_600, cost: nil) { $0.prefixBlocks = both } }
        calls[2].usage = TokenUsage(inputUncached: 600, cacheRead: 1_000, outputText: 10)
        // The same second block behind another first one is another start.
        calls.append(
            make.call(input: 900, cost: nil) { $0.prefixBlocks = [PrefixBlock(hash: 3, tokens: 400), both[1]] }
        )
        let document = try Self.document(calls)
        #expect(document.isWellFormed)
        // 2 · 1,000 + 2 · 500 came again, and 1,000 of it was served.
        #expect(document.cell("prompts", "m", "repeated_tokens") == .count(3_000))
        #expect(document.cell("prompts", "m", "tokens") == .count(2_000))
        #expect(document.cell("prompts", "m", "first_block") == .text("0000000000000001"))
        // Nobody knows the rates of this model.
        #expect(Self.finding(document, "repeated_prompt") == [.count(3), .count(2_000), .absent])
        #expect(document.figure("calls_with_blocks") == .count(4))
    }

    @Test func theSavingIsByTheRatesOfTheLedger() throws {
        var make = RecordMaker()
        let usage = TokenUsage(inputUncached: 2_000, cacheRead: 1_000, outputText: 10)
        let calls = (0..<3).map { _ in
            make.call(model: "gpt-4o", cost: nil) { record in
                record.usage = usage
                record.provider = "openai"
                record.cost = PriceBook.bundled.cost(of: usage, model: "gpt-4o", provider: "openai")
                record.prefixBlocks = [PrefixBlock(hash: 7, tokens: 2_500)]
            }
        }
        let document = try Self.document(calls)
        // 2 · 2,500 came again, 3,000 were served; $2.50 and $1.25 a million.
        #expect(
            Self.finding(document, "repeated_prompt") == [.count(3), .count(2_000), .money(Money("0.0025") ?? .zero)]
        )
    }

    @Test func aCacheThatNobodyReadsIsFound() throws {
        var make = RecordMaker()
        let write = TokenUsage(inputUncached: 10, cacheWrite5m: 3_000, outputText: 1)
        let read = TokenUsage(inputUncached: 10, cacheRead: 3_000, outputText: 1)
        func call(_ usage: TokenUsage, _ hash: UInt64) -> UsageRecord {
            make.call(cost: nil) { record in
                record.usage = usage
                record.prefixBlocks = [PrefixBlock(hash: hash, tokens: 3_000)]
            }
        }
        let document = try Self.document([call(write, 1), call(write, 1), call(write, 2), call(read, 2)])
        #expect(Self.finding(document, "unread_cache") == [.count(2), .count(6_000), .absent])
    }

    @Test func aSessionIsHeldAgainstItsFirstPrompt() throws {
        var make = RecordMaker()
        // Not in the order of time; one input is served by a cache for a part.
        var calls = [(2.0, 500), (0.0, 100), (1.0, 300)].map { hours, input in
            make.call(hours: hours, input: input) { $0.sessionID = "s" }
        }
        calls[0].usage = TokenUsage(inputUncached: 350, cacheRead: 150, outputText: 10)
        calls.append(make.call(input: 900) { $0.sessionID = "alone" })
        calls.append(make.call(hours: 3, input: 9_000) { ($0.sessionID, $0.errorKind) = ("s", "http_500") })
        let document = try Self.document(calls)
        // 900 in all, 300 if each were as the first; 150 of the other 600 were served.
        #expect(Self.finding(document, "growing_context") == [.count(3), .count(450), .absent])
        #expect(document.figure("sessions") == .count(1))
        #expect(document.figure("median_growth_tokens") == .number(200))
    }

    @Test(arguments: [UInt64(1), 2, 3], [8, 1_000])
    func partsMergeToTheWhole(seed: UInt64, limit: Int) throws {
        var random = SeededGenerator(seed: seed)
        var make = RecordMaker()
        let symbols = SymbolTable()
        let report = WasteReport()
        let make1 = { WasteFold(dimensions: report.dimensions.count, limit: limit) }
        var whole = make1()
        var parts = [make1(), make1(), make1()]
        for index in 0..<300 {
            let record = make.call(
                hours: Double(Int.random(in: 0..<90, using: &random)),
                model: "m\(index % 3)",
                tags: ["team": "t\(index % 4)"],
                input: Int.random(in: 0..<4_000, using: &random),
                output: Int.random(in: 0..<100, using: &random)
            ) { record in
                record.sessionID = "s\(Int.random(in: 0..<30, using: &random))"
                record.attempt = Int.random(in: 1...2, using: &random)
                record.requestedMaxOutput = 100
                record.prefixBlocks = (0..<Int.random(in: 0..<4, using: &random)).map { _ in
                    PrefixBlock(hash: UInt64.random(in: 0..<6, using: &random), tokens: 100)
                }
            }
            let row = UsageRow(record, needs: report.needs, symbols: symbols)
            whole.add(row)
            parts[index / 100].add(row)
        }
        parts[0].merge(parts[1])
        parts[0].merge(parts[2])
        #expect(parts[0].groups == whole.groups, "seed \(seed)")
        #expect(parts[0].total == whole.total, "seed \(seed)")
        #expect(
            parts[0].sessions.values.mapValues(\.carried) == whole.sessions.values.mapValues(\.carried),
            "seed \(seed)"
        )
        #expect(parts[0].starts.roots.values.mapValues(\.chains) == whole.starts.roots.values.mapValues(\.chains))
    }
}
