import Foundation
import TallyConfiguration
import TallyTestSupport
import Testing

@testable import TallyCLI

/// `tally init` writes what `tally.yml` can be.
@Suite struct InitTests {
    private func policy(_ folder: TemporaryFolder) throws -> PromptPolicy {
        let text = try String(contentsOf: folder.url.appending(path: "tally.yml"), encoding: .utf8)
        return try PolicyDocument(yaml: text).prompts
    }

    private func sample() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(".git/HEAD", "ref: refs/heads/main\n")
        try folder.write(".gitignore", "build/\n")
        try folder.write("AGENTS.md", String(repeating: "word ", count: 40))
        try folder.write("prompts/a.txt", String(repeating: "word ", count: 1_000))
        try folder.write("prompts/b.txt", "short")
        try folder.write("prompts/support/c.jinja", String(repeating: "word ", count: 100))
        try folder.write("build/prompts/d.txt", "ignored")
        try folder.write("Sources/prompts/build.swift", "let x = 1")
        try folder.write("inner/.git/HEAD", "ref: refs/heads/main\n")
        try folder.write("inner/prompts/e.txt", "of another repository")
        try folder.write("prompts/f.txt", [1, 0, 2])
        return folder
    }

    #if YAML
    @Test func theFileHasALimitForEachFolder() throws {
        let folder = try self.sample()
        try folder.write("deep/er/x", "")
        let result = try TallyBinary.run(["init"], in: folder.url.appending(path: "deep/er"))
        #expect(result.status == 0)
        #expect(result.output == "\(folder.url.path)/tally.yml: 4 prompts in 3 folders, counted for gpt-4o\n")
        #expect(
            result.errors == "tally: \(folder.url.path)/prompts/f.txt: left out: a prompt is a text of at most 16 MiB\n"
        )
        let policy = try self.policy(folder)
        // Each word is a token, and the space at the end is one more.
        #expect(policy.files == nil)
        #expect(policy.rules.map(\.model) == ["gpt-4o", nil, nil])
        #expect(policy.rules.map(\.files) == [[], ["/prompts/*"], ["/prompts/support/*"]])
        #expect(policy.rules.map(\.maximumTokens) == [1_100, 1_100, 120])
        #expect(policy.exceptions == [])
    }

    /// A line that is a key in a comment, as the key.
    private static func withoutMark(_ line: Substring) -> String {
        let indent = line.prefix { $0 == " " }
        let rest = line.dropFirst(indent.count)
        guard rest.hasPrefix("# ") else { return String(line) }
        let key = rest.dropFirst(2).drop { $0 == " " || $0 == "-" }
        let name = key.prefix { $0.isLowercase || $0 == "_" }
        return name.isEmpty || !key.dropFirst(name.count).hasPrefix(":")
            ? String(line) : String(indent + rest.dropFirst(2))
    }

    /// What is in comments can be used: without its marks the file is read as well.
    @Test func theCommentsAreKeysThatThereAre() throws {
        let folder = try self.sample()
        #expect(try TallyBinary.run(["init"], in: folder.url).status == 0)
        let text = try String(contentsOf: folder.url.appending(path: "tally.yml"), encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(Self.withoutMark)
        let policy = try PolicyDocument(yaml: lines.joined(separator: "\n")).prompts
        #expect(policy.files == ["prompts/**", "*.prompt"])
        #expect(policy.exclude == ["prompts/drafts/**"])
        #expect(policy.exceptions.map(\.name) == ["legacy"])
        var rule = policy.rules[0]
        #expect(rule.maximumCostPerMonth == .dollars(500))
        rule.maximumTokens = nil
        #expect(policy.rules.count == 3 && rule.callsPerMonth == 10_000 && rule.countsFrontMatter == false)
        #expect(rule.approvedModels?.count == 2 && rule.placeholders.count == 2 && rule.cachePrefixTokens == 1_024)
    }

    @Test func hostileNamesAreReadAgain() throws {
        let names = [
            "a*b", "q\"uo'te", "new\nline", "back\\slash", "[x]", "?", "!bang", "#hash", " space ", "tab\t", "é日本😀",
            "y",
            "a: b", "{{x}}", "\u{2028}\u{85}\u{202E}", "%", "- dash", "&x", String(repeating: "n", count: 240), "~",
        ]
        let folder = try TemporaryFolder()
        for name in names { try folder.write("prompts/\(name)/\(name.prefix(200)).txt", "text of a prompt") }
        let result = try TallyBinary.run(["init", "--format", "json"], in: folder.url)
        #expect(result.status == 0, "\(result.errors)")
        let policy = try self.policy(folder)
        #expect(policy.rules.count == names.count + 1)
        // Each rule matches the prompt of its folder and no other one.
        for name in names {
            let path = Array("prompts/\(name)/\(name.prefix(200)).txt".utf8)
            let matching = try policy.rules.dropFirst().filter { rule in
                let pattern = try #require(IgnorePattern(line: Array(rule.files[0].utf8)[...]))
                return pattern.matches(path[...], nameStart: 0, isFolder: false)
            }
            #expect(matching.count == 1, "\(name): \(matching.map(\.files))")
        }
    }
    #endif

    @Test func aNameThatIsNoUTF8HasAPatternAllTheSame() throws {
        let path = FilePath(bytes: Array("prompts/".utf8) + [0xFF, 0x61, 0xE2, 0x82] + Array("/sub".utf8))
        #expect(PromptFolder(path).pattern == "/prompts/?a??/sub/*")
        #expect(PromptFolder(FilePath("")).pattern == "/*")
        #expect(PromptFolder(FilePath(String(repeating: "*", count: 600))).pattern == nil)
    }

    @Test(arguments: [
        (0, 10), (1, 11), (90, 100), (1_001, 1_100), (1_234, 1_300), (3_950, 4_200), (99_999, 110_000), (8_000, 8_400),
    ]) func aLimitIsALittleAboveTheLargest(tokens: Int, limit: Int) {
        #expect(PromptFolder.limit(above: tokens) == limit)
    }

    @Test func aFileThatIsThereStays() throws {
        let folder = try self.sample()
        try folder.write("tally.yml", "budgets: []\n")
        let refused = try TallyBinary.run(["init"], in: folder.url)
        #expect(refused.status == 2)
        #expect(refused.output == "")
        #expect(
            refused.errors
                == "tally: \(folder.url.path)/tally.yml: the file is there already\n"
                + "  try: tally init --force, which replaces it\n"
        )
        #expect(try String(contentsOf: folder.url.appending(path: "tally.yml"), encoding: .utf8) == "budgets: []\n")
        let forced = try TallyBinary.run(["init", "--force", "--quiet", "--format", "json"], in: folder.url)
        #expect(forced.status == 0)
        #expect(forced.errors == "")
        let answer = try JSONSerialization.jsonObject(with: Data(forced.outputBytes)) as? [String: Any]
        #expect(answer?["prompts"] as? Int == 4)
        #expect(answer?["skipped"] as? Int == 1)
        #expect(answer?["encoding"] as? String == "o200k_base")
        let folders = try #require(answer?["folders"] as? [[String: Any]])
        #expect(folders.map { $0["folder"] as? String } == ["", "prompts", "prompts/support"])
        #expect(folders.map { $0["largest"] as? String } == ["AGENTS.md", "prompts/a.txt", "prompts/support/c.jinja"])
        #expect(try String(contentsOf: folder.url.appending(path: "tally.yml"), encoding: .utf8).hasPrefix("# What"))
    }

    @Test(arguments: [("gpt-4o*", "name of one model"), ("", "name of one model"), ("no such", "--model no such: ")])
    func withoutAModelNothingIsWritten(model: String, expected: String) throws {
        let folder = try TemporaryFolder()
        let result = try TallyBinary.run(["init", "--model", model], in: folder.url)
        #expect(result.status == 2)
        #expect(result.output == "")
        #expect(result.errors.contains(expected))
        #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "tally.yml").path))
    }

    @Test func whereThereIsNoPromptTheFileSaysSo() throws {
        let folder = try TemporaryFolder()
        let result = try TallyBinary.run(["init", "--model", "claude-sonnet-4-5"], in: folder.url)
        #expect(result.status == 0)
        #expect(result.output.hasSuffix("tally.yml: no prompts found, counted for claude-sonnet-4-5\n"))
        #if YAML
        let rules = try self.policy(folder).rules
        #expect(rules.map(\.model) == ["claude-sonnet-4-5"])
        #expect(rules[0].maximumTokens == nil)
        #endif
    }
}
