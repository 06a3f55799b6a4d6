import Foundation
import TallyTestSupport
import Testing

/// The command as it is run.
@Suite struct ExplainCommandTests {
    private let prompt = """
        # Task
        Answer briefly.

        ## Data
        <context>
        {{ context }}
        </context>

        """

    private func json(_ arguments: [String], _ input: [UInt8]) throws -> [String: Any] {
        let result = try TallyBinary.run(["explain", "-", "--format", "json"] + arguments, input: input)
        #expect(result.status == 0)
        return try #require(try JSONSerialization.jsonObject(with: Data(result.outputBytes)) as? [String: Any])
    }

    @Test func theTotalIsThatOfCount() throws {
        for arguments in [
            [], ["--encoding", "cl100k_base"], ["--model", "claude-sonnet-4-5"], ["--model", "gpt-4o"],
        ] {
            let answer = try self.json(arguments, Array(self.prompt.utf8))
            let count = try TallyBinary.run(["count", "--total"] + arguments, text: self.prompt)
            #expect("\(try #require(answer["tokens"] as? Int))\n" == count.output)
            let sections = try #require(answer["sections"] as? [[String: Any]])
            #expect(sections.map { $0["title"] as? String } == ["Task", "Data", "<context>"])
            #expect(sections.reduce(0) { $0 + ($1["tokens"] as? Int ?? 0) } == answer["tokens"] as? Int)
            let isClaude = arguments.contains("claude-sonnet-4-5")
            #expect(sections.allSatisfy { $0["approximate"] as? Bool == isClaude })
            #expect(answer["stand_in"] as? String == (isClaude ? "o200k_base" : nil))
            #expect((answer["head"] as? [String: Any])?["placeholder_line"] as? Int == 6)
            #expect(answer["schema_version"] as? Int == 1)
        }
    }

    @Test func theCostIsThatOfEstimate() throws {
        let answer = try self.json(["--model", "gpt-4o", "--calls", "5000"], Array(self.prompt.utf8))
        let cost = try #require(answer["cost_usd"] as? [String: Any])
        let estimate = try TallyBinary.run(
            ["estimate", "--model", "gpt-4o", "--calls", "5000", "--format", "json"],
            text: self.prompt
        )
        let object = try JSONSerialization.jsonObject(with: Data(estimate.outputBytes)) as? [String: Any]
        let first = try #require((object?["estimates"] as? [[String: Any]])?.first)
        #expect(cost["per_call"] as? Double == first["input_cost"] as? Double)
        #expect(cost["of_calls"] as? Double == first["input_cost_of_calls"] as? Double)
        #expect(try TallyBinary.run(["explain", "-", "--calls", "5"], text: "a").status == 2)
    }

    /// All members that are answered are in the schema, with its types.
    @Test func jsonIsAsTheSchemaSays() throws {
        let file = TestEnvironment.root.appending(path: "Sources/TallyCLI/Explain/explain.schema.json")
        let schema = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
        )
        let properties = try #require(schema["properties"] as? [String: Any])
        let text = self.prompt + String(repeating: self.prompt, count: 5) + "x  \n\u{FEFF}" + "\u{4F60}"
        let answer = try self.json(["--model", "gpt-4o", "--calls", "2"], Array(text.utf8) + [0xFF])
        #expect(Set(answer.keys).isSubset(of: properties.keys))
        #expect(Set(try #require(schema["required"] as? [String])).isSubset(of: answer.keys))
        for name in ["sections", "hints", "scripts", "largest_lines", "largest_words"] {
            let shape = (properties[name] as? [String: Any])?["items"] as? [String: Any]
            let required = Set(try #require(shape?["required"] as? [String]))
            for item in answer[name] as? [[String: Any]] ?? [] { #expect(Set(item.keys) == required) }
        }
    }

    @Test func tablesShowNoMoreThanExcerpts() throws {
        let secret = String(repeating: "secret words that go on and on ", count: 20)
        let result = try TallyBinary.run(["explain", "-"], text: "# \u{1B}[31mA\n\n# B\n" + secret + "\n")
        #expect(result.status == 0)
        #expect(result.output.contains("[ESC][31mA"))
        #expect(!result.output.contains("\u{1B}"))
        #expect(!result.output.contains(secret.prefix(60)))
    }

    @Test func aPageIsWrittenWholeAndEscaped() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("a<b>&.md", "# <img src=x onerror=alert(1)>\n</script>\u{202E}\0\n")
        let page = folder.url.appending(path: "page.html")
        let result = try TallyBinary.run(["explain", path, "--format", "html", "--output", page.path])
        #expect(result.status == 0)
        #expect(result.output == "")
        let html = try String(contentsOf: page, encoding: .utf8)
        #expect(html.contains("a&lt;b&gt;&amp;.md</h1>"))
        #expect(!html.contains("<img"))
        #expect(!html.contains("<script"))
        #expect(!html.unicodeScalars.contains("\u{202E}"))
        #expect(!html.unicodeScalars.contains("\0"))
        #expect(html.contains("<b class=x data-u=202E>RLO</b>"))
        #expect(!html.contains("http://") && !html.contains("https://"))
    }

    /// What must not take more than a moment, or fail.
    @Test(arguments: [
        [UInt8](), [UInt8](repeating: 0, count: 50_000), [UInt8](repeating: 0x0A, count: 100_000),
        [UInt8](repeating: 0x61, count: 200_000), Array(String(repeating: "same line of text\n", count: 10_000).utf8),
        [UInt8](repeating: 0xFF, count: 20_000), Array(String(repeating: "<a>\n", count: 20_000).utf8),
        Array(String(repeating: "# a\n", count: 20_000).utf8), [UInt8](repeating: 0x20, count: 100_000),
        Array(String(repeating: "{{", count: 50_000).utf8), Array(String(repeating: "{a", count: 50_000).utf8),
    ])
    func hostileInputsAreExplained(input: [UInt8]) throws {
        let count = try TallyBinary.run(["count", "--total"], input: input)
        let answer = try self.json([], input)
        #expect("\(try #require(answer["tokens"] as? Int))\n" == count.output)
        for format in ["table", "html"] {
            #expect(try TallyBinary.run(["explain", "-", "--format", format], input: input).status == 0)
        }
    }

    @Test(arguments: [
        ["explain"], ["explain", "-", "--top", "0"], ["explain", "-", "--calls", "0", "--model", "gpt-4o"],
        ["explain", "-", "--calls", "1"], ["explain", "-", "--output", "x"], ["explain", "-", "--format", "pdf"],
        ["explain", "-", "--limit", "-1"],
    ])
    func wrongUsageEndsWithTwo(arguments: [String]) throws {
        let result = try TallyBinary.run(arguments)
        #expect(result.status == 2)
        #expect(result.errors.hasPrefix("tally: "))
    }

    @Test func aFileThatIsNotThereIsAFailure() throws {
        let result = try TallyBinary.run(["explain", "/no/such/file"])
        #expect(result.status == 3)
        #expect(result.output == "")
    }
}
