#if HTTPClient

import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import TallyHTTPClient
import TallyMetering
import TallyTesting
import Testing

/// Against a real server on loopback, which sends what it is told to, chunk by chunk.
@Suite struct MeteredHTTPClientTests {
    private static let answer =
        #"{"id":"a1","object":"chat.completion","model":"gpt-4o-2024-08-06","choices":[{"index":0,"message":"#
        + #"{"role":"assistant","content":"MARKER"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1200,"#
        + #""completion_tokens":40,"total_tokens":1240,"prompt_tokens_details":{"cached_tokens":1000}}}"#

    private static func events(withUsage: Bool) -> [String] {
        let head = #""id":"a2","object":"chat.completion.chunk","model":"gpt-4o-2024-08-06""#
        var events = ["one", " two", " three"].map {
            #"data: {\#(head),"choices":[{"index":0,"delta":{"content":"\#($0)"},"finish_reason":null}]}"# + "\n\n"
        }
        if withUsage {
            let usage = #"{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}"#
            events.append(#"data: {\#(head),"choices":[],"usage":\#(usage)}"# + "\n\n")
            events.append("data: [DONE]\n\n")
        }
        return events
    }

    /// Sends one request to a server that answers with `reply`, and returns what was recorded.
    private static func records(
        of reply: ScriptedReply,
        path: String = "/v1/chat/completions",
        read: (HTTPClientResponse) async throws -> Void
    ) async throws -> [UsageRecord] {
        let recorder = InMemoryRecorder()
        let client = HTTPClient.shared.metered(by: UsageMeter(recorder: recorder))
        try await ScriptedServer.with(reply) { url in
            var request = HTTPClientRequest(url: url + path)
            request.method = .POST
            try await read(
                client.execute(request, timeout: .seconds(3_600), model: "gpt-4o", tags: ["team": "a"])
            )
        }
        return recorder.usageRecords
    }

    @Test func anAnswerPassesThroughUnchangedAndIsRecorded() async throws {
        let records = try await Self.records(of: ScriptedReply(chunks: [Self.answer])) { response in
            let body = try await response.body.collect(upTo: 1 << 20)
            #expect(String(buffer: body) == Self.answer)
        }
        let record = try #require(records.first)
        #expect(records.count == 1)
        #expect(record.model == "gpt-4o-2024-08-06")
        #expect(record.requestedModel == "gpt-4o")
        #expect(record.tags.team == "a")
        #expect(record.usage == TokenUsage(inputUncached: 200, cacheRead: 1_000, outputText: 40))
        #expect(record.isComplete && record.errorKind == nil)
        #expect(!String(reflecting: record).contains("MARKER"))
    }

    @Test func aStreamIsRecordedAtItsEnd() async throws {
        let events = Self.events(withUsage: true)
        let records = try await Self.records(of: ScriptedReply(chunks: events)) { response in
            let body = try await response.body.collect(upTo: 1 << 20)
            #expect(String(buffer: body) == events.joined())
        }
        let record = try #require(records.first)
        #expect(records.count == 1)
        #expect(record.isStream && record.isComplete)
        #expect(record.usage.inputTotal == 9 && record.usage.outputTotal == 3)
        #expect(record.timeToFirstToken != nil)
    }

    @Test func aStreamThatNobodyReadsOnIsRecorded() async throws {
        let events = Self.events(withUsage: true)
        let records = try await Self.records(of: ScriptedReply(chunks: events, end: .stays)) { response in
            for try await _ in response.body { break }
        }
        let record = try #require(records.first)
        #expect(records.count == 1)
        #expect(record.errorKind == "abandoned")
        #expect(!record.isComplete)
    }

    @Test func aConnectionThatBreaksIsRecorded() async throws {
        let reply = ScriptedReply(chunks: Self.events(withUsage: false), end: .breaks)
        let records = try await Self.records(of: reply) { response in
            await #expect(throws: (any Error).self) {
                for try await _ in response.body {}
            }
        }
        let record = try #require(records.first)
        #expect(records.count == 1)
        let errorKind = try #require(record.errorKind)
        #expect(errorKind.hasSuffix("Error"))
        #expect(!record.isComplete)
    }

    @Test func anErrorOfTheProviderIsRecordedByItsStatus() async throws {
        let body = #"{"error":{"type":"rate_limit_exceeded","message":"MARKER"}}"#
        let records = try await Self.records(of: ScriptedReply(status: .tooManyRequests, chunks: [body])) { response in
            #expect(response.status == .tooManyRequests)
            _ = try await response.body.collect(upTo: 1 << 20)
        }
        let record = try #require(records.first)
        #expect(record.errorKind == "http_429")
        #expect(record.usage.isEmpty)
        #expect(!String(reflecting: record).contains("MARKER"))
    }

    @Test func aServerThatIsNotThereIsRecorded() async throws {
        let recorder = InMemoryRecorder()
        let client = HTTPClient.shared.metered(by: UsageMeter(recorder: recorder))
        await #expect(throws: (any Error).self) {
            _ = try await client.execute(
                HTTPClientRequest(url: "http://127.0.0.1:1/v1/chat/completions"),
                timeout: .seconds(5),
                model: "gpt-4o"
            )
        }
        #expect(recorder.usageRecords.count == 1)
        #expect(recorder.usageRecords.first?.errorKind != nil)
    }

    @Test func whatIsNoProviderPassesWithoutARecord() async throws {
        let reply = ScriptedReply(chunks: ["hello"])
        let records = try await Self.records(of: reply, path: "/hello") { response in
            let body = try await response.body.collect(upTo: 1 << 20)
            #expect(String(buffer: body) == "hello")
        }
        #expect(records.isEmpty)
    }
}

#endif
