#if YAML
import Foundation
import TallyConfiguration
import TallyTestSupport
import Testing

/// YAML as JSON, compared with what `Tests/Reference/yaml_json.py` recorded of ruamel.yaml, which reads YAML 1.2.
@Suite struct YAMLTextTests {
    private struct Facts: Decodable {
        let scalars: [[String]]
        let documents: [[String?]]
    }

    private func facts() throws -> Facts {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/yaml", withExtension: "json"))
        return try JSONDecoder().decode(Facts.self, from: try Data(contentsOf: url))
    }

    private func json(_ text: String) throws -> String {
        String(decoding: try YAMLText.json(of: text, file: "body.yml"), as: UTF8.self)
    }

    private func mistakes(_ text: String) -> [String] {
        do {
            _ = try YAMLText.json(of: text, file: "body.yml")
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test func plainScalarsAreWhatTheReferenceSays() throws {
        let facts = try self.facts().scalars
        #expect(facts.count > 80)
        for fact in facts {
            let (text, kind, value) = (fact[0], fact[1], fact[2])
            let found = try self.json("a: \(text)\n").dropFirst("{\"a\":".count).dropLast()
            switch kind {
            case "float":
                #expect(found.wholeMatch(of: /-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/) != nil, "\(text): \(found)")
                #expect(Double(found) == Double(value), "\(text): \(found)")
            case "text": #expect(found == "\"\(value)\"")
            default: #expect(found == value, "\(text)")
            }
        }
    }

    @Test func textsAreTheReferencesToTheByte() throws {
        let facts = try self.facts().documents
        #expect(facts.count > 300)
        for fact in facts {
            let text = try #require(fact[0])
            #expect((try? self.json(text)) == fact[1], "\(text)")
        }
    }

    @Test(
        arguments: [
            ("010", "\"010\""), ("08", "\"08\""), ("-00", "\"-00\""), ("1_000", "\"1_000\""), ("0b101", "\"0b101\""),
            ("-0x1", "\"-0x1\""), ("0X1", "\"0X1\""), ("-0", "-0"), (".5e3", "0.5e3"), ("+1.e+5", "1.0e+5"),
            ("010.5", "10.5"),
            ("1e400", "1e400"), ("0.10", "0.10"), ("12345678901234567890.12345678901234567890", nil),
            ("0x10000000000000000", "18446744073709551616"), ("0x3B9ACA00", "1000000000"),
            ("0o" + String(repeating: "0", count: 1_022) + "7", "7"), ("'1'", "\"1\""), ("\"null\"", "\"null\""),
            ("=", "\"=\""), ("2026-12-31", "\"2026-12-31\""),
        ] as [(String, String?)]
    ) func numbersAreExact(text: String, expected: String?) throws {
        #expect(try self.json("[\(text)]") == "[\(expected ?? text)]")
    }

    @Test func keysAreNamesAsTheyAreWritten() throws {
        #expect(
            try self.json("on: 1\n1: 2\nnull: 3\n~: 4\n0x10: 5\n<<: {a: 1}\n\"\": 6\n")
                == "{\"on\":1,\"1\":2,\"null\":3,\"~\":4,\"0x10\":5,\"<<\":{\"a\":1},\"\":6}"
        )
    }

    @Test(arguments: [
        ("a: .inf\n", "body.yml:1:4: a: JSON has no number for .inf and .nan"), ("a: [b: -.INF]\n", "1:8: a[0].b: "),
        ("a: .NaN\n", "no number"), ("a: 1\nb: 2\na: 3\n", "the key 'a' twice"),
        ("{\"a\": 1, a: 2}", "the key 'a' twice"),
        ("? [a]\n: b\n", "1:3: found a list as a key; JSON has only texts as keys"),
        ("a: {? {b: c} : d}\n", "a: found a mapping as a key"), ("a: &b c\n", "anchors"), ("a: !!int 3\n", "tags"),
        ("a: 1\n---\nb: 2\n", "another document"), ("a: [\n", "this is no YAML"), ("\tb: 1\n", "this is no YAML"),
        ("a: \"\\ud83d\\ude00\"\n", "this is no YAML"),
        ("a: x\u{2028}y\n", "body.yml:1:5: found U+2028"), ("a: 1\nb: |\n  é\u{85}\n", "body.yml:3:4: found U+0085"),
        ("a: 0x" + String(repeating: "f", count: 1_025), "more than 1024 digits"),
    ]) func whatJSONHasNothingForIsRefused(text: String, expected: String) {
        let mistakes = self.mistakes(text)
        #expect(mistakes.count == 1 && mistakes[0].contains(expected), "\(mistakes)")
    }

    @Test func depthsAndSizesAreBounded() {
        #expect(self.mistakes(String(repeating: "[", count: 100_000)).contains { $0.contains("nested") })
        let ladder = (0..<2_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
        #expect(self.mistakes(ladder).count > 0)
        #expect(self.mistakes("a: |\n  " + String(repeating: "x", count: 1 << 20)).contains { $0.contains("bytes") })
        let deep = (0..<120).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
        #expect((try? self.json(deep))?.hasSuffix("null" + String(repeating: "}", count: 120)) == true)
    }

    /// What any text says is JSON, or a mistake; and JSON on one line is YAML that says the same.
    @Test func damagedTextsAreJSONOrMistakes() throws {
        let seed = TestEnvironment.seed
        print("TALLY_SEED=\(seed)")
        var random = SeededGenerator(seed: seed)
        let odd = [
            "&", "*", "[", "{", "]", "}", "\"", "'", "\t", "\n", "- ", ": ", "|\n", ">\n", "#", "\u{0}", "é", "\\",
        ]
        let documents = try self.facts().documents.compactMap { $0[0] }
        for _ in 0..<1_000 {
            var text = Array((documents.randomElement(using: &random) ?? "").unicodeScalars)
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                let place = Int.random(in: 0...text.count, using: &random)
                text.insert(contentsOf: (odd.randomElement(using: &random) ?? "").unicodeScalars, at: place)
            }
            var damaged = String.UnicodeScalarView()
            damaged.append(contentsOf: text)
            guard let json = try? YAMLText.json(of: String(damaged), file: "x") else { continue }
            let value = try JSONSerialization.jsonObject(with: Data(json), options: .fragmentsAllowed) as? NSObject
            #expect(value != nil, "\(String(damaged))")
        }
    }
}
#endif
