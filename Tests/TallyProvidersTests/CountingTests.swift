import TallyPricing
import TallyProviders
import TallyTestSupport
import TallyTokenizer
import TallyVocabularies
import Testing

/// Responses that end before their usage: the output is counted from the text that came.
@Suite struct CountingTests {
    private static let answer = "Streams end early \u{1F600} — \"quoted\"\n\\ and counted, naïvely or not."
    private static let escaped =
        #"Streams end early \ud83d\ude00 \u2014 \"quoted\"\n\\ and counted, na\u00efvely or not."#

    private static func report(
        _ body: String,
        format: WireFormat? = nil,
        model: String? = nil,
        interrupted: Bool = false
    ) -> ReportedUsage {
        let tokenizer = Tokenizer(.o200kBase)
        var reader = ResponseReader(format: format, model: model) { name in
            name.hasPrefix("unknown") ? nil : tokenizer.stream()
        }
        for byte in body.utf8 { reader.append([byte]) }
        return reader.finish(isInterrupted: interrupted)
    }

    private static let count = Tokenizer(.o200kBase).count(answer)

    /// The answer in two events, cut inside of a pair of halves that is one character.
    private static func halves() -> (String, String) {
        let middle = escaped.range(of: #"\ude00"#)?.lowerBound ?? escaped.startIndex
        let cut = escaped.index(middle, offsetBy: 6)
        return (String(escaped[..<cut]), String(escaped[cut...]))
    }

    @Test func countsTheAnswerOfAChat() {
        let (first, second) = Self.halves()
        let chunk =
            #"{"object":"chat.completion.chunk","model":"gpt-5.6","choices":[{"index":0,"delta":{"content":"%"}}]}"#
        let body = events(chunk.replacing(first), chunk.replacing(second))
        let report = Self.report(body)
        #expect(report.usage == TokenUsage(outputText: Self.count))
        #expect(report.source == .counted)
        #expect(report.check == .ambiguous(.incomplete))
        #expect(!report.isComplete)
    }

    @Test func aCompleteStreamWithoutUsageIsCountedToo() {
        let body = events(
            #"{"object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{"content":"\#(Self.escaped)"},"finish_reason":"stop"}]}"#,
            "[DONE]"
        )
        let report = Self.report(body)
        #expect(report.usage == TokenUsage(outputText: Self.count))
        #expect(report.isComplete && report.source == .counted && report.check == .notStated)
    }

    @Test func keepsTheInputThatClaudeSaidFirst() {
        let body = events(
            #"{"type":"message_start","message":{"type":"message","model":"claude-opus-5","usage":{"input_tokens":25,"cache_read_input_tokens":7,"output_tokens":1}}}"#,
            #"{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"\#(Self.escaped)"}}"#,
            #"{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"\#(Self.escaped)"}}"#,
            #"{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{}"}}"#
        )
        let report = Self.report(body)
        #expect(
            report.usage
                == TokenUsage(inputUncached: 25, cacheRead: 7, outputText: Self.count + 1, reasoning: Self.count)
        )
        #expect(report.source == .counted)
    }

    @Test func choicesAreCountedApart() {
        // "Hel" and "lo" are two tokens in two choices, and one in one.
        let chunk = { (index: Int, text: String) in
            #"{"object":"chat.completion.chunk","model":"m","choices":[{"index":\#(index),"delta":{"content":"\#(text)"}}]}"#
        }
        let tokenizer = Tokenizer(.o200kBase)
        let apart = Self.report(events(chunk(0, "Hel"), chunk(1, "lo")))
        #expect(apart.usage.outputText == tokenizer.count("Hel") + tokenizer.count("lo"))
        let together = Self.report(events(chunk(0, "Hel"), chunk(0, "lo")))
        #expect(together.usage.outputText == tokenizer.count("Hello"))
    }

    @Test func responsesTellTextsByTheirEvents() {
        let body = events(
            #"{"type":"response.created","response":{"object":"response","model":"m"}}"#,
            #"{"type":"response.output_text.delta","delta":"\#(Self.escaped)"}"#,
            #"{"type":"response.output_audio.delta","delta":"AAAABBBBCCCC"}"#,
            #"{"type":"response.output_text.done","text":"\#(Self.escaped)"}"#
        )
        #expect(Self.report(body).usage == TokenUsage(outputText: Self.count))
    }

    @Test func turnsThatTheProviderCountedAreNotCountedAgain() {
        let delta = #"{"type":"response.output_audio_transcript.delta","delta":"\#(Self.escaped)"}"#
        let done =
            #"{"type":"response.done","response":{"object":"realtime.response","id":"r","usage":{"total_tokens":30,"input_tokens":20,"output_tokens":10}}}"#
        let whole = Self.report(delta + "\n" + done, model: "gpt-realtime")
        #expect(whole.usage == TokenUsage(inputUncached: 20, outputText: 10) && whole.source == .provider)
        let broken = Self.report(delta + "\n" + done + "\n" + delta, model: "gpt-realtime")
        #expect(broken.usage == TokenUsage([.inputUncached: 20, .outputText: 10 + Self.count, .requests: 2]))
        #expect(broken.source == .counted)
    }

    @Test func theTypeOfAnEventMayStandBeforeItsData() {
        let body =
            "event: response.created\n"
            + events(#"{"response":{"object":"response","model":"m"},"type":"response.created"}"#)
            + "event: response.output_text.delta\n"
            + events(#"{"delta":"\#(Self.escaped)","type":"response.output_text.delta"}"#)
            + "event: response.output_audio.delta\n" + events(#"{"delta":"AAAA","type":"response.output_audio.delta"}"#)
        #expect(Self.report(body).usage == TokenUsage(outputText: Self.count))
    }

    @Test func theRequestedModelCountsWhereTheAnswerNamesNone() {
        let chunk = #"{"candidates":[{"content":{"parts":[{"text":"\#(Self.escaped)"}]}}]}"#
        #expect(Self.report(events(chunk), model: "gemini-3-pro").usage == TokenUsage(outputText: Self.count))
        let unknown = Self.report(events(chunk))
        #expect(unknown.usage.isEmpty && unknown.source == .unknown)
        #expect(Self.report(events(chunk), model: "unknown").usage.isEmpty)
    }

    @Test func whatGeminiSaidSoFarIsTheLeast() {
        let chunk =
            #"{"candidates":[{"content":{"parts":[{"text":"Hi"}]}}],"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":400,"totalTokenCount":409}}"#
        let report = Self.report(events(chunk), model: "gemini-3-pro")
        #expect(report.usage == TokenUsage(inputUncached: 9, outputText: 400))
        #expect(report.source == .provider && report.check == .ambiguous(.incomplete))
    }

    @Test func theUsageOfTheProviderHolds() {
        for fixture in UsageFixture.all where fixture.isComplete {
            let tokenizer = Tokenizer(.o200kBase)
            var reader = ResponseReader(format: fixture.format, model: "m") { _ in tokenizer.stream() }
            reader.append(fixture.body)
            let report = reader.finish()
            if fixture.source == .provider { #expect(report.usage.inputTotal == fixture.usage.inputTotal) }
            if fixture.usage.outputTotal != nil { #expect(report.usage == fixture.usage, "\(fixture.name)") }
        }
    }

    @Test func countsRandomTextHoweverItIsEscapedAndCut() {
        let seed = TestEnvironment.seed
        print("TALLY_SEED=\(seed)")
        var texts = AdversarialText(seed: seed)
        var generator = SeededGenerator(seed: seed)
        let tokenizer = Tokenizer(.o200kBase)
        for _ in 0..<300 {
            let text = texts.next()
            let body = Array(
                events(#"{"model":"m","choices":[{"index":0,"delta":{"content":"\#(text.escaped(&generator))"}}]}"#)
                    .utf8
            )
            var reader = ResponseReader { _ in tokenizer.stream() }
            for piece in body.cut(upTo: 30, &generator) { reader.append(Array(piece)) }
            let counted = reader.finish().usage.outputText
            #expect(counted ?? 0 == tokenizer.count(text), "\(text.debugDescription)")
        }
    }
}

extension String {
    /// The text with `%` replaced.
    fileprivate func replacing(_ text: String) -> String {
        self.split(separator: "%", omittingEmptySubsequences: false).joined(separator: text)
    }

    fileprivate func range(of text: String) -> Range<Index>? {
        self.firstRange(of: text)
    }

    /// The text as the inside of a JSON string, some of what could stand as it is escaped too.
    fileprivate func escaped(_ generator: inout SeededGenerator) -> String {
        var result = ""
        for scalar in self.unicodeScalars {
            let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
            guard mustEscape || Int.random(in: 0..<4, using: &generator) == 0 else {
                result.unicodeScalars.append(scalar)
                continue
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16, uppercase: Bool.random(using: &generator))
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return result
    }
}
