import TallyTestSupport
import Testing

@testable import TallyCLI

/// Where sections start and end: `depth kind title first-last`, lines counted from 1.
@Suite struct TextSectionsTests {
    private func sections(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        return TextSections(bytes, TextLines(bytes)).sections.map {
            "\($0.depth) \($0.kind.rawValue) \($0.title.isEmpty ? "-" : $0.title) \($0.firstLine + 1)-\($0.lastLine + 1)"
        }
    }

    @Test(arguments: [
        ("", []),
        ("one\ntwo\n", ["0 paragraph - 1-2"]),
        ("one\n\n\ntwo\n", ["0 paragraph - 1-3", "0 paragraph - 4-4"]),
        ("\n\none\n", ["0 paragraph - 1-2", "0 paragraph - 3-3"]),
        ("# A\na\n## B\nb\n# C\n", ["0 heading A 1-4", "1 heading B 3-4", "0 heading C 5-5"]),
        ("before\n# A ##\n", ["0 text - 1-1", "0 heading A 2-2"]),
        ("### A\n# B\n###### C\n", ["0 heading A 1-1", "0 heading B 2-3", "1 heading C 3-3"]),
        ("#A\n####### B\n    # C\n", ["0 paragraph - 1-3"]),
        ("#\n", ["0 heading - 1-1"]),
        ("# A\n```\n# b\n```\n# C\n", ["0 heading A 1-4", "0 heading C 5-5"]),
        ("# A\n~~~~\n# b\n~~~\n# c\n", ["0 heading A 1-5"]),
        ("<a>\nx\n</a>\n", ["0 tag a 1-3"]),
        ("<a>\nx\n</a>\n\nrest\n", ["0 tag a 1-4", "0 text - 5-5"]),
        ("<a x=\"1\">\n<b>\n</b>\n</a>\n", ["0 tag a 1-4", "1 tag b 2-3"]),
        ("<a>\n# H\n</a>\n# I\n", ["0 tag a 1-3", "1 heading H 2-3", "0 heading I 4-4"]),
        ("# H\n<a>\n# I\n</a>\nx\n", ["0 heading H 1-5", "1 tag a 2-4", "2 heading I 3-4"]),
        ("<a>\n<b>\n</a>\n</b>\n", ["0 tag a 1-3", "0 text - 4-4"]),
        ("<a>\n<a>\n</a>\n", ["0 text - 1-1", "0 tag a 2-3"]),
        ("<br>\ntext\n</hr>\n", ["0 paragraph - 1-3"]),
        ("<a/>\n<!-- x -->\n<a> b\n</a>\n", ["0 paragraph - 1-4"]),
        ("system:\nx\nUser:\ny\n", ["0 role system 1-2", "0 role User 3-4"]),
        ("# system:\nx\n", ["0 role system 1-2"]),
        ("system:\n# A\nuser:\n", ["0 role system 1-2", "1 heading A 2-2", "0 role user 3-3"]),
        ("system: x\n system:\nnobody:\n", ["0 paragraph - 1-3"]),
        ("---\nname: x\n---\nsystem:\n", ["0 front_matter - 1-3", "0 role system 4-4"]),
        ("---\nname: x\n", ["0 paragraph - 1-2"]),
        ("{% if x %}\n# A\n{% endif %}\n", ["0 text - 1-1", "0 heading A 2-3"]),
        ("# A\r\nb\r\n# C\r\n", ["0 heading A 1-2", "0 heading C 3-3"]),
    ])
    func sectionsAreWhereTheyAreMarked(text: String, expected: [String]) {
        #expect(self.sections(text) == expected)
    }

    @Test func everyLineIsInOnePart() {
        print("seed: \(TestEnvironment.seed) (set TALLY_SEED to repeat)")
        var generator = SeededGenerator(seed: TestEnvironment.seed)
        let kinds = ["# A", "## B", "<a>", "</a>", "<b>", "</b>", "user:", "```", "", "text", "---", "  <a>"]
        for _ in 0..<2_000 {
            let text = (0..<Int.random(in: 0..<30, using: &generator))
                .map { _ in kinds.randomElement(using: &generator).map { $0 + "\n" } ?? "" }.joined()
            let bytes = Array(text.utf8)
            let lines = TextLines(bytes)
            let found = TextSections(bytes, lines)
            #expect(found.parts.flatMap { Array($0.lines) } == Array(0..<lines.count), "\(text.debugDescription)")
            for part in found.parts {
                let section = found.sections[part.section]
                #expect(section.firstLine <= part.lines.lowerBound && part.lines.upperBound <= section.lastLine + 1)
            }
            for section in found.sections {
                guard let parent = section.parent.map({ found.sections[$0] }) else { continue }
                #expect(section.depth == parent.depth + 1)
                #expect(parent.firstLine < section.firstLine && section.lastLine <= parent.lastLine)
            }
        }
    }

    @Test(arguments: ["# a\n", "<a>\n", "a\n\n", "<a>\n</a>\n", "user:\n", "###### a\n# b\n"])
    func manySectionsEndInOne(line: String) {
        let bytes = Array(String(repeating: line, count: 5_000).utf8)
        let lines = TextLines(bytes)
        let found = TextSections(bytes, lines)
        #expect(found.sections.count <= TextSections.most)
        #expect(found.parts.reduce(0) { $0 + $1.lines.count } == lines.count)
        if found.sections.count > 1 { #expect(found.sections.last?.kind == .rest) }
    }
}
