import TallyTestSupport
import Testing

@testable import TallyCLI

@Suite struct PromptPlaceholdersTests {
    @Test(arguments: [
        ("", []), ("plain text", []), ("{{name}}", ["name"]), ("{{ name }}", ["name"]), ("{{- name -}}", ["name"]),
        ("{{{name}}}", ["name"]), ("{{&name}}", ["name"]), ("{{ user.name | upper }}", ["user.name"]),
        ("{name}", ["name"]), ("${name}", ["name"]), ("{user.items[0]}", ["user.items[0]"]), ("{total:>10}", ["total"]),
        ("{value!r}", ["value"]), ("<%= name %>", ["name"]), ("<%- name %>", ["name"]),
        ("a {{b}} c {d} e <%= f %>", ["b", "d", "f"]), ("{{a}}{{b}}", ["a", "b"]),
        // What is no placeholder.
        ("{}", []), ("{\"a\": 1}", []), ("{ 1 }", []), ("{0}", []), ("{a b}", []), ("{unclosed", []),
        ("{{unclosed", []),
        ("{a\n}", []), ("{{}}", []), ("<% code %>", []), ("<b>", []), ("func f() { return x }", []),
    ])
    func findsNames(text: String, names: [String]) {
        #expect(PromptPlaceholders(Array(text.utf8)).found.map(\.name) == names)
    }

    @Test(arguments: [
        ("{% if a %}x{% endif %}", 2), ("{{#each items}}{{/each}}", 2), ("{{^a}}{{! comment }}{{> part}}", 3),
        ("<% if a %>", 1), ("{% raw", 0), ("{{a}}", 0),
    ])
    func countsStatements(text: String, statements: Int) {
        #expect(PromptPlaceholders(Array(text.utf8)).statements == statements)
    }

    @Test(arguments: ["x{{ a }}y", "x{a}y", "x${a}y", "x<%= a %>y", "x{{{a}}}y"])
    func rangesCoverTheMarks(text: String) {
        let bytes = Array(text.utf8)
        let range = PromptPlaceholders(bytes).found[0].range
        #expect(bytes[..<range.lowerBound].elementsEqual("x".utf8))
        #expect(bytes[range.upperBound...].elementsEqual("y".utf8))
    }

    @Test func takesAnyBytes() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        let pieces = ["{", "}", "{{", "}}", "<%", "%>", "$", "=", " ", "a", "#", "|", "\n", "é", "{%", "%}", "-", ":"]
        for _ in 0..<2_000 {
            let text = (0..<Int.random(in: 0...30, using: &random)).map { _ in pieces.randomElement(using: &random)! }
            let bytes = Array(text.joined().utf8)
            var end = 0
            for placeholder in PromptPlaceholders(bytes).found {
                #expect(
                    placeholder.range.lowerBound >= end && placeholder.range.upperBound <= bytes.count,
                    "seed \(seed)"
                )
                #expect(!placeholder.name.isEmpty)
                end = placeholder.range.upperBound
            }
        }
    }

    @Test(arguments: ["{", "{{", "<%=", "{a", "{{ a", "${"])
    func runsOfMarksAreNotSlow(mark: String) {
        let text = Array(String(repeating: mark, count: 20_000).utf8)
        #expect(PromptPlaceholders(text).found.isEmpty)
    }
}
