import TallyMetering
import TallyPricing
import TallyTesting
import Testing

@testable import TallyHTTPExport

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What each receiver gets of the same records, letter by letter.
@Suite struct EncodingTests {
    private static func call() -> UsageRecord {
        var call = UsageRecord(
            id: RecordID(high: 0x0199_F5A1_0000_7000, low: 0x8000_0000_0000_0001),
            time: Timestamp(millisecondsSince1970: 1_798_761_600_042),
            model: "gpt \"5\"",
            usage: TokenUsage(inputUncached: 1_200, cacheRead: 0, outputText: 40),
            provider: "openai",
            tags: ["team": "search", "customer": "acme \"co\""]
        )
        call.providerCost = Money(picodollars: 12_500_000_001)
        call.furtherSamplings = [Sampling(kind: "compaction", model: nil, usage: TokenUsage(inputUncached: 5))]
        call.duration = .milliseconds(1_234)
        return call
    }

    private static let id = "0199f5a1-0000-7000-8000-000000000001"

    private static func body(_ encoding: some RecordEncoding, _ records: [MeteringRecord]) -> String {
        var requests = RequestSequence(records, by: encoding, without: [])
        return String(decoding: requests.next()?.body ?? [], as: UTF8.self)
    }

    private static func line(_ record: MeteringRecord) -> String {
        var bytes: [UInt8] = []
        RecordJSON.append(record, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func jsonLinesAndArrays() {
        let records = ConformanceRecords.allKinds()
        #expect(Self.body(.jsonLines, records) == records.map { Self.line($0) + "\n" }.joined())
        #expect(Self.body(.jsonArray, records) == "[" + records.map(Self.line).joined(separator: ",") + "]")
        #expect(JSONLinesEncoding().contentType == "application/x-ndjson")
        #expect(JSONArrayEncoding().contentType == "application/json")
    }

    @Test func anEventOfACallHasTheRecord() {
        let record = MeteringRecord.usage(Self.call())
        #expect(
            Self.body(.cloudEvents, [record, record])
                == "[" + [Self.event(record), Self.event(record)].joined(separator: ",") + "]"
        )
        // OpenMeter compares the type letter by letter.
        #expect(CloudEventsEncoding().contentType == "application/cloudevents-batch+json")
    }

    private static func event(_ record: MeteringRecord) -> String {
        #"{"specversion":"1.0","id":"\#(Self.id)","source":"urn:tally","type":"tally.usage","subject":"acme \"co\"","#
            + #""time":"2027-01-01T00:00:00.042Z","datacontenttype":"application/json","data":\#(Self.line(record))}"#
    }

    @Test func anEventForEachCounter() {
        var encoding = CloudEventsEncoding()
        encoding.detail = .counter
        encoding.type = "com.example.tokens"
        encoding.source = "urn:example:eu"
        let head = #"{"specversion":"1.0","id":"\#(Self.id)/"#
        let middle =
            #"","source":"urn:example:eu","type":"com.example.tokens","subject":"acme \"co\"","#
            + #""time":"2027-01-01T00:00:00.042Z","datacontenttype":"application/json","data":{"counter":""#
        let tail = #","model":"gpt \"5\"","provider":"openai","customer":"acme \"co\"","team":"search"}}"#
        #expect(
            Self.body(encoding, [.usage(Self.call())])
                == "[\(head)input_uncached\(middle)input_uncached\",\"unit\":\"token\",\"quantity\":1205\(tail),"
                + "\(head)output_text\(middle)output_text\",\"unit\":\"token\",\"quantity\":40\(tail)]"
        )
    }

    @Test func outcomesAndDropsAreEventsOfTheirOwn() {
        for record in ConformanceRecords.allKinds() {
            let body = Self.body(.cloudEvents, [record])
            switch record {
            case .usage: #expect(body.contains(#""type":"tally.usage""#))
            case .outcome: #expect(body.contains(#""type":"tally.usage.outcome","subject":"unattributed""#))
            case .drop: #expect(body.contains(#""type":"tally.usage.drop","subject":"unattributed""#))
            }
        }
    }

    @Test func lago() {
        #expect(
            Self.body(LagoEncoding(code: "llm"), [.usage(Self.call())])
                == #"{"events":[{"transaction_id":"\#(Self.id)","external_subscription_id":"acme \"co\"","code":"llm","#
                + #""timestamp":"1798761600.042","precise_total_amount_cents":"1.2500000001","properties":{"#
                + #""model":"gpt \"5\"","provider":"openai","input_tokens":1205,"output_tokens":40,"#
                + #""total_tokens":1245,"input_uncached":1205,"cache_read":0,"output_text":40,"requests":2,"#
                + #""customer":"acme \"co\"","team":"search"}}]}"#
        )
    }

    @Test func lagoTakesAHundredEvents() {
        var requests = RequestSequence(ConformanceRecords.calls(250), by: LagoEncoding(code: "x"), without: [])
        #expect([requests.next(), requests.next(), requests.next()].map { $0?.items } == [100, 100, 50])
        #expect(requests.next() == nil)
    }

    @Test func aRowOfClickHouse() throws {
        let encoding = try ClickHouseEncoding(table: "metering.usage")
        let record = MeteringRecord.usage(Self.call())
        let quoted = Self.line(record)
            .replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        #expect(
            Self.body(encoding, [record])
                == #"{"id":"\#(Self.id)","time":"2027-01-01T00:00:00.042Z","time_ms":1798761600042,"kind":"usage","#
                + #""call_id":"\#(Self.id)","attempt":1,"team":"search","customer":"acme \"co\"","provider":"openai","#
                + #""model":"gpt \"5\"","input_tokens":1205,"output_tokens":40,"total_tokens":1245,"#
                + #""input_uncached":1205,"cache_read":0,"output_text":40,"cost_usd":0.012500000001,"#
                + #""duration_ms":1234,"record":"\#(quoted)"}"# + "\n"
        )
        #expect(
            encoding.query.map { "\($0.name)=\($0.value)" } == [
                "query=INSERT INTO metering.usage FORMAT JSONEachRow", "date_time_input_format=best_effort",
                "input_format_skip_unknown_fields=1",
            ]
        )
    }

    @Test(arguments: ["", "a b", "a;b", "a.b.c", "1a", "a.", "ä", "a'"])
    func aTableThatIsNoNameIsRefused(table: String) {
        let error = #expect(throws: ExportError.self) { _ = try ClickHouseEncoding(table: table) }
        #expect(error?.code == .misconfigured)
    }

    @Test(
        arguments: [
            (500, "Code: 27, e.displayText() = DB::Exception: Cannot parse input", .rejected),
            (500, "Code: 69, e.displayText()", .rejected), (404, "Code: 60, e.displayText()", .misconfigured),
            (401, "Code: 192, e.displayText()", .misconfigured), (500, "Code: 241, memory limit", .unavailable),
            (500, "", .unavailable), (200, "", nil), (429, "", .throttled), (413, "<html>", .tooLarge),
        ] as [(Int, String, ExportError.Code?)]
    )
    func whatClickHouseAnswers(status: Int, text: String, code: ExportError.Code?) throws {
        let reply = HTTPReply(status: status, headers: [], body: Array(text.utf8), isCut: false)
        #expect(try ClickHouseEncoding(table: "t").code(of: reply) == code)
    }

    @Test func aTimeBefore1970() {
        var call = Self.call()
        call.time = Timestamp(millisecondsSince1970: -1_042)
        #expect(Self.body(LagoEncoding(code: "x"), [.usage(call)]).contains(#""timestamp":"-1.042""#))
    }

    @Test func aSubjectHasNoControlCharacters() {
        var call = Self.call()
        call.tags["customer"] = "acme\u{85}co\u{9F}"
        #expect(Self.body(.cloudEvents, [.usage(call)]).contains(#""subject":"acme co ","#))
        call.tags["customer"] = nil
        #expect(Self.body(.cloudEvents, [.usage(call)]).contains(#""subject":"unattributed","#))
    }

    /// All code points below U+0100, and those that are awkward beyond, written and read back.
    @Test func anyTextIsWrittenAsJSON() throws {
        var text = String(String.UnicodeScalarView((1 as UInt32..<256).compactMap(Unicode.Scalar.init)))
        text += "\u{2028}\u{2029}\u{FFFF}\u{10FFFF}模型\0"
        var bytes: [UInt8] = []
        JSONWriter.append(text, to: &bytes)
        text.removeLast()
        #expect(try JSONDecoder().decode(String.self, from: Data(bytes)) == text)
    }
}
