import TallyMetering
import TallyPricing
import TallyTesting
import Testing

@testable import TallyOTLPExport

@Suite struct SpanTests {
    static let resource = OTLPResource(service: "shop", attributes: ["service.instance.id": "1"])

    static func spans(_ records: [MeteringRecord], _ content: OTLPContent = OTLPContent()) throws -> [[String: Any]] {
        var writer = OTLPWriter()
        #expect(writer.traces(records, content, Self.resource) == records.count)
        return JSONTree.objects(try JSONTree.read(writer.bytes), "resourceSpans", "scopeSpans", "spans")
    }

    static func call(_ usage: TokenUsage) -> UsageRecord {
        UsageRecord(
            id: RecordID(high: 0x01A2_D3C4_E5F6_7000, low: 1 << 63 | 7),
            time: Timestamp(millisecondsSince1970: 1_798_761_600_123),
            model: "claude-opus-5",
            usage: usage,
            provider: "anthropic"
        )
    }

    @Test func saysWhatTheConventionsSay() throws {
        var record = Self.call(
            TokenUsage(inputUncached: 100, cacheRead: 600, cacheWrite5m: 50, outputText: 20, reasoning: 5)
        )
        record.requestedModel = "claude-opus"
        record.duration = .milliseconds(1_500)
        record.timeToFirstToken = .milliseconds(250)
        record.isStream = true
        record.finishReason = "end_turn"
        record.tags = ["team": "search", "user": "u1"]
        let span = try #require(try Self.spans([.usage(record)]).first)
        #expect(span["name"] as? String == "chat claude-opus")
        #expect(span["kind"] as? Int == 3)
        #expect(span["startTimeUnixNano"] as? String == "1798761600123000000")
        #expect(span["endTimeUnixNano"] as? String == "1798761601623000000")
        #expect(span["status"] == nil)
        let attributes = try JSONTree.attributes(span)
        // Anthropic's three numbers together.
        #expect(attributes["gen_ai.usage.input_tokens"] as? String == "750")
        #expect(attributes["gen_ai.usage.output_tokens"] as? String == "25")
        #expect(attributes["gen_ai.usage.cache_read.input_tokens"] as? String == "600")
        #expect(attributes["gen_ai.usage.cache_creation.input_tokens"] as? String == "50")
        #expect(attributes["gen_ai.usage.reasoning.output_tokens"] as? String == "5")
        #expect(attributes["gen_ai.provider.name"] as? String == "anthropic")
        #expect(attributes["gen_ai.response.model"] as? String == "claude-opus-5")
        #expect(attributes["gen_ai.response.time_to_first_chunk"] as? Double == 0.25)
        #expect(attributes["gen_ai.request.stream"] as? Bool == true)
        #expect(attributes["tally.tag.team"] as? String == "search")
        #expect(attributes["tally.tag.user"] == nil)
        #expect(attributes["gen_ai.usage.cost.amount"] == nil)
    }

    @Test func hasIDsThatFollowFromTheRecord() throws {
        var first = Self.call(TokenUsage(inputUncached: 1))
        first.callID = RecordID(high: 1, low: 2)
        var second = UsageRecord(id: RecordID(high: 5, low: 6), time: first.time, model: "m", usage: TokenUsage())
        second.callID = first.callID
        #expect(CallSpan(first) == CallSpan(first))
        #expect(CallSpan(first).trace == CallSpan(second).trace)
        #expect(CallSpan(first).span != CallSpan(second).span)
        let span = try #require(try Self.spans([.usage(first)]).first)
        #expect(span["traceId"] as? String == "00000000000000010000000000000002")
        #expect((span["spanId"] as? String)?.count == 16)
    }

    @Test func makesNoTwoSpansOfOneID() {
        let maker = RecordIDMaker()
        var ids = Set<UInt64>()
        for _ in 0..<100_000 {
            ids.insert(
                CallSpan(
                    UsageRecord(id: maker.makeID(), time: Timestamp(millisecondsSince1970: 0), model: "", usage: .none)
                ).span
            )
        }
        #expect(ids.count == 100_000)
    }

    @Test(arguments: [Int64.min, -1, 0, 253_402_300_799_999, .max])
    func keepsTimesWithinWhatReceiversRead(_ milliseconds: Int64) {
        var record = UsageRecord(
            id: RecordID(high: 0, low: 0),
            time: Timestamp(millisecondsSince1970: milliseconds),
            model: "",
            usage: TokenUsage()
        )
        record.duration = .seconds(Int64.max)
        let span = CallSpan(record)
        #expect(span.start <= span.end)
        #expect(span.end <= UInt64(Int64.max))
        #expect(span.trace != RecordID(high: 0, low: 0))
        #expect(span.span != 0)
    }

    @Test func marksWhatFailed() throws {
        var record = Self.call(TokenUsage())
        record.errorKind = "overloaded_error"
        let span = try #require(try Self.spans([.usage(record)]).first)
        #expect((span["status"] as? [String: Any])?["code"] as? Int == 2)
        #expect(try JSONTree.attributes(span)["error.type"] as? String == "overloaded_error")
    }

    @Test func keepsCountedTokensApart() throws {
        var record = Self.call(TokenUsage(inputUncached: 10, outputText: 3))
        record.source = .counted
        var attributes = try JSONTree.attributes(try #require(try Self.spans([.usage(record)]).first))
        #expect(attributes["gen_ai.usage.input_tokens"] == nil)
        #expect(attributes["tally.usage.input_tokens"] as? String == "10")
        #expect(attributes["tally.usage.source"] as? String == "counted")
        let content = OTLPContent(includesCountedUsage: true)
        attributes = try JSONTree.attributes(try #require(try Self.spans([.usage(record)], content).first))
        #expect(attributes["gen_ai.usage.input_tokens"] as? String == "10")
        #expect(attributes["tally.usage.source"] as? String == "counted")
    }

    @Test(arguments: SemanticConventions.allCases)
    func speaksTheEditionThatIsAskedFor(_ conventions: SemanticConventions) throws {
        let record = Self.call(TokenUsage(inputUncached: 1, cacheWrite1h: 2))
        let content = OTLPContent(conventions: conventions)
        let attributes = try JSONTree.attributes(try #require(try Self.spans([.usage(record)], content).first))
        let old = attributes["gen_ai.usage.cache_creation.input_tokens"] as? String
        let new = attributes["gen_ai.usage.cache_write.input_tokens"] as? String
        #expect(old == (conventions == .latest ? nil : "2"))
        #expect(new == (conventions == .version141 ? nil : "2"))
    }

    @Test func reportsCostByTheProposalOnly() throws {
        var record = Self.call(TokenUsage(inputUncached: 1))
        record.providerCost = Money(picodollars: 12_500)
        let content = OTLPContent(includesCost: true)
        let attributes = try JSONTree.attributes(try #require(try Self.spans([.usage(record)], content).first))
        #expect(attributes["gen_ai.usage.cost.amount"] as? Double == 1.25e-8)
        #expect(attributes["gen_ai.usage.cost.currency"] as? String == "USD")
        #expect(attributes["gen_ai.usage.cost.source"] as? String == "provider")
        #expect(attributes["tally.cost.usd"] as? String == record.providerCost?.description)
    }
}
