import Tally
import TallyTesting
import Testing

/// From the estimate before a call to the difference on its record.
@Suite struct EstimateAndActualTests {
    @Test func theRecordSaysHowFarTheEstimateWasOff() async throws {
        var request = Request(messages: [.user("How far is the moon?")])
        request.maximumOutputTokens = 200
        let estimate = CallEstimate(try RequestEstimator(model: "gpt-4o").estimate(request))
        #expect(estimate.inputTokens == 13)
        #expect(estimate.maximumOutputTokens == 200)

        let recorder = InMemoryRecorder()
        let options = CallOptions(estimate: estimate)
        try await UsageMeter(recorder: recorder).measure(model: "gpt-4o", options: options) { call in
            call.report(TokenUsage(inputUncached: 15, outputText: 12))
        }
        let record = try #require(recorder.usageRecords.first).priced(by: .bundled)
        var line: [UInt8] = []
        RecordJSON.append(.usage(record), to: &line)
        let json = String(decoding: line, as: UTF8.self)
        #expect(json.contains(#""input_difference":2"#), "\(json)")
    }

    @Test(arguments: ["gpt-4o", "claude-sonnet-4-5", "gemini-2.5-pro"])
    func theOutputOfAStreamThatBreaksIsCounted(model: String) async throws {
        let recorder = InMemoryRecorder()
        let meter = UsageMeter(recorder: recorder, outputCounter: UsageMeter.countingOutput)
        struct Broken: Error {}
        await #expect(throws: Broken.self) {
            try await meter.measure(model: model) { call in
                for word in ["The", " moon", " is", " far", " away"] {
                    let choice = #"{"index":0,"delta":{"content":"\#(word)"},"finish_reason":null}"#
                    let event = #"{"object":"chat.completion.chunk","model":"\#(model)","choices":[\#(choice)]}"#
                    call.received("data: \(event)\n\n".utf8)
                }
                throw Broken()
            }
        }
        let record = try #require(recorder.usageRecords.first)
        #expect(record.source == .counted)
        #expect(record.usage.outputTotal == 5)
        #expect(!record.isComplete && record.errorKind == "Broken")
    }
}
