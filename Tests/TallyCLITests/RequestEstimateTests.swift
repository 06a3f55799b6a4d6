import Foundation
import TallyEstimation
import Testing

@testable import TallyCLI

@Suite struct RequestEstimateTests {
    private static let body = """
        {"model": "gpt-4o", "messages": [{"role": "system", "content": "Hello"}, {"role": "user", "content": "Hello"}]}
        """

    private static func estimate(_ arguments: [String], _ body: String = Self.body) throws -> [String: Any] {
        let all = ["estimate", "--request", "-", "--format", "jsonl", "-q", "--date", "2026-11-05"] + arguments
        let result = try TallyBinary.run(all, text: body)
        #expect(result.status == 0)
        return try #require(try JSONSerialization.jsonObject(with: Data(result.outputBytes)) as? [String: Any])
    }

    @Test func countsTheFrameToo() throws {
        let estimate = try Self.estimate([])
        #expect(estimate["model"] as? String == "gpt-4o")
        #expect(estimate["input_tokens"] as? Int == 2 + 11)
        #expect(estimate["input_tokens_at_least"] as? Int == 13)
        #expect(estimate["input_tokens_at_most"] as? Int == 13)
        #expect((estimate["items"] as? [Any])?.count == 3)
        #expect(estimate["expected_cost"] is NSNull)
        #expect(estimate["maximum_output_tokens"] as? Int == 16_384)
    }

    @Test func expectedOutputIsAFigureAShareOrAHistory() throws {
        let folder = try TemporaryFolder()
        try folder.write("history", "10\n30\n\n20\n")
        let path = folder.url.appending(path: "history").path
        #expect(try Self.estimate(["--output-tokens", "7"])["output_tokens"] as? Int == 7)
        #expect(try Self.estimate(["--output-share", "200"])["output_tokens"] as? Int == 26)
        let history = try Self.estimate(["--output-history", path])
        #expect(history["output_tokens"] as? Int == 20)
        #expect(history["output_tokens_p95"] as? Int == 30)
        #expect(history["p95_cost"] is NSNumber)
    }

    @Test func aLinkedPictureTakesItsSizeFromTheCommandLine() throws {
        let body = """
            {"messages": [{"role": "user", "content": [
            {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}]}]}
            """
        let known = try Self.estimate(["--model", "gpt-4o", "--image-size", "1024x1024"], body)
        #expect(known["input_tokens"] as? Int == 765 + 7)
        #expect((known["uncounted"] as? [String])?.isEmpty == true)
        let unknown = try Self.estimate(["--model", "gpt-4o"], body)
        #expect((unknown["uncounted"] as? [String])?.count == 1)
    }

    @Test func theTableShowsEveryPart() throws {
        let result = try TallyBinary.run(["estimate", "--request", "-", "--items"], text: Self.body)
        #expect(result.output.contains("message 0"))
        #expect(result.output.contains("framing"))
        #expect(result.status == 0)
    }

    @Test(arguments: [
        (["--request", "-", "prompt.txt"], 2), (["--image-size", "1x1", "--model", "gpt-4o"], 2),
        (["--request", "-", "--image-size", "0x1"], 2), (["--request", "gone.json"], 3),
        (["--request", "-", "--output-share", "1", "--output-history", "x"], 2),
        (["--request", "-", "--output-history", "gone"], 3), (["--request", "-", "--cached-tokens", "99"], 2),
    ])
    func wrongUsageSaysWhatToDo(arguments: [String], status: Int) throws {
        let result = try TallyBinary.run(["estimate"] + arguments, text: Self.body)
        #expect(Int(result.status) == status)
        #expect(result.output == "")
        #expect(result.errors.hasPrefix("tally: "))
    }

    @Test func aBrokenBodyIsAnErrorWithoutItsText() throws {
        let result = try TallyBinary.run(["estimate", "--request", "-"], text: #"{"messages": "secret"#)
        #expect(result.status == 3)
        #expect(result.errors == "tally: standard input: not JSON at byte 21: expected '\"'\n")
        let nameless = try TallyBinary.run(["estimate", "--request", "-"], text: #"{"messages": []}"#)
        #expect(nameless.status == 2)
        #expect(nameless.errors.contains("names no model"))
    }

    @Test func familiesOfModelsAreListed() throws {
        let result = try TallyBinary.run(["models", "--family", "claude-v3"])
        #expect(result.output.contains("claude-sonnet-4-5"))
        #expect(!result.output.contains("claude-opus-5"))
        #expect(!result.output.contains("*"))
        #expect(try TallyBinary.run(["models", "--family", "nobody"]).status == 2)
    }

    @Test func cataloguesAreCompared() throws {
        let folder = try TemporaryFolder()
        let (former, latter) = (#"{"model": "a", "context_window": 1}"#, #"{"model": "a", "context_window": 2}"#)
        try folder.write("old.json", #"{"models": [\#(former), {"model": "b"}, {"model": "c"}]}"#)
        try folder.write("new.json", #"{"models": [\#(latter), {"model": "c"}, {"model": "d"}]}"#)
        let result = try TallyBinary.run(["models", "diff", "old.json", "new.json"], in: folder.url)
        #expect(result.output == "changed a: context_window 1 -> 2\nremoved b\nadded d\n")
        #expect(result.status == 1)
        let same = try TallyBinary.run(["models", "diff", "old.json", "old.json"], in: folder.url)
        #expect(same.output == "")
        #expect(same.status == 0)
        let none = try TallyBinary.run(["models", "diff", "old.json", "gone.json"], in: folder.url)
        #expect(none.status == 3)
    }

    @Test func whatIsPrintedCanBeCompared() throws {
        let folder = try TemporaryFolder()
        try folder.write("now.json", try TallyBinary.run(["models", "--format", "json"]).output)
        let result = try TallyBinary.run(["models", "diff", "now.json", "now.json"], in: folder.url)
        #expect(result.status == 0)
        #expect(result.errors == "")
    }
}
