import TallyTestSupport
import Testing

@testable import TallyCLI

@Suite struct UsualPromptsTests {
    @Test(arguments: [
        "a.prompt", "x/y/b.prompty", "b.prompt.md", "models/c.prompt.yml", "AGENTS.md", "pkg/CLAUDE.md",
        "skills/pdf/SKILL.md", ".cursorrules", ".cursor/rules", ".cursor/rules/style.mdc",
        "app/.cursor/rules/deep/x.mdc",
        ".claude/commands/fix.md", ".claude/agents/team/review.md", ".github/copilot-instructions.md",
        ".github/instructions/swift.instructions.md", ".github/prompts/plan.prompt.md", "prompts/a.txt",
        "prompts/a/b/c.jinja2", "Sources/App/Prompts/system.md", "src/prompts/chat.json", "prompts/x.hbs",
    ]) func isAPrompt(path: String) {
        #expect(UsualPrompts.contains(Array(path.utf8)))
    }

    @Test(arguments: [
        "Sources/prompts/build.swift", "prompts/render.py", "prompts/index.ts", "prompts/Makefile", "prompts/.gitkeep",
        "prompts", "prompts.txt", "src/myprompts/a.txt", "promptsx/a.txt", "README.md", "agents.md", "MYAGENTS.md",
        ".github/workflows/ci.yml", "x/.github/copilot-instructions.md", "a.prompts", "promptly.md", "prompts/a.txt/b",
    ]) func isNone(path: String) {
        #expect(!UsualPrompts.contains(Array(path.utf8)))
    }

    /// The quick look at the ending never hides a file that a pattern matches, and no pattern takes anything back.
    @Test func theEndingsAreThoseOfThePatterns() throws {
        let patterns = try UsualPrompts.patterns.map { try #require(IgnorePattern(line: Array($0.utf8)[...])) }
        #expect(!patterns.contains { $0.isNegated || $0.isForFolders })
        let parts = ["prompts", "Prompts", ".cursor", "rules", ".github", "instructions", ".claude", "agents", "a"]
        let endings = UsualPrompts.patterns.compactMap { $0.split(separator: "/").last.map(String.init) }
        let names = endings.map { $0.replacing("*", with: "x") } + ["a.swift", "Makefile"]
        let seed = TestEnvironment.seed
        print("TALLY_SEED=\(seed)")
        var random = SeededGenerator(seed: seed)
        for _ in 0..<1_000 {
            let folders = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                parts.randomElement(using: &random) ?? ""
            }
            let name = names.randomElement(using: &random) ?? ""
            let bytes = Array((folders + [name]).joined(separator: "/").utf8)
            let start = bytes.count - name.utf8.count
            let expected = patterns.contains { $0.matches(bytes[...], nameStart: start, isFolder: false) }
            #expect(UsualPrompts.contains(bytes) == expected, "\(folders) \(name)")
        }
    }
}
