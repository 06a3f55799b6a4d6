import Testing

@testable import TallyCLI

@Suite struct PathPatternsTests {
    @Test(arguments: [
        ("*.prompt", "a.prompt", true), ("*.prompt", "x/y/a.prompt", true), ("*.prompt", "a.prompt.txt", false),
        ("prompts/**", "prompts/a/b.txt", true), ("prompts/**", "x/prompts/a", false),
        ("/AGENTS.md", "AGENTS.md", true),
        ("/AGENTS.md", "x/AGENTS.md", false), ("AGENTS.md", "x/AGENTS.md", true), ("prompts/", "prompts/a", true),
        ("prompts/", "x/prompts/a", true), ("prompts/", "prompts", false), ("prompts", "prompts", true),
        (".cursor/rules", ".cursor/rules", true), (".cursor/rules", ".cursor/rules/a.mdc", true),
        ("a/*.txt", "a/b/c.txt", false), ("**/p/*.j2", "x/p/a.j2", true), ("[a-", "a", false), ("", "a", false),
    ])
    func match(pattern: String, path: String, expected: Bool) {
        #expect(PathPatterns([pattern]).match(FilePath(path)) == expected)
    }

    @Test func anyPatternIsEnough() {
        let patterns = PathPatterns(["*.a", "*.b"])
        #expect(patterns.match(FilePath("x.b")))
        #expect(!patterns.match(FilePath("x.c")))
        #expect(!PathPatterns([]).match(FilePath("x")))
    }

    @Test(arguments: [
        ("a", "", "a"), ("a", "x/", "x/a"), ("../a", "x/y/", "x/a"), ("./a//b/.", "", "a/b"), ("/top/a", "x/", "a"),
        ("/top", "", ""), (".", "x/", "x"), (".", "", ""),
    ])
    func pathsAreToldFromTheTop(path: String, prefix: String, expected: String) {
        let top = FilePath(path).fromTop(prefix: Array(prefix.utf8), root: FilePath("/top"))
        #expect(top == FilePath(expected))
    }

    @Test(arguments: [("..", ""), ("../../a", "x/"), ("/other/a", ""), ("/topmost/a", "")])
    func pathsOutsideAreNone(path: String, prefix: String) {
        #expect(FilePath(path).fromTop(prefix: Array(prefix.utf8), root: FilePath("/top")) == nil)
    }
}
