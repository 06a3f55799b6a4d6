import InMemoryTracing
import TallyMetering
import TallyTesting
import Testing
import Tracing

@Suite struct SpanTests {
    private var record: UsageRecord {
        var usage = TokenUsage(
            inputUncached: 1_200,
            cacheRead: 30_000,
            cacheWrite5m: 10,
            outputText: 400,
            reasoning: 2_000
        )
        usage[.cacheWrite1h] = 5
        var record = UsageRecord(
            id: RecordID(high: 1, low: 2),
            time: Timestamp(millisecondsSince1970: 0),
            model: "grok-4",
            usage: usage,
            provider: "x-ai",
            tags: UsageTags(team: "search")
        )
        record.requestedModel = "grok"
        record.finishReason = "stop"
        record.timeToFirstToken = .milliseconds(250)
        record.sessionID = "s1"
        record.isStream = true
        record.cost = SampleRecords.book.cost(of: usage, model: "grok-4")
        return record
    }

    private func finished(_ body: (any Span) -> Void) -> FinishedInMemorySpan? {
        let tracer = InMemoryTracer()
        let span = tracer.startSpan("chat grok")
        body(span)
        span.end()
        return tracer.finishedSpans.first
    }

    @Test func theNamesAreThoseOfTheConventions() throws {
        let span = try #require(self.finished { $0.set(usage: self.record) })
        var texts: [String: String] = [:]
        span.attributes.forEach { key, value in texts[key] = "\(value)" }
        let expected: [String: SpanAttribute] = [
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": "x_ai",
            "gen_ai.request.model": "grok",
            "gen_ai.response.model": "grok-4",
            "gen_ai.response.finish_reasons": .stringArray(["stop"]),
            "gen_ai.request.stream": true,
            "gen_ai.response.time_to_first_chunk": 0.25,
            "gen_ai.conversation.id": "s1",
            // All input, of which the cached is a part.
            "gen_ai.usage.input_tokens": .int64(31_215),
            "gen_ai.usage.output_tokens": .int64(2_400),
            "gen_ai.usage.cache_read.input_tokens": .int64(30_000),
            "gen_ai.usage.cache_creation.input_tokens": .int64(15),
            "gen_ai.usage.reasoning.output_tokens": .int64(2_000),
            "tally.attempt": .int64(1),
            "tally.usage.source": "provider",
            "tally.cost.usd": "0.08643",
            "tally.cost.complete": true,
            "tally.cost.book": .string(SampleRecords.book.contentHash),
            "tally.tag.team": "search",
        ]
        #expect(Set(texts.keys) == Set(expected.keys))
        for (key, value) in expected { #expect(texts[key] == "\(value)", "\(key)") }
    }

    @Test func whatWasCountedHereIsNotWhatAProviderSaid() throws {
        var record = self.record
        record.source = .counted
        let span = try #require(self.finished { $0.set(usage: record) })
        #expect(span.attributes.get("gen_ai.usage.input_tokens") == nil)
        #expect(span.attributes.get("tally.usage.input_tokens") == .int64(31_215))
        record.source = .unknown
        let silent = try #require(self.finished { $0.set(usage: record) })
        #expect(silent.attributes.get("tally.usage.input_tokens") == nil)
    }

    @Test func anUnknownPriceIsNoCost() throws {
        var record = self.record
        record.cost = PriceBook(layers: []).cost(of: record.usage, model: "grok-4")
        let span = try #require(self.finished { $0.set(usage: record) })
        #expect(span.attributes.get("tally.cost.usd") == nil)
        #expect(span.attributes.get("tally.cost.complete") == .bool(false))
    }

    @Test func aSpanOfSeveralCallsHasAnEventForEach() throws {
        let span = try #require(
            self.finished { span in
                span.addEvent(usage: self.record)
                span.addEvent(usage: self.record)
            }
        )
        #expect(span.events.map(\.name) == ["tally.usage", "tally.usage"])
        #expect(span.events.first?.attributes.get("gen_ai.response.model") == "grok-4")
    }

    @Test(arguments: [SpanReporting.Form.attributes, .event])
    func theSpanAroundACallIsToldWhatItUsed(form: SpanReporting.Form) async throws {
        let tracer = InMemoryTracer()
        let recorder = InMemoryRecorder()
        var meter = UsageMeter(recorder: recorder)
        meter.spans = SpanReporting(form, tracer: tracer)
        let span = tracer.startSpan("request")
        // The call ends outside of the span, as a body that is read later does.
        let call = try await InstrumentationContext.withValue(span.context) {
            try await meter.begin(model: "gpt-4o")
        }
        call.report(TokenUsage(inputUncached: 1_000, outputText: 100))
        call.close()
        meter.record(TokenUsage(outputText: 1), model: "gpt-4o")
        span.end()
        let finished = try #require(tracer.finishedSpans.first)
        let attributes = form == .attributes ? finished.attributes : try #require(finished.events.first).attributes
        #expect(attributes.get("gen_ai.usage.input_tokens") == .int64(1_000))
        #expect(finished.events.count == (form == .event ? 1 : 0))
        #expect(recorder.usageRecords.map { $0.cost == nil } == [false, true])
    }
}
