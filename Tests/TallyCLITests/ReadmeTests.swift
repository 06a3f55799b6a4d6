import Foundation
import TallyTestSupport
import Testing

/// What the README shows is what the command prints.
@Suite struct ReadmeTests {
    @Test func theTranscriptIsWhatTheCommandPrints() throws {
        let readme = try String(contentsOf: TestEnvironment.root.appending(path: "README.md"), encoding: .utf8)
        let blocks = readme.components(separatedBy: "```").filter { $0.hasPrefix("\n$ tally ") }
        #expect(!blocks.isEmpty)
        for block in blocks {
            let lines = block.split(separator: "\n").map(String.init)
            let arguments = lines[0].split(separator: " ").dropFirst(2).map(String.init)
            let result = try TallyBinary.run(arguments, in: TestEnvironment.root)
            #expect(result.output == lines.dropFirst().joined(separator: "\n") + "\n")
            #expect(result.status == 0)
        }
    }

    @Test func theReportIsWhatTheCommandPrints() throws {
        let readme = try String(contentsOf: TestEnvironment.root.appending(path: "README.md"), encoding: .utf8)
        let arguments = ["report", "spend", "tally-demo", "--top", "4"]
        let start = "```text\n$ tally \(arguments.joined(separator: " "))\n"
        let block = try #require(readme.components(separatedBy: start).dropFirst().first)
        let shown = block.components(separatedBy: "```")[0]
        let folder = try TemporaryFolder()
        #expect(try TallyBinary.run(["demo", "--records", "20000"], in: folder.url).status == 0)
        let result = try TallyBinary.run(arguments, in: folder.url)
        #expect(result.output == shown)
        #expect(result.status == 0)
    }

    /// The repository that the README's check is made in: a prompt of 30 lines, and one more.
    @Test(.needsGit) func theCheckIsWhatTheCommandPrints() throws {
        let readme = try String(contentsOf: TestEnvironment.root.appending(path: "README.md"), encoding: .utf8)
        let start = "```text\n$ tally check\n"
        let block = try #require(readme.components(separatedBy: "```text\n").first { $0.hasPrefix("$ tally check\n") })
        let shown = block.dropFirst(start.count - "```text\n".count).components(separatedBy: "```")[0]
        let sandbox = try GitSandbox()
        let prompt = (1...30).map { "You are a helpful assistant number \($0). Answer in one sentence.\n" }.joined()
        let rule = "{model: claude-sonnet-4-5, calls_per_month: 200_000, max_cost_per_month: 275}"
        try sandbox.commit(["answer.prompt": prompt, "tally.yml": "prompts: {rules: [\(rule)]}\n"])
        try sandbox.write("answer.prompt", prompt + "Be polite, and explain your reasoning each time.\n")
        try sandbox.git("add", "--all")
        let result = try TallyBinary.run(["check"], in: sandbox.url, environment: sandbox.environment)
        #expect(result.output.hasPrefix(shown), "\(result.output)")
        #expect(result.status == 1)
    }
}
