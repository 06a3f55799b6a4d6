import Foundation
import Testing

/// Help is compared with what was recorded in `Fixtures/help`.
///
/// `for c in check count estimate explain init encode decode models prices ledger report forecast whatif story export demo ship vocab bench; do .build/debug/tally $c --help > …/help/$c.txt; done`
@Suite struct HelpTests {
    @Test(arguments: [
        "tally", "check", "count", "estimate", "explain", "init", "encode", "decode", "models", "prices", "ledger",
        "report", "forecast", "whatif", "story", "export", "demo", "ship", "vocab", "bench",
    ])
    func helpIsAsRecorded(command: String) throws {
        let file = Bundle.module.url(forResource: command, withExtension: "txt", subdirectory: "Fixtures/help")
        let expected = try String(contentsOf: #require(file), encoding: .utf8)
        let result = try TallyBinary.run((command == "tally" ? [] : [command]) + ["--help"])
        #expect(result.output == expected)
        #expect(result.errors == "")
        #expect(result.status == 0)
    }

    @Test func versionIsANumber() throws {
        let result = try TallyBinary.run(["--version"])
        #expect(result.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
        #expect(result.status == 0)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func generatesCompletions(shell: String) throws {
        let result = try TallyBinary.run(["--generate-completion-script", shell])
        #expect(result.status == 0)
        for word in ["estimate", "encoding", "prices"] { #expect(result.output.contains(word)) }
    }

    @Test(arguments: [
        ["--bogus"], ["count", "--bogus"], ["count", "--format", "xml"],
        ["count", "--model", "gpt-4o", "--encoding", "x"],
        ["count", "--field", "a"], ["count", "--encoding", "o200k"], ["estimate"],
        ["estimate", "--model", "x", "--calls", "0"],
        ["prices"], ["prices", "no-such-model-anywhere"], ["prices", "gpt-4o", "--date", "2026-02-30"],
        ["models", "no-such-model-anywhere"], ["decode", "x"], ["count", "--jsonl", "--field", "a..b"],
        ["check", "--all", "x"], ["check", "--output-tokens", "-1"], ["check", "--format", "xml"],
        ["ship"], ["ship", "x", "--to", "y", "--batch", "0"], ["ledger", "verify"],
        ["ledger", "tail", "x", "--lines", "-1"],
        ["report", "spend"], ["report", "spend", "x", "--by", ""], ["report", "spend", "x", "--format", "xml"],
        ["report", "spend", "x", "--top", "-1"], ["report", "spend", "x", "--table", "groups"],
        ["report", "spend", "x", "--where", "team"], ["report", "spend", "x", "y", "--days", "2026-11-01"],
        ["report", "variance", "x"], ["report", "anomalies", "x", "--since", "soon"],
        ["report", "routing", "x", "--minimum", "29"], ["forecast", "x", "--months", "0"],
        ["export", "x", "--account-id", ""], ["story", "render"], ["demo", "--records", "-1"],
        ["bench"], ["bench", "x", "--passes", "0"], ["bench", "x", "--only", "guess"],
        ["count", "--threads", "0"], ["count", "--threads", "1025"], ["bench", "x", "--threads", "-1"],
    ])
    func wrongUsageEndsWithTwoAndSaysWhatToDo(arguments: [String]) throws {
        let result = try TallyBinary.run(arguments)
        #expect(result.status == 2)
        #expect(result.output == "")
        #expect(result.errors.hasPrefix("tally: "))
        #expect(result.errors.contains("\n  try: ") || result.errors.contains("--help"))
    }

    @Test func anUnknownModelIsAnsweredWithNearNames() throws {
        let result = try TallyBinary.run(["prices", "gtp-4o"])
        #expect(result.errors.contains("gpt-4o"))
        #expect(result.status == 2)
    }
}
