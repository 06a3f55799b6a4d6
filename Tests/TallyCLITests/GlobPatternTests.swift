import Testing

@testable import TallyCLI

/// What `gitignore(5)` says, case by case; the comparison with git itself is in `IgnoreRulesTests`.
@Suite struct GlobPatternTests {
    @Test(arguments: [
        ("foo", "foo", true), ("foo", "foobar", false), ("*.o", "a.o", true), ("*.o", ".o", true), ("a?c", "abc", true),
        ("a?c", "a/c", false), ("a*c", "a/c", false), ("**/a", "a", true), ("**/a", "x/y/a", true),
        ("**/a", "xa", false),
        ("a/**", "a/b/c", true), ("a/**", "a", false), ("a/**/b", "a/b", true), ("a/**/b", "a/x/y/b", true),
        ("a/**/b", "a/xb", false), ("a/b**c", "a/bxc", true), ("a/b*/**c", "a/b/x/c", false), ("[a-c]", "b", true),
        // What stands before the first wildcard is compared first, so that these asterisks stand at a start.
        ("foo**/bar", "foobar", true), ("foo**/bar", "foox/y/bar", true), ("f?o**/bar", "foobar", false),
        ("[!a-c]", "b", false), ("[^a-c]", "d", true), ("[]-]", "]", true), ("[]-]", "-", true),
        ("[[:digit:]x]", "7", true),
        ("[[:digit:]x]", "x", true), ("[!a]", "/", false), (#"\*"#, "*", true), (#"\*"#, "a", false),
        (#"[\]]"#, "]", true), ("[a-", "a", false), (#"a\"#, "a", false), ("[[:nope:]]", "n", false),
    ])
    func matches(pattern: String, path: String, expected: Bool) {
        let glob = GlobPattern(Array(pattern.utf8))
        #expect((glob?.matches(Array(path.utf8)[...]) ?? false) == expected)
    }

    @Test func manyAsterisksAreNotSlow() {
        let pattern = GlobPattern(Array((String(repeating: "*a", count: 200) + "b").utf8))
        let path = Array(String(repeating: "a", count: 4_000).utf8)
        #expect(pattern?.matches(path[...]) == false)
    }

    @Test(
        arguments: [
            ("# note", nil), ("", nil), ("   ", nil), ("/", nil), ("\\#a", "#a"), ("a  ", "a"), (#"a\ "#, "a "),
            (#"\!a"#, "!a"),
            ("!a", "a"), ("a/", "a"),
        ] as [(String, String?)]
    )
    func readsALine(line: String, matching: String?) {
        let pattern = IgnorePattern(line: Array(line.utf8)[...])
        if let matching {
            #expect(pattern?.matches(Array(matching.utf8)[...], nameStart: 0, isFolder: true) == true)
        } else {
            #expect(pattern == nil)
        }
    }
}
