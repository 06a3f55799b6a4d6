import Foundation
import TallyMetering
import TallyPricing
import TallyTestSupport
import Testing

@testable import TallyReports

@Suite struct PriceBookChangeTests {
    private static func book(_ prices: [String: Int]) -> PriceBook {
        let rules = prices.map { model, dollars in
            PriceRule(.exact(model), .prices([.inputUncached: Price(.dollars(dollars), per: 1_000_000)]))
        }
        return PriceBook(layers: [PriceLayer("list", rules: rules)])
    }

    private static func call(_ number: Int, _ model: String) -> UsageRecord {
        UsageRecord(
            id: RecordID(high: 0x01A2_D3C4_E5F6_7000, low: 1 << 63 | UInt64(number)),
            time: Timestamp(millisecondsSince1970: 1_760_000_000_000),
            model: model,
            usage: TokenUsage(inputUncached: 1_000_000)
        )
    }

    private static func report(_ models: [String], _ old: PriceBook, _ new: PriceBook) throws -> ReportDocument {
        let ledger = try PlanLedger(models.enumerated().map { Self.call($0, $1) })
        defer { ledger.remove() }
        let scan = LedgerScan(.folder(ledger.folder))
        return try PriceBookChange(scan, from: old, to: new, asOf: 1_770_000_000).report()
    }

    private static func figure(_ report: ReportDocument, _ key: String) -> ReportValue? {
        report.figures.first { $0.key == key }?.value
    }

    @Test func changedRatesAndTheirMoney() throws {
        let report = try Self.report(["a", "a", "b"], Self.book(["a": 2, "b": 5]), Self.book(["a": 3, "b": 5]))
        #expect(Self.figure(report, "before_usd") == .money(.dollars(9)))
        #expect(Self.figure(report, "after_usd") == .money(.dollars(11)))
        #expect(Self.figure(report, "changed_calls") == .count(2))
        #expect(Self.figure(report, "changed_rates") == .count(1))
        let rates = try #require(report.tables.first { $0.key == "rates" })
        #expect(rates.rows.map { $0.values[3] } == [.text("$2 / 1000000")])
        #expect(rates.rows.map { $0.values[4] } == [.text("$3 / 1000000")])
    }

    @Test func aModelThatIsGoneIsNamedAndInNoSum() throws {
        let report = try Self.report(["a", "b"], Self.book(["a": 2, "b": 5]), Self.book(["a": 2]))
        #expect(Self.figure(report, "before_usd") == .money(.dollars(2)))
        #expect(Self.figure(report, "removed_models") == .count(1))
        #expect(Self.figure(report, "left_out_calls") == .count(1))
        #expect(report.notes.contains { $0.code == "removed" && $0.text.contains("b") })
    }

    @Test func aPriceThatIsAnnouncedForLaterShows() throws {
        let rules = [
            PriceRule(.exact("a"), .prices([.inputUncached: Price(.dollars(2), per: 1_000_000)])),
            PriceRule(
                .exact("a"),
                when: PriceCondition(from: 1_765_000_000),
                .prices([.inputUncached: Price(.dollars(7), per: 1_000_000)])
            ),
        ]
        let book = PriceBook(layers: [PriceLayer("list", rules: rules)])
        let report = try Self.report(["a"], book, book)
        #expect(Self.figure(report, "before_usd") == .money(.dollars(2)))
        #expect(Self.figure(report, "after_usd") == .money(.dollars(7)))
    }
}

/// The bundled list as a file, and files that are damaged.
@Suite struct PackedPriceBookTests {
    private static func bytes() throws -> [UInt8] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources/CTallyPrices/data/prices.bin")
        return Array(try Data(contentsOf: file))
    }

    @Test func theBundledListAsAFileIsTheBundledBook() throws {
        let book = try PriceBook(packed: try Self.bytes())
        #expect(book.contentHash == PriceBook.bundled.contentHash)
        #expect(book.source == PriceBook.bundled.source)
        #expect(book.models == PriceBook.bundled.models)
    }

    @Test func aFileThatIsCutOffIsAnError() throws {
        let bytes = try Self.bytes()
        for count in [0, 1, 63, 64, 100, bytes.count / 2, bytes.count - 1] {
            #expect(throws: PriceBookFileError.self) { try PriceBook(packed: Array(bytes.prefix(count))) }
        }
        #expect(throws: PriceBookFileError.self) { try PriceBook(packed: bytes + [0]) }
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func aDamagedFileNeverTraps(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let bytes = try Self.bytes()
        var errors = 0
        for _ in 0..<15 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...40, using: &generator) {
                // Everywhere, and more often where the tables are.
                let end = Bool.random(using: &generator) ? bytes.count : 2_000
                damaged[Int.random(in: 12..<end, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            guard let book = try? PriceBook(packed: damaged) else {
                errors += 1
                continue
            }
            for model in book.models.prefix(50) {
                _ = book.cost(of: TokenUsage(inputUncached: 5, outputText: 7), model: model)
                _ = book.rates(of: model)
            }
            for name in ["gpt-4o", "claude-sonnet-4-5", "nobody"] { _ = book.model(name) }
        }
        #expect(errors > 0, "seed \(seed)")
    }
}
