#if YAML
import TallyConfiguration
import TallyTestSupport
import Testing

/// Each mistake is told with its place, what was found and what is expected.
@Suite(.enabled(if: TimeZoneDatabase.isAvailable, Comment(rawValue: TimeZoneDatabase.skipReason)))
struct MistakesTests {
    private func mistakes(_ text: String) -> [String] {
        do {
            _ = try PolicyDocument(yaml: text)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test func allMistakesAreToldAtOnce() {
        let text = """
            budgts: []
            tags:
              team: {requred: true, values: [no, search]}
            models: gpt-5
            limits:
              input_tokens: 1e6
              output_tokens: 010
            unpriced: alow
            budgets:
              - name: a
                money: 1.0000000000001
                per: moth
                time_zone: Europe/Berln
              - name: a
                tokens: -1
                money: 1
                per: 24
                thresholds: [{at: 80, do: wran}, {at: 90%, do: throttle}]
              - per: day
            exceptions:
              - name: x
                rules: [budgets.a]
                owner: anna
                expires: 2026-02-29
            """
        let expected = """
            tally.yml:1:1: there is no key 'budgts' here; did you mean 'budgets'?
            tally.yml:3:10: tags.team: there is no key 'requred' here; did you mean 'required'?
            tally.yml:3:34: tags.team.values[0]: found no without quotes, which many YAML readers take for a truth \
            value; write "no" if the text is meant
            tally.yml:4:9: models: found 'gpt-5'; expected a mapping with some of: approved
            tally.yml:6:17: limits.input_tokens: found '1e6'; expected a whole number from 0 to 1000000000
            tally.yml:7:18: limits.output_tokens: found '010'; expected a whole number from 0 to 1000000000
            tally.yml:8:11: unpriced: found 'alow'; expected one of: deny, flag
            tally.yml:11:12: budgets[0].money: found '1.0000000000001'; expected dollars as a decimal number with at \
            most 12 decimals, such as 12.50
            tally.yml:12:10: budgets[0].per: found 'moth'; expected minute, hour, day, week, month, or a time such as \
            24h; did you mean 'month'?
            tally.yml:13:16: budgets[0].time_zone: there is no time zone 'Europe/Berln' in /usr/share/zoneinfo; \
            expected a name such as Europe/Berlin or UTC
            tally.yml:15:13: budgets[1].tokens: there is money already; a limit in tokens is another entry
            tally.yml:17:10: budgets[1].per: found '24'; expected minute, hour, day, week, month, or a time such as 24h
            tally.yml:18:23: budgets[1].thresholds[0].at: found '80'; expected a share from 1% to 1000%, such as 80%
            tally.yml:18:31: budgets[1].thresholds[0].do: found 'wran'; did you mean 'warn'?
            tally.yml:18:38: budgets[1].thresholds[1]: missing: delay
            tally.yml:19:5: budgets[2]: missing: name
            tally.yml:19:5: budgets[2]: missing: money or tokens, its limit
            tally.yml:21:5: exceptions[0]: missing: reason
            tally.yml:22:13: exceptions[0].rules[0]: there is no rule 'budgets.a'; expected one of: models, \
            limits.input, limits.output, unpriced, unknown_output, tags.*
            tally.yml:24:14: exceptions[0].expires: found '2026-02-29'; expected a date such as 2026-12-31, or a moment \
            such as 2026-12-31T18:00:00Z
            """
        #expect(self.mistakes(text).joined(separator: "\n") == expected)
    }

    @Test(arguments: [
        ("a: 1\na: 2\n", "a mapping has the key 'a' twice"),
        ("tags:\n\tteam: {}\n", "not tabs"),
        ("tags: [\n", "this is no YAML"),
        ("a: 1\n---\nb: 2\n", "another document"),
        ("budgets: &a []\n", "anchors"),
        ("- - |\n   text\n  - &a [x]\n", "anchors"),
        ("a: |\n  text\nb: &b x\n", "anchors"),
        ("- a: |\n   text\n  b: &b x\n", "anchors"),
        ("\"a\": 'it''s' \nb: \"\\\"\"\nc: &b x\n", "anchors"),
        ("models: {approved: [*]}\n", "has to be in quotes"),
        ("models:\n  approved:\n    - *-mini\n", "has to be in quotes"),
        ("tags: !!binary aaaa\n", "YAML tags"),
        ("- a\n- b\n", "expected a mapping"),
        ("enforce: yes\n", "found 'yes'; expected true or false"),
        ("enforce: \"true\"\n", "expected true or false"),
        ("budgets:\n", "found nothing; expected a list"),
        ("? [a, b]\n: c\n", "expected a name as the key"),
        ("budgets: [{name: a, per: day, money: 0x10}]", "expected dollars"),
        ("budgets: [{name: a, per: day, money: .inf}]", "expected dollars"),
        ("budgets: [{name: a, per: day, money: +1}]", "expected dollars"),
        ("budgets: [{name: a, per: day, tokens: 99999999999999999999}]", "expected a whole number"),
        ("budgets: [{name: a, per: day, tokens: 1, maximum_values: 3}]", "of use only with each"),
        ("budgets: [{name: a, per: day, tokens: 1}, {name: a, per: day, tokens: 1}]", "another budget is called 'a'"),
        ("budgets: [{name: on, per: day, tokens: 1}]", "write \"on\""),
        ("breakers: [{name: a, tokens: 1, baseline: 90s}]", "expected whole minutes"),
        ("breakers: [{name: a, tokens: 1, baseline: 5m, warm_up: 6m}]", "the warm-up has 6 minutes"),
        ("exceptions: [{name: a}]", "missing: rules, owner, reason, expires"),
        ("tags: {team: {}, Team: {}}", "written in another way"),
    ]) func aMistakeIsToldInWords(text: String, expected: String) {
        let mistakes = self.mistakes(text)
        #expect(mistakes.contains { $0.contains(expected) }, "\(mistakes)")
    }

    @Test func whatOnlyLooksLikeAnAnchorIsText() {
        let text = """
            exceptions:
              - name: "a & b"
                rules: 'limits.*'
                owner: R&D *team* # &comment
                reason: |
                  &first line
                  *second [line

                  don't !stop
                expires: 2026-12-31
            """
        #expect(self.mistakes(text) == [])
    }

    @Test func bombsAndDepthsAreRefusedQuickly() {
        var bomb = "a0: &a0 [x, x]\n"
        for level in 1..<40 { bomb += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        #expect(self.mistakes(bomb).contains { $0.contains("anchors") })
        #expect(self.mistakes(String(repeating: "[", count: 100_000)).contains { $0.contains("nested") })
        #expect(self.mistakes("a: " + String(repeating: "- ", count: 100_000)).count > 0)
        #expect(self.mistakes(String(repeating: "- ", count: 100_000)).contains { $0.contains("nested") })
        #expect(self.mistakes((0..<2_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()).count > 0)
        #expect(self.mistakes(String(repeating: "#", count: 2 << 20)).contains { $0.contains("bytes") })
        #expect(self.mistakes((0..<20_000).map { "key\($0): 1\n" }.joined()).count == 1_000)
    }

    /// Damaged files are read or refused, and nothing else happens.
    @Test func damagedFilesNeverTrap() throws {
        let seed = TestEnvironment.seed
        print("TALLY_SEED=\(seed)")
        var random = SeededGenerator(seed: seed)
        let whole = Array(try PolicyDocumentTests.fixture().unicodeScalars)
        let odd: [Unicode.Scalar] = [
            "&", "*", "[", "{", "]", "}", "\"", "'", "\t", "\n", "-", ":", "|", "#", "\u{0}", "é",
        ]
        for _ in 0..<500 {
            var damaged = whole
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: 0..<damaged.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: damaged[place] = odd.randomElement(using: &random) ?? "x"
                case 1: damaged.remove(at: place)
                default: damaged.removeSubrange(place..<min(damaged.count, place + 40))
                }
            }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: damaged)
            for mistake in self.mistakes(String(text)) { #expect(!mistake.isEmpty) }
        }
    }
}
#endif
