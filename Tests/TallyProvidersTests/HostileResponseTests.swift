import TallyPricing
import TallyProviders
import TallyTestSupport
import Testing

/// Damaged and malicious responses: never a crash, never more time than the bytes are worth, the same however cut.
@Suite struct HostileResponseTests {
    @Test func mutationsAreReadTheSameHoweverCut() {
        let seed = TestEnvironment.seed
        print("TALLY_SEED=\(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<TestEnvironment.fuzzCount * 2 {
            guard var body = UsageFixture.all.randomElement(using: &generator)?.body else { return }
            for _ in 0..<Int.random(in: 1...6, using: &generator) { body.damage(&generator) }
            let format = Bool.random(using: &generator) ? WireFormat.allCases.randomElement(using: &generator) : nil
            let whole = UsageFixture.report([body[...]], format: format)
            #expect(UsageFixture.report(body.cut(upTo: 3, &generator), format: format) == whole)
            #expect(!String(reflecting: whole).contains("Zebra crossing"))
            #expect(whole.usage.counters.allSatisfy { (whole.usage[$0] ?? 0) >= 0 })
        }
    }

    @Test func depthIsBounded() {
        for opening in ["[", #"{"usage":"#, #"{"a":["#] {
            let body = String(repeating: opening, count: 100_000)
            let report = UsageFixture.report([Array(body.utf8)[...]])
            #expect(!report.isComplete && report.usage.isEmpty)
        }
    }

    @Test func manyFactsAreBounded() {
        let members = (0..<200_000).map { #""n\#($0)":1"# }.joined(separator: ",")
        let body =
            #"{"object":"chat.completion","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4,\#(members)}}"#
        let report = UsageFixture.report([Array(body.utf8)[...]])
        #expect(report.usage == TokenUsage(inputUncached: 3, outputText: 4))
    }

    @Test func longNamesAndNumbersAreBounded() {
        let long = String(repeating: "9", count: 1_000_000)
        let body =
            #"{"model":"\#(long)","object":"chat.completion","choices":[],"usage":{"\#(long)":1,"prompt_tokens":\#(long),"completion_tokens":4}}"#
        let report = UsageFixture.report([Array(body.utf8)[...]])
        #expect(report.model == nil)
        #expect(report.usage == TokenUsage(outputText: 4))
        #expect(report.check == .ambiguous(.notACount))
        #expect(report.raw.allSatisfy { $0.number.utf8.count <= 64 && $0.path.utf8.count <= 300 })
    }

    @Test func timeGrowsWithTheBytes() {
        // Ten times the events take about ten times as long; quadratic, they would take a hundred.
        let event = events(
            #"{"usageMetadata":{"promptTokenCount":1,"promptTokensDetails":[{"modality":"TEXT","tokenCount":1}]},"candidates":[{"content":{"parts":[{"text":"a"}]}}]}"#
        )
        let clock = ContinuousClock()
        let time = { (count: Int) in
            let body = Array(String(repeating: event, count: count).utf8)
            return clock.measure { _ = UsageFixture.report([body[...]]) }
        }
        _ = time(100)
        let few = time(300)
        let many = time(3_000)
        #expect(many < few * 40, "\(few), then \(many)")
    }

    @Test(arguments: [
        "", " ", "\n\n", "{", "[", "[]", "{}", "null", "data", "data:", "data: \n\n", "data: [DONE]\n\n", "data: [DONE",
        "data: [", "data: hello\n\n", "<html>", "upstream error", "{\"usage\":null}", "{\"usage\":[1,2]}",
        "{\"usage\":7}",
        "\u{0}", "{\"usage\":{\"prompt_tokens\":\"7\"}}", "{\"usage\":{\"prompt_tokens\":1e400}}", ":", "event: x\n",
    ])
    func nothingIsKnownOfWhatIsNone(_ text: String) {
        let report = UsageFixture.report([Array(text.utf8)[...]])
        #expect(report.usage.isEmpty)
        #expect(report.source == .unknown)
    }

    @Test func anEmptyObjectIsComplete() {
        #expect(UsageFixture.report([Array("{}".utf8)[...]]).isComplete)
        #expect(!UsageFixture.report([]).isComplete)
    }

    @Test func audioAndPagesAreComplete() {
        for body in [[0xFF, 0xFB, 0x90, 0x00], Array("<html>Zebra</html>".utf8), Array("RIFF".utf8)] as [[UInt8]] {
            let report = UsageFixture.report([body[...]], format: .openAIAudio)
            #expect(report.isComplete && report.check == .notStated && report.source == .unknown)
            var reader = ResponseReader(format: .openAIAudio)
            reader.append(body)
            #expect(!reader.finish(isInterrupted: true).isComplete)
        }
    }

    @Test func aDamagedEventDoesNotSpoilTheNext() {
        let body = events(
            #"{"object":"chat.completion.chunk","choices":[{"ind"#,
            #"{"object":"chat.completion.chunk","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":8,"total_tokens":15}}"#,
            "[DONE]"
        )
        let report = UsageFixture.report([Array(body.utf8)[...]])
        #expect(report.usage == TokenUsage(inputUncached: 7, outputText: 8))
    }

    @Test func aWrongChecksumIsNoticed() {
        let good = EventStreamMessage.bytes(#"{"usage":{"inputTokens":10,"outputTokens":20,"totalTokens":30}}"#)
        // With another first byte it is no event stream.
        for index in good.indices.dropFirst() {
            var bad = good
            bad[index] ^= 0x10
            let report = UsageFixture.report([bad[...]], format: .bedrockConverse)
            #expect(report.check.ambiguity != nil, "byte \(index)")
        }
    }
}

extension [UInt8] {
    /// Changes, removes, doubles or cuts something.
    fileprivate mutating func damage(_ generator: inout SeededGenerator) {
        guard !self.isEmpty else { return }
        let place = Int.random(in: self.indices, using: &generator)
        let end = Swift.min(self.count, place + Int.random(in: 1...40, using: &generator))
        let bytes = Array("{}[]\",:\\u0-9.e\n\r \u{1}".utf8) + [0x00, 0x80, 0xFF]
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: self[place] = bytes.randomElement(using: &generator) ?? 0
        case 1: self.insert(bytes.randomElement(using: &generator) ?? 0, at: place)
        case 2: self.removeSubrange(place..<end)
        case 3: self.insert(contentsOf: self[place..<end], at: place)
        case 4: self.removeSubrange(place...)
        default: self[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        }
    }
}
