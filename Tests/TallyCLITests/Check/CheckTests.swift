import Foundation
import Testing

@testable import TallyCLI

/// `tally check` as people run it, in real repositories.
@Suite(.needsGit) struct CheckTests {
    private func check(
        _ arguments: String...,
        in sandbox: GitSandbox,
        folder: URL? = nil,
        environment: [String: String] = [:]
    ) throws -> TallyBinary.Result {
        try TallyBinary.run(
            ["check"] + arguments,
            in: folder ?? sandbox.url,
            environment: sandbox.environment.merging(environment) { $1 }
        )
    }

    /// What a JSON report says of each prompt: its path, change and tokens on both sides.
    private func prompts(_ result: TallyBinary.Result) throws -> [String] {
        let json = try JSONSerialization.jsonObject(with: Data(result.outputBytes)) as? [String: Any]
        let prompts = try #require(json?["prompts"] as? [[String: Any]])
        func tokens(_ side: Any?) -> String { ((side as? [String: Any])?["tokens"] as? Int).map { "\($0)" } ?? "-" }
        return prompts.map { prompt in
            "\(prompt["change"] ?? "?") \(prompt["path"] ?? "?") \(tokens(prompt["before"])) \(tokens(prompt["after"]))"
        }
    }

    private static let hello = "Hello, world!\n"

    // MARK: - What is compared

    @Test func theFirstCommitIsAllNew() throws {
        let sandbox = try GitSandbox()
        try sandbox.write("a.prompt", Self.hello)
        try sandbox.git("add", "--all")
        let result = try self.check("--format", "json", in: sandbox)
        #expect(try self.prompts(result) == ["added a.prompt - 4"])
        #expect(result.status == 0)
    }

    @Test func nothingToSayPrintsNothing() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a.prompt": Self.hello, "b.swift": "let x = 1\n"])
        for arguments in [[], ["--quiet"], ["--base", "main"]] {
            let result = try TallyBinary.run(["check"] + arguments, in: sandbox.url, environment: sandbox.environment)
            #expect(result.output == "" && result.errors == "" && result.status == 0)
        }
        try sandbox.write("b.swift", "let x = 2\n")
        try sandbox.git("add", "--all")
        #expect(try self.check(in: sandbox).output == "")
    }

    @Test func theIndexCountsAndNotTheDisk() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a.prompt": Self.hello])
        try sandbox.write("a.prompt", "Hello, world! And more.\n")
        #expect(try self.check(in: sandbox).output == "")
        try sandbox.git("add", "a.prompt")
        try sandbox.write("a.prompt", "Hello, world! And more. And even more.\n")
        let staged = try self.check("--format", "json", in: sandbox)
        #expect(try self.prompts(staged) == ["modified a.prompt 4 7"])
        let disk = try self.check("--working-tree", "--format", "json", in: sandbox)
        #expect(try self.prompts(disk) == ["modified a.prompt 4 11"])
    }

    @Test func changesAreToldApart() throws {
        let sandbox = try GitSandbox()
        let long = String(repeating: "Answer every question with care.\n", count: 40)
        try sandbox.commit(["a.prompt": Self.hello, "b.prompt": long, "c.prompt": Self.hello, "old.txt": long + "x\n"])
        try sandbox.git("rm", "--quiet", "a.prompt")
        try sandbox.git("mv", "b.prompt", "moved.prompt")
        // Out of and into what are prompts by their names.
        try sandbox.git("mv", "c.prompt", "c.txt")
        try sandbox.git("mv", "old.txt", "new.prompt")
        let result = try self.check("--format", "json", in: sandbox)
        #expect(
            try self.prompts(result) == [
                "deleted a.prompt 4 -", "deleted c.prompt 4 -", "renamed moved.prompt 240 240",
                "added new.prompt - 242",
            ]
        )
    }

    @Test func namedPathsAreCheckedEvenIfTheyDidNotChange() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["x/a.prompt": Self.hello, "x/b.prompt": Self.hello, "notes.txt": Self.hello])
        let folder = try self.check("x", "--format", "json", in: sandbox)
        #expect(try self.prompts(folder) == ["unchanged x/a.prompt 4 4", "unchanged x/b.prompt 4 4"])
        let inside = try self.check(
            "a.prompt",
            "../notes.txt",
            "--format",
            "json",
            in: sandbox,
            folder: sandbox.url.appending(path: "x")
        )
        #expect(try self.prompts(inside) == ["unchanged notes.txt 4 4", "unchanged x/a.prompt 4 4"])
        let all = try self.check("--all", "--format", "json", in: sandbox)
        #expect(try self.prompts(all) == ["unchanged x/a.prompt 4 4", "unchanged x/b.prompt 4 4"])
    }

    @Test func whatGitDoesNotHaveIsRefused() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a.prompt": Self.hello])
        try sandbox.write("new.prompt", Self.hello)
        let result = try self.check("new.prompt", in: sandbox)
        #expect(result.status == 2)
        #expect(result.errors.contains("new.prompt: git has no such file in its index"))
        #expect(result.errors.contains("--working-tree"))
        let disk = try self.check("new.prompt", "--working-tree", "--format", "json", in: sandbox)
        #expect(try self.prompts(disk) == ["added new.prompt - 4"])
        #expect(try self.check("../outside", in: sandbox).status == 2)
    }

    @Test func aBranchIsComparedWithWhereItBegan() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a.prompt": Self.hello, "b.prompt": Self.hello])
        try sandbox.git("checkout", "--quiet", "-b", "topic")
        try sandbox.commit(["a.prompt": "Hello, world! And more.\n"])
        try sandbox.git("checkout", "--quiet", "main")
        try sandbox.commit(["b.prompt": "Goodbye.\n"])
        try sandbox.git("checkout", "--quiet", "topic")
        let result = try self.check("--base", "main", "--format", "json", in: sandbox)
        #expect(try self.prompts(result) == ["modified a.prompt 4 7"])
        let hook = try self.check("--format", "json", in: sandbox, environment: ["PRE_COMMIT_FROM_REF": "main"])
        #expect(hook.output == result.output)
        #expect(try self.check("--base", "nowhere", in: sandbox).status == 2)
    }

    @Test func whatIsNoTextIsPassedOver() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a.prompt": Self.hello])
        try sandbox.write("binary.prompt", [1, 0, 2])
        try sandbox.link("link.prompt", to: "/etc/hosts")
        try sandbox.git("add", "--all")
        let result = try self.check("--format", "json", in: sandbox)
        let json = try #require(JSONSerialization.jsonObject(with: Data(result.outputBytes)) as? [String: Any])
        let skipped = try #require(json["skipped"] as? [[String: Any]])
        #expect(skipped.map { "\($0["path"] ?? "?")" } == ["binary.prompt", "link.prompt"])
        #expect(try self.prompts(result) == [])
    }

    @Test func whatIsTooLargeIsAFinding() throws {
        let sandbox = try GitSandbox()
        try sandbox.write("a.prompt", [UInt8](repeating: 0x20, count: CheckRun.maximumBytes + 1))
        try sandbox.git("add", "--all")
        let result = try self.check(in: sandbox)
        #expect(result.status == 1)
        #expect(result.output.contains("countable"))
    }

    @Test func conflictsAreAFinding() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a.prompt": Self.hello])
        try sandbox.git("checkout", "--quiet", "-b", "topic")
        try sandbox.commit(["a.prompt": "one\n"])
        try sandbox.git("checkout", "--quiet", "main")
        try sandbox.commit(["a.prompt": "two\n"])
        #expect(try sandbox.status("merge", "topic") != 0)
        let result = try self.check(in: sandbox)
        #expect(result.status == 1)
        #expect(result.output.contains("a.prompt") && result.output.contains("conflicts"))
    }

    @Test func linesEndAndMarksCountAsGitHasThem() throws {
        let sandbox = try GitSandbox()
        try sandbox.git("config", "core.autocrlf", "true")
        try sandbox.write("a.prompt", "one\r\ntwo\r\n")
        try sandbox.write("b.prompt", "\u{FEFF}one\n")
        try sandbox.git("add", "--all")
        let result = try self.check("--format", "json", in: sandbox)
        #expect(try self.prompts(result) == ["added a.prompt - 4", "added b.prompt - 3"])
        // On disk the lines end as the editor has written them.
        let disk = try self.check("--working-tree", "a.prompt", "--format", "json", in: sandbox)
        #expect(try self.prompts(disk) == ["added a.prompt - 4"])
    }

    @Test func outsideARepositoryFilesAreCheckedAsTheyAre() throws {
        let sandbox = try GitSandbox(nil)
        try sandbox.write("a.prompt", Self.hello)
        try sandbox.write("x/b.txt", Self.hello)
        let result = try self.check("--format", "json", in: sandbox)
        #expect(try self.prompts(result) == ["unchanged a.prompt - 4"])
        let named = try self.check("x/b.txt", "--format", "json", in: sandbox)
        #expect(try self.prompts(named) == ["unchanged x/b.txt - 4"])
        #expect(try self.check("--base", "main", in: sandbox).status == 2)
    }

    // MARK: - Rules

    /// A repository whose prompt grew from 4 to 7 tokens.
    private func grown(_ rules: String) throws -> GitSandbox {
        let sandbox = try GitSandbox()
        try sandbox.commit(["a.prompt": Self.hello])
        try sandbox.write("a.prompt", "Hello, world! And more.\n")
        try sandbox.write("tally.yml", "prompts:\n  rules:\n    - model: gpt-4o\n      \(rules)\n")
        try sandbox.git("add", "--all")
        return sandbox
    }

    // gpt-4o's input costs $2.50 a million tokens, so that 7 of them cost $0.0000175.
    @Test(arguments: [
        ("max_tokens: 7", true), ("max_tokens: 6", false), ("max_growth_tokens: 3", true),
        ("max_growth_tokens: 2", false), ("max_growth_percent: 75%", true), ("max_growth_percent: 74%", false),
        ("max_cost_per_call: 0.0000175", true), ("max_cost_per_call: 0.0000174", false),
        ("{max_cost_per_month: 17.50, calls_per_month: 1_000_000}", true),
        ("{max_cost_per_month: 17.49, calls_per_month: 1_000_000}", false), ("cache_prefix: 4", true),
        ("cache_prefix: 1_000", true), ("approved_models: [gpt-4*]", true),
        ("approved_models: [claude-*]", false),
    ])
    func rulesHoldAtTheirLimits(rule: String, isKept: Bool) throws {
        let lines =
            rule.hasPrefix("{")
            ? rule.dropFirst().dropLast().replacing(", ", with: "\n      ") : rule[...]
        let result = try self.check(in: self.grown(String(lines)))
        #expect(result.status == (isKept ? 0 : 1), "\(result.output)\(result.errors)")
        #expect(result.errors == "")
    }

    @Test(arguments: [("cache_prefix: 2", 0), ("cache_prefix: 3", 1), ("cache_prefix: 1_000", 1)])
    func theStartHasToStay(rule: String, status: Int32) throws {
        let sandbox = try self.grown(rule)
        // The first two tokens, "Hello" and ",", are as they were.
        try sandbox.write("a.prompt", "Hello, moon! And more.\n")
        try sandbox.git("add", "--all")
        let result = try self.check(in: sandbox)
        #expect(result.status == status)
        #expect(result.output.contains("cache_prefix") == (status == 1))
    }

    @Test func theModelsThatThePolicyApprovesHoldHereToo() throws {
        let sandbox = try self.grown("max_tokens: 100")
        try sandbox.write("tally.yml", "models:\n  approved: [claude-*]\n")
        let result = try self.check(in: sandbox)
        #expect(result.status == 1)
        #expect(result.output.contains("approved_models"))
    }

    @Test func exceptionsHoldUntilTheirDay() throws {
        func result(expires: String) throws -> TallyBinary.Result {
            let sandbox = try self.grown("max_tokens: 1")
            let exception = "{name: e, rules: max_*, owner: search, reason: soon better, expires: \(expires)}"
            try sandbox.write(
                "tally.yml",
                "prompts:\n  rules:\n    - {model: gpt-4o, max_tokens: 1}\n  exceptions:\n    - \(exception)\n"
            )
            return try self.check(in: sandbox)
        }
        let held = try result(expires: "2199-12-31")
        #expect(held.status == 0)
        #expect(held.output.contains("search") && held.output.contains("2199-12-31"))
        let ended = try result(expires: "2020-02-29")
        #expect(ended.status == 1)
        #expect(ended.output.contains("ended on 2020-02-29"))
    }

    @Test func aPriceThatIsNotKnownIsNoLowPrice() throws {
        let sandbox = try self.grown("max_cost_per_call: 1000")
        try sandbox.write("a.prompt", "Hello, world! And more.\n")
        let result = try self.check("--model", "gpt2", in: sandbox)
        #expect(result.status == 1)
        #expect(result.output.contains("priced"))
    }

    @Test(arguments: [
        "prompts: {ruels: []}", "prompts: {rules: [{max_tokens: many}]}", "not: [yaml",
        "prompts: {rules: [{model: no-such-model-anywhere}]}",
        "prompts: {rules: [{files: b, calls_per_month: 1}, {files: a.prompt, max_cost_per_month: 1}]}",
    ])
    func mistakesInTheFileEndWithTwo(yaml: String) throws {
        let sandbox = try self.grown("max_tokens: 1")
        try sandbox.write("tally.yml", yaml + "\n")
        let result = try self.check(in: sandbox)
        #expect(result.status == 2)
        #expect(result.output == "")
        #expect(result.errors.hasPrefix("tally: tally.yml"))
    }

    @Test func noFormatShowsTextOfThePrompt() throws {
        let sandbox = try GitSandbox()
        try sandbox.commit([
            "a.prompt": "Sesame\n", "prompts/b.json": #"{"messages":[{"role":"user","content":"Sesame"}]}"#,
        ])
        try sandbox.commit(["prompts/c.yaml": "messages: [{role: user, content: Sesame}]\n"])
        try sandbox.write("a.prompt", "Sesame street {{Sesame}}\n")
        try sandbox.write("prompts/b.json", #"{"messages":[{"role":"user","content":"Sesame}]}"#)
        try sandbox.git("add", "--all")
        for format in CheckFormat.allCases {
            let result = try self.check("--all", "--format", format.rawValue, in: sandbox)
            #expect(result.status == 0)
            // The placeholder's name is shown, so that it can be given a size.
            #expect(!result.output.contains("Sesame street") && !result.errors.contains("Sesame"))
        }
    }

    @Test func gitHubGetsASummary() throws {
        let sandbox = try self.grown("max_tokens: 1")
        let summary = sandbox.beside("summary.md")
        try Data("before\n".utf8).write(to: summary)
        let result = try self.check(
            "--format",
            "github",
            in: sandbox,
            environment: ["GITHUB_STEP_SUMMARY": summary.path]
        )
        #expect(result.status == 1)
        #expect(result.output.contains("::error file=a.prompt"))
        let text = try String(contentsOf: summary, encoding: .utf8)
        #expect(text.hasPrefix("before\n") && text.contains("| a.prompt") || text.contains("`a.prompt`"))
    }
}
