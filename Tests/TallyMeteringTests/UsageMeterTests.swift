import TallyMetering
import TallyTesting
import Testing

@Suite struct UsageMeterTests {
    private struct Failure: Error {}

    private static let answer =
        #"{"id":"a1","object":"chat.completion","model":"gpt-4o-2024-08-06","choices":[{"index":0,"message":"#
        + #"{"role":"assistant","content":"MARKER"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1200,"#
        + #""completion_tokens":40,"total_tokens":1240,"prompt_tokens_details":{"cached_tokens":1000}}}"#

    private let recorder = InMemoryRecorder()
    private let clock = ManualClock()

    private func meter(_ tags: UsageTags = UsageTags()) -> UsageMeter {
        UsageMeter(recorder: self.recorder, tags: tags, clock: self.clock.clock)
    }

    @Test func aCallIsTimedAndRecordedWithWhatItsResponseSays() async throws {
        let result = try await self.meter(["team": "a", "feature": "b"]).measure(
            model: "gpt-4o",
            tags: ["feature": "c"]
        ) { call in
            self.clock.advance(by: .milliseconds(250))
            call.received(Self.answer.utf8.prefix(200))
            self.clock.advance(by: .milliseconds(100))
            call.received(Self.answer.utf8.dropFirst(200))
            return 7
        }
        #expect(result == 7)
        let record = try #require(self.recorder.usageRecords.first)
        #expect(self.recorder.records.count == 1)
        #expect(record.usage == TokenUsage(inputUncached: 200, cacheRead: 1_000, outputText: 40))
        #expect(record.tags == ["team": "a", "feature": "c"])
        #expect((record.requestedModel, record.model) == ("gpt-4o", "gpt-4o-2024-08-06"))
        #expect(record.duration == .milliseconds(350))
        #expect(record.timeToFirstToken == .milliseconds(250))
        #expect(record.source == .provider && record.check == .agrees && record.isComplete)
        #expect(record.errorKind == nil && record.finishReason == "stop")
        #expect(!String(reflecting: record).contains("MARKER"))
    }

    @Test func aCallThatThrowsIsRecordedByTheTypeOfTheError() async throws {
        await #expect(throws: Failure.self) {
            try await self.meter().measure(model: "gpt-4o") { _ in throw Failure() }
        }
        let record = try #require(self.recorder.usageRecords.first)
        #expect(record.errorKind == "Failure")
        #expect(record.source == .unknown && !record.isComplete && record.usage.isEmpty)
    }

    @Test func aCancelledCallIsRecordedAsCancelled() async throws {
        let meter = self.meter()
        let task = Task {
            try await meter.measure(model: "gpt-4o") { _ in
                try await withTaskCancellationHandler {
                    while true {
                        try Task.checkCancellation()
                        await Task.yield()
                    }
                } onCancel: {
                }
            }
        }
        task.cancel()
        _ = await task.result
        #expect(self.recorder.usageRecords.map(\.errorKind) == ["cancelled"])
    }

    @Test func eachAttemptHasARecordOfItsOwn() async throws {
        try await self.meter().measure(model: "gpt-4o") { call in
            self.clock.advance(by: .seconds(1))
            call.beginNextAttempt(after: "http_503")
            self.clock.advance(by: .seconds(2))
            call.received(Self.answer.utf8)
        }
        let records = self.recorder.usageRecords
        #expect(records.map(\.attempt) == [1, 2])
        #expect(Set(records.map(\.callID)).count == 1 && Set(records.map(\.id)).count == 2)
        #expect(records.map(\.duration) == [.seconds(1), .seconds(2)])
        #expect(records.map(\.errorKind) == ["http_503", nil])
        #expect(records[0].usage.isEmpty && records[1].usage.total == 1_240)
    }

    @Test func aCallThatNobodyHoldsIsRecorded() async throws {
        do {
            let call = try await self.meter().begin(model: "gpt-4o")
            call.received("data: {\"choices\":[".utf8)
        }
        #expect(self.recorder.usageRecords.map(\.errorKind) == ["abandoned"])
    }

    @Test func whatIsReportedWinsOverWhatWasRead() async throws {
        try await self.meter().measure(model: "gpt-4o") { call in
            call.received(Self.answer.utf8)
            call.report(TokenUsage(inputUncached: 1, outputText: 2), model: "gpt-4o-mini")
        }
        let record = try #require(self.recorder.usageRecords.first)
        #expect(record.usage == TokenUsage(inputUncached: 1, outputText: 2))
        #expect(record.model == "gpt-4o-mini")
    }

    @Test func closingTwiceRecordsOnce() async throws {
        let call = try await self.meter().begin(model: "gpt-4o")
        call.close()
        call.close(errorKind: "late")
        call.received(Self.answer.utf8)
        call.beginNextAttempt(after: "late")
        #expect(self.recorder.usageRecords.map(\.errorKind) == [nil])
    }

    @Test func theTaskSaysTagsAndIds() throws {
        let meter = self.meter(["team": "a", "environment": "test"])
        withUsageTags(["team": "b", "user": "u1"]) {
            withInteraction(id: "turn-1", session: "chat-1") {
                meter.record(TokenUsage(outputText: 1), model: "gpt-4o", tags: ["user": "u2"])
                meter.outcome(.accepted, for: .interaction("turn-1"))
            }
        }
        let record = try #require(self.recorder.usageRecords.first)
        #expect(record.tags == ["team": "b", "environment": "test", "user": "u2"])
        #expect((record.interactionID, record.sessionID) == ("turn-1", "chat-1"))
        guard case .outcome(let outcome)? = self.recorder.records.last else {
            Issue.record("no outcome was recorded")
            return
        }
        #expect(outcome.outcome == .accepted && outcome.subject == .interaction("turn-1"))
        #expect(outcome.tags == ["team": "b", "environment": "test", "user": "u1"])
    }

    @Test func theMeterOfTheTaskIsTheCurrentOne() async throws {
        UsageMeter.current.record(TokenUsage(outputText: 1), model: "gpt-4o")
        await withUsageMeter(self.meter()) {
            await Task { UsageMeter.current.record(TokenUsage(outputText: 2), model: "gpt-4o") }.value
        }
        #expect(self.recorder.usageRecords.map(\.usage.outputText) == [2])
    }
}
