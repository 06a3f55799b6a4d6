import Foundation
import TallyTestSupport
import Testing

@testable import TallyMetering

/// Returns the line of a record.
func line(of record: MeteringRecord) -> [UInt8] {
    var bytes: [UInt8] = []
    RecordJSON.append(record, to: &bytes)
    return bytes
}

/// Reads a record from a line, or throws why it can not be read.
func record(in line: [UInt8]) throws -> MeteringRecord {
    try line.withBytes { try RecordJSON.read($0) }
}

@Suite struct RecordJSONTests {
    @Test func aRecordIsOneLineInAFixedOrder() throws {
        let time = Timestamp(millisecondsSince1970: 1_790_000_000_042)
        let id = try #require(RecordID("019a6e2c-5f40-7c1b-9d0e-3a57c2b1f884"))
        var usage = UsageRecord(
            id: id,
            time: time,
            model: "m\n",
            usage: TokenUsage(inputUncached: 1_200, cacheRead: 0, outputText: 34),
            provider: "own",
            tags: ["team": "search", "experiment": "b\"\u{2028}"]
        )
        usage.duration = .microseconds(1_234_500)
        usage.estimate = CallEstimate(inputTokens: 1_000, cost: Money("0.01"))
        let book = PriceBook(layers: [
            PriceLayer(
                "own",
                rules: [
                    PriceRule(
                        .any,
                        .prices([
                            .inputUncached: Price(Money(picodollars: 12_500), per: 1),
                            .outputText: Price(.dollars(1), per: 1_000),
                        ])
                    )
                ]
            )
        ])
        #expect(
            String(decoding: line(of: .usage(usage.priced(by: book))), as: UTF8.self) == """
                {"schema":1,"kind":"usage","id":"019a6e2c-5f40-7c1b-9d0e-3a57c2b1f884","time":"2026-09-21T14:13:20.042Z",\
                "call_id":"019a6e2c-5f40-7c1b-9d0e-3a57c2b1f884","attempt":1,"team":"search",\
                "tags":{"experiment":"b\\"\\u2028"},"provider":"own","model":"m\\n","batch":false,\
                "usage":{"input_uncached":1200,"cache_read":0,"output_text":34},"input_tokens":1200,"output_tokens":34,\
                "total_tokens":1234,"usage_source":"provider","usage_check":"not_stated",\
                "estimate":{"input_tokens":1000,"cost_usd":0.01,"input_difference":200,"cost_difference_usd":0.024015},\
                "cost_usd":0.034015,"cost_source":"catalogue",\
                "lines":[{"counter":"input_uncached","quantity":1200,"rate":0.0000000125,"per":1,"amount_usd":0.000015,\
                "list":"own"},{"counter":"output_text","quantity":34,"rate":1,"per":1000,"amount_usd":0.034,\
                "list":"own"}],"priced_model":"m\\n","priced_provider":"own","book":"\(book.contentHash)",\
                "duration_ms":1234.5,"stream":false,"complete":true}
                """
        )
        let outcome = OutcomeRecord(id: id, time: time, subject: .interaction("turn 1"), outcome: .reworked)
        #expect(
            String(decoding: line(of: .outcome(outcome)), as: UTF8.self) == """
                {"schema":1,"kind":"outcome","id":"019a6e2c-5f40-7c1b-9d0e-3a57c2b1f884",\
                "time":"2026-09-21T14:13:20.042Z","interaction_id":"turn 1","outcome":"reworked"}
                """
        )
        let drop = DropRecord(
            id: id,
            time: time,
            reason: .queueFull,
            amount: RecordAmount(records: 3, tokens: 4_000, cost: Money("-0.5") ?? .zero, unpricedRecords: 1)
        )
        #expect(
            String(decoding: line(of: .drop(drop)), as: UTF8.self) == """
                {"schema":1,"kind":"drop","id":"019a6e2c-5f40-7c1b-9d0e-3a57c2b1f884","time":"2026-09-21T14:13:20.042Z",\
                "reason":"queue_full","dropped_records":3,"dropped_tokens":4000,"dropped_cost_usd":-0.5,\
                "dropped_unpriced_records":1}
                """
        )
    }

    @Test func everyRecordIsReadAsItWasWritten() throws {
        let seed = TestEnvironment.seed
        print("250 random records, TALLY_SEED=\(seed)")
        var records = RandomRecords(seed: seed)
        var buffer: [UInt8] = []
        for number in 0..<250 {
            records.isFull = number % 10 == 0
            let record = records.next()
            let line = line(of: record)
            #expect(!line.contains { $0 < 0x20 })
            #expect(try TallyMeteringTests.record(in: line) == record)
            // Another coder writes the same tree, and reads it.
            let encoded = try JSONEncoder().encode(record)
            #expect(try JSONDecoder().decode(MeteringRecord.self, from: encoded) == record)
            let trees = try [Data(line), encoded].map { try JSONDecoder().decode(Tree.self, from: $0) }
            #expect(trees[0] == trees[1])
            // Behind other lines.
            let before = buffer
            RecordJSON.append(record, to: &buffer)
            #expect(buffer == before + line)
            if buffer.count > 20_000 { buffer = [] }
        }
    }

    @Test func eachKindIsCodableAlone() throws {
        var records = RandomRecords(seed: 7)
        records.isFull = true
        for _ in 0..<20 {
            let record = records.next()
            let line = Data(line(of: record))
            let decoder = JSONDecoder()
            switch record {
            case .usage(let usage):
                #expect(try decoder.decode(UsageRecord.self, from: JSONEncoder().encode(usage)) == usage)
                #expect(throws: DecodingError.self) { try decoder.decode(OutcomeRecord.self, from: line) }
            case .outcome(let outcome):
                #expect(try decoder.decode(OutcomeRecord.self, from: JSONEncoder().encode(outcome)) == outcome)
                #expect(throws: DecodingError.self) { try decoder.decode(DropRecord.self, from: line) }
            case .drop(let drop):
                #expect(try decoder.decode(DropRecord.self, from: JSONEncoder().encode(drop)) == drop)
                #expect(throws: DecodingError.self) { try decoder.decode(UsageRecord.self, from: line) }
            }
        }
    }

    @Test(arguments: [Money.max, .min, .zero, Money(picodollars: 1), Money(picodollars: -1)])
    func moneyIsExactToTheLastDigit(money: Money) throws {
        var bytes: [UInt8] = []
        DecimalDigits.append(money.picodollars, decimals: 12, to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == money.description)
    }

    @Test func whatIsZeroBytesIsLeftOut() throws {
        let usage = UsageRecord(id: RecordIDMaker().makeID(), time: .now, model: "a\0b", usage: TokenUsage())
        guard case .usage(let read) = try record(in: line(of: .usage(usage))) else { return }
        #expect(read.model == "ab")
    }

    @Test func aTimeFinerThanMicrosecondsIsRounded() {
        #expect(Duration.nanoseconds(1_499).writtenMicroseconds == 1)
        #expect(Duration.nanoseconds(1_500).writtenMicroseconds == 2)
        #expect(Duration.nanoseconds(-1_500).writtenMicroseconds == -2)
        #expect(Duration.seconds(Int64.max).writtenMicroseconds == Int128(Int64.max))
    }
}

/// Any JSON, to compare two texts of it.
private enum Tree: Decodable, Equatable {
    case null
    case flag(Bool)
    case number(Decimal)
    case text(String)
    case array([Tree])
    case object([String: Tree])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Decimal.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let array = try? container.decode([Tree].self) {
            self = .array(array)
        } else {
            self = .object(try container.decode([String: Tree].self))
        }
    }
}
