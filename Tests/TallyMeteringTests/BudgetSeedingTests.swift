import TallyTokenizer
import Testing

@testable import TallyMetering

@Suite struct BudgetSeedingTests {
    private let noon = BudgetSamples.noon

    @Test func aRestartForgetsNothingOfTheCurrentWindow() throws {
        let book = try BudgetBook([
            Budget("day", .tokens(100), per: .day), Budget("hour", .tokens(100), per: .rolling(.seconds(3_600))),
            Budget("search", .tokens(100), per: .month, of: ["team": .equals("search")], perValueOf: "customer"),
        ])
        let search: UsageTags = ["team": "search", "customer": "c1"]
        let records = [
            BudgetSamples.record(1, tokens: 1, at: self.noon),
            BudgetSamples.record(2, tokens: 2, at: self.noon.plus(seconds: -3_000)),
            BudgetSamples.record(3, tokens: 4, at: self.noon.plus(seconds: -7_200), tags: search),
            BudgetSamples.record(4, tokens: 8, at: self.noon.plus(seconds: -86_400), tags: search),
            BudgetSamples.record(5, tokens: 16, at: self.noon.plus(seconds: -60 * 86_400)),
            BudgetSamples.record(6, tokens: 32, at: self.noon.plus(seconds: 2 * 86_400)),
            BudgetSamples.record(1, tokens: 1, at: self.noon),
        ]
        let drop = DropRecord(
            id: RecordID(high: 9, low: 9),
            time: self.noon,
            reason: .queueFull,
            amount: RecordAmount(records: 1)
        )
        let report = book.seed(with: records.map { .usage($0) } + [.drop(drop)], at: self.noon)
        let status = book.status(at: self.noon)
        #expect(status.map(\.spent) == [.tokens(7), .tokens(3), .tokens(12)])
        #expect(status[2].value == "c1")
        #expect(report.counted == 4)
        #expect(report.repeated == 1)
        #expect(report.outside == 2)
        #expect(book.reserve(BudgetSamples.call(94), at: self.noon).refusal != nil)
    }

    @Test func aRollingWindowIsSeededBackToItsOldestSlot() throws {
        let book = try BudgetBook([Budget("hour", .tokens(100), per: .rolling(.seconds(3_600)))])
        let records = [
            BudgetSamples.record(1, tokens: 1, at: self.noon.plus(seconds: -3_601)),
            BudgetSamples.record(2, tokens: 2, at: self.noon.plus(seconds: -3_600)),
            BudgetSamples.record(3, tokens: 4, at: self.noon.plus(seconds: -1_800)),
        ]
        #expect(book.seed(with: records.map { .usage($0) }, at: self.noon).counted == 2)
        #expect(book.counted(at: self.noon) == (6, 0))
        #expect(book.counted(at: self.noon.plus(seconds: 60)) == (4, 0))
        #expect(book.counted(at: self.noon.plus(seconds: 1_859)) == (4, 0))
        #expect(book.counted(at: self.noon.plus(seconds: 1_860)) == (0, 0))
    }

    @Test func recordsMayComeOneByOne() async throws {
        let book = try BudgetBook([Budget("day", .tokens(100), per: .day)])
        let records = AsyncStream { continuation in
            for number in 0..<UInt64(10) {
                continuation.yield(
                    MeteringRecord.usage(BudgetSamples.record(number, tokens: 1, at: BudgetSamples.noon))
                )
            }
            continuation.finish()
        }
        #expect(try await book.seed(with: records, at: self.noon).counted == 10)
        #expect(book.counted(at: self.noon) == (10, 0))
    }

    @Test func aRecordWithoutAPriceIsCountedApart() throws {
        let book = try BudgetBook([Budget("day", .money(.dollars(1)), per: .day)])
        let records = [MeteringRecord.usage(BudgetSamples.record(1, tokens: 1_000_000, at: self.noon))]
        #expect(book.seed(with: records, at: self.noon).unpriced == 1)
        #expect(book.status(at: self.noon)[0].unpricedCalls == 1)
        let assuming = try BudgetBook(
            [Budget("day", .money(.dollars(5)), per: .day)],
            unpriced: .assume(perMillionTokens: .dollars(3))
        )
        _ = assuming.seed(with: records, at: self.noon)
        #expect(assuming.status(at: self.noon)[0].spent == .money(.dollars(3)))
    }

    @Test func aCallThatReservedNothingCounts() throws {
        let sink = Sink(Locked([]))
        let book = try BudgetBook([Budget("day", .tokens(10), per: .day)], onEvent: { sink.take($0) })
        book.count(BudgetSamples.record(1, tokens: 10, at: self.noon), at: self.noon)
        #expect(book.counted(at: self.noon) == (10, 0))
        #expect(sink.events.isEmpty)
        book.count(BudgetSamples.record(2, tokens: 1, at: self.noon), at: self.noon)
        #expect(sink.events.count == 1)
        #expect(book.reserve(BudgetSamples.call(0), at: self.noon).refusal != nil)
    }

    @Test func idsAreRememberedUpToANumber() {
        var seeding = Seeding(capacity: 3)
        func isNew(_ number: UInt64) -> Bool { seeding.isNew(RecordID(high: 0, low: number)) }
        #expect([1, 2, 3, 1, 4, 2, 1, 4].map(isNew) == [true, true, true, false, true, false, true, false])
    }
}
