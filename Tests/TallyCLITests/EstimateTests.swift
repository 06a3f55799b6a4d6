import Foundation
import TallyEstimation
import Testing

@testable import TallyCLI

@Suite struct EstimateTests {
    @Test func saysThatATextIsNotUTF8() throws {
        let result = try TallyBinary.run(["estimate", "--model", "gpt-4o"], input: Array("hello ".utf8) + [0xFF])
        #expect(result.errors.contains("tally: standard input: not UTF-8 at byte 6: counted with U+FFFD"))
        #expect(result.status == 0)
    }

    private static let day = ["--date", "2026-11-05"]
    private static let conditions = PricingConditions(at: 1_793_836_800)

    private static func estimates(_ arguments: [String], text: String) throws -> [[String: Any]] {
        let result = try TallyBinary.run(["estimate", "--format", "jsonl", "-q"] + Self.day + arguments, text: text)
        #expect(result.status == 0)
        return try result.output.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    private static func line(_ arguments: [String], text: String) throws -> String {
        try TallyBinary.run(["estimate", "--format", "jsonl", "-q"] + Self.day + arguments, text: text).output
    }

    @Test func costsAreTheBooksToTheLastDecimal() throws {
        let usage = TokenUsage(inputUncached: 1, cacheRead: 1, outputText: 333)
        let cost = try #require(PriceBook.bundled.cost(of: usage, model: "gpt-4o", conditions: Self.conditions).total)
        let line = try Self.line(
            ["--model", "gpt-4o", "--output-tokens", "333", "--cached-tokens", "1", "--calls", "7"],
            text: "hello world"
        )
        #expect(line.contains("\"expected_cost\":\(cost),"))
        #expect(line.contains("\"expected_cost_of_calls\":\(cost.times(7)),"))
    }

    @Test func theCheapestComesFirstAndTheUnpricedLast() throws {
        let models = ["gpt-4o", "qwen-max", "gpt-4o-mini", "gpt-4"].flatMap { ["--model", $0] }
        let names = try Self.estimates(models, text: "hello world").compactMap { $0["model"] as? String }
        #expect(names == ["gpt-4o-mini", "gpt-4o", "gpt-4", "qwen-max"])
    }

    @Test func withoutOutputTokensTheCostIsUnknownNotZero() throws {
        let estimate = try #require(try Self.estimates(["--model", "gpt-4o"], text: "hello world").first)
        #expect(estimate["expected_cost"] is NSNull)
        #expect(estimate["output_tokens"] is NSNull)
        #expect(estimate["maximum_from"] as? String == "context_window")
        #expect(estimate["maximum_output_tokens"] as? Int == 127_998)
        let table = try TallyBinary.run(["estimate", "--model", "gpt-4o"] + Self.day, text: "hello world").output
        #expect(table.contains("unknown"))
    }

    @Test func theMaximumStaysUnknownWhereTheWindowIsNoBound() throws {
        let estimate = try #require(try Self.estimates(["--model", "gemini-2.5-flash"], text: "hello").first)
        #expect(estimate["maximum_cost"] is NSNull)
        let given = try #require(
            try Self.estimates(["--model", "gemini-2.5-flash", "--max-output-tokens", "9"], text: "hello").first
        )
        #expect(given["maximum_from"] as? String == "given")
        #expect(given["maximum_cost"] is NSNumber)
    }

    @Test func anUnpricedModelSaysSo() throws {
        let result = try TallyBinary.run(["estimate", "--model", "qwen-max"] + Self.day, text: "hello world")
        #expect(result.output.contains("unpriced"))
        #expect(!result.output.contains("$"))
        #expect(result.errors.contains("tally: qwen-max: unpriced: input_uncached: unknown_model\n"))
        #expect(result.status == 0)
    }

    @Test func aModelWithoutBatchPricesSaysSo() throws {
        let result = try TallyBinary.run(
            ["estimate", "--model", "deepseek-chat", "--batch"] + Self.day,
            text: "hello world"
        )
        #expect(result.output.contains("not offered"))
        #expect(result.errors.contains("tally: deepseek-chat: unpriced: no price for processing=batch\n"))
    }

    @Test func batchUsesBatchPrices() throws {
        var conditions = Self.conditions
        conditions.processing = .batch
        let usage = TokenUsage(inputUncached: 2)
        let cost = try #require(PriceBook.bundled.cost(of: usage, model: "gpt-4o", conditions: conditions).total)
        #expect(
            try Self.line(["--model", "gpt-4o", "--batch"], text: "hello world").contains("\"input_cost\":\(cost),")
        )
    }

    @Test func moreCachedThanInputIsWrongUsage() throws {
        let result = try TallyBinary.run(
            ["estimate", "--model", "gpt-4o", "--cached-tokens", "3"],
            text: "hello world"
        )
        #expect(
            result.errors == """
                tally: --cached-tokens 3: more than the 2 input tokens of gpt-4o
                  try: --cached-tokens 2

                """
        )
        #expect(result.status == 2)
    }

    @Test func aMissingFileStopsTheEstimate() throws {
        let result = try TallyBinary.run(["estimate", "gone", "--model", "gpt-4o"])
        #expect(result.output == "")
        #expect(result.status == 3)
    }

    @Test func anApproximateCountGivesItsReason() throws {
        let estimate = try #require(try Self.estimates(["--model", "grok-4.3"], text: "hello").first)
        #expect(estimate["accuracy"] as? String == "approximate")
        #expect((estimate["reason"] as? String)?.isEmpty == false)
    }
}
