import Foundation
import Testing

@testable import TallyPricing

@Suite struct TokenUsageTests {
    @Test func totalsAddTheDisjointClasses() {
        var usage = TokenUsage(
            inputUncached: 1,
            cacheRead: 10,
            cacheWrite5m: 100,
            cacheWrite1h: 1_000,
            cacheWriteOther: 10_000,
            toolUsePrompt: 100_000,
            outputText: 2,
            reasoning: 20
        )
        usage[.citations] = 200
        // A part is inside its class already.
        usage[.inputAudio] = 1
        usage[.outputAudio] = 2
        usage[.webSearches] = 7
        #expect(usage.inputTotal == 111_111)
        #expect(usage.outputTotal == 222)
        #expect(usage.total == 111_333)
    }

    @Test func tellsNothingSaidFromZero() {
        #expect(TokenUsage().inputTotal == nil)
        #expect(TokenUsage(inputUncached: 0).inputTotal == 0)
        #expect(TokenUsage(cacheRead: 5).outputTotal == nil)
        #expect(TokenUsage().isEmpty && !TokenUsage(outputText: 0).isEmpty)
        #expect(TokenUsage(outputText: 0) != TokenUsage())
    }

    @Test func setsAndForgetsCountersInAnyOrder() {
        var usage = TokenUsage()
        for counter in UsageCounter.allCases.reversed() { usage[counter] = counter.position }
        #expect(usage.counters == UsageCounter.allCases)
        #expect(UsageCounter.allCases.allSatisfy { usage[$0] == $0.position })
        for counter in UsageCounter.allCases { usage[counter] = nil }
        #expect(usage == TokenUsage())
        #expect(TokenUsage([.reasoning: 2, .inputUncached: 1]) == TokenUsage(inputUncached: 1, reasoning: 2))
    }

    @Test func sumsKeepWhatOnlyOneSaid() {
        let sum = TokenUsage(inputUncached: 3, reasoning: 0) + TokenUsage(inputUncached: 4, cacheRead: 5)
        #expect(sum.inputUncached == 7)
        #expect(sum.cacheRead == 5)
        #expect(sum.reasoning == 0)
        #expect(sum.outputText == nil)
    }

    @Test func sumsCountRequests() {
        let usage = TokenUsage(inputUncached: 1)
        #expect((usage + usage).requests == 2)
        #expect([usage, usage, usage].reduce(.none, +).requests == 3)
        #expect((TokenUsage.none + usage).inputUncached == 1)
    }

    @Test func sumsNeverTrap() {
        let huge = TokenUsage(inputUncached: .max, cacheRead: .max, outputText: .min)
        #expect(huge.inputTotal == .max)
        #expect((huge + huge).inputUncached == .max)
        #expect((huge + huge).outputText == .min)
    }

    @Test func isCodedByTheNamesOfItsCounters() throws {
        let usage = TokenUsage(inputUncached: 1_200, reasoning: 0)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let data = try encoder.encode(usage)
        #expect(String(decoding: data, as: UTF8.self) == #"{"input_uncached":1200,"reasoning":0}"#)
        #expect(try JSONDecoder().decode(TokenUsage.self, from: data) == usage)
    }

    @Test func refusesCountersThatItDoesNotKnow() {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(TokenUsage.self, from: Data(#"{"input":5}"#.utf8))
        }
    }

    @Test func everyPartHasAWholeThatListsIt() {
        for counter in UsageCounter.allCases {
            if let whole = counter.whole { #expect(whole.parts.contains(counter)) }
            #expect(counter.parts.allSatisfy { $0.whole == counter })
            #expect(!counter.ancestors.contains(counter))
        }
    }
}
