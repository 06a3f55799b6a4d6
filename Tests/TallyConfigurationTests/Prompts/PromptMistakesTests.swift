#if YAML
import TallyConfiguration
import TallyTestSupport
import Testing

/// Each mistake in the section `prompts` is told with its place and what to write.
@Suite struct PromptMistakesTests {
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
            prompts:
              file: ["*.prompt"]
              files: []
              rules:
                - max_token: 4000
                  max_tokens: 4k
                  max_growth_percent: 10
                  max_cost_per_call: 1 cent
                - files: ["!a", prompts/../b]
                  model: gpt-*
                  front_matter: omitted
                  approved_models: []
                  cache_prefix: 0
                  placeholders: {"{{ name }}": 5, a b: 1, x: many, y: 1}
              exceptions:
                - name: a
                  rules: [max_tokns, "max_*"]
                  owner: anna
                - name: b
                  rules: []
                  owner: anna
                  reason: later
                  expires: soon
            """
        let expected = """
            tally.yml:2:3: prompts: there is no key 'file' here; did you mean 'files'?
            tally.yml:3:10: prompts.files: found an empty list; expected a pattern; leave it out for the usual prompts
            tally.yml:5:7: prompts.rules[0]: there is no key 'max_token' here; did you mean 'max_tokens'?
            tally.yml:6:19: prompts.rules[0].max_tokens: found '4k'; expected a whole number from 1 to 1000000000
            tally.yml:7:27: prompts.rules[0].max_growth_percent: found '10'; expected a share from 0% to 100000%, such \
            as 80%
            tally.yml:8:26: prompts.rules[0].max_cost_per_call: found '1 cent'; expected dollars as a decimal number \
            with at most 12 decimals, such as 12.50
            tally.yml:9:15: prompts.rules[1].files[0]: found '!a', which would take paths back; name those in \
            prompts.exclude, or begin with \\! if the name has it
            tally.yml:9:21: prompts.rules[1].files[1]: found 'prompts/../b', which no path matches: paths begin at the \
            top of the repository, without ./ and ../
            tally.yml:10:14: prompts.rules[1].model: found 'gpt-*'; expected the name of one model; patterns are for \
            approved_models
            tally.yml:11:21: prompts.rules[1].front_matter: found 'omitted'; expected one of: counted, left out
            tally.yml:12:24: prompts.rules[1].approved_models: found an empty list; expected a name, or leave it out to \
            approve every model
            tally.yml:13:21: prompts.rules[1].cache_prefix: found '0'; expected a whole number from 1 to 1000000000
            tally.yml:14:36: prompts.rules[1].placeholders.{{ name }}: a placeholder's name has 1 to 128 bytes, without \
            the marks around it and without spaces; write 'name'
            tally.yml:14:44: prompts.rules[1].placeholders.a b: a placeholder's name has 1 to 128 bytes, without the \
            marks around it and without spaces; write 'ab'
            tally.yml:14:50: prompts.rules[1].placeholders.x: found 'many'; expected a whole number from 0 to 1000000000
            tally.yml:14:56: prompts.rules[1].placeholders: found y without quotes, which many YAML readers take for a \
            truth value; write "y" if the text is meant
            tally.yml:16:7: prompts.exceptions[0]: missing: reason, expires
            tally.yml:17:15: prompts.exceptions[0].rules[0]: there is no rule 'max_tokns'; did you mean 'max_tokens'?
            tally.yml:20:14: prompts.exceptions[1].rules: found an empty list; expected the name of a rule
            tally.yml:23:16: prompts.exceptions[1].expires: found 'soon'; expected a date such as 2026-12-31, or a \
            moment such as 2026-12-31T18:00:00Z
            """
        #expect(self.mistakes(text).joined(separator: "\n") == expected)
    }

    @Test(arguments: [
        ("prompts: []", "prompts: found a list; expected a mapping with some of: files, exclude, rules, exceptions"),
        ("prompts: {rules: {}}", "prompts.rules: found a mapping; expected a list"),
        ("prompts: {rules: [a]}", "prompts.rules[0]: found 'a'; expected a mapping"),
        ("prompts: {files: \"./prompts/**\"}", "without ./ and ../"),
        ("prompts: {files: [\"\"]}", "expected a pattern of paths"),
        ("prompts: {files: /}", "the name of nothing"), ("prompts: {files: \"  \"}", "the name of nothing"),
        ("prompts: {files: a//b}", "one slash at a time"), ("prompts: {files: \"#a\"}", "begin with \\#"),
        ("prompts: {files: \"a\\0b\"}", "no NUL"), ("prompts: {exclude: \"a[b\"}", "a bracket has no end"),
        ("prompts: {exclude: 'a\\'}", "nothing is after the last \\"),
        ("prompts: {exclude: \"[[:letter:]]\"}", "not whole"),
        ("prompts: {files: !a}", "put a text that begins with !"),
        ("prompts: {rules: [{max_cost_per_month: 5}]}", "rules[0].max_cost_per_month: no rule says calls_per_month"),
        ("prompts: {rules: [{max_cost_per_call: -1}]}", "expected dollars"),
        ("prompts: {rules: [{calls_per_month: 1e6}]}", "expected a whole number"),
        ("prompts: {rules: [{placeholders: [a]}]}", "expected a mapping from names of placeholders"),
        ("prompts: {rules: [{files: []}]}", "leave it out for every prompt"),
        ("prompts: {exceptions: [{name: a, rules: countable, owner: b, reason: c, expires: 2026-12-31}]}", "no rule"),
        ("environments: {production: {prompts: {}}}", "there is no key 'prompts' here"),
    ]) func aMistakeIsToldInWords(text: String, expected: String) {
        let mistakes = self.mistakes(text)
        #expect(mistakes.count == 1 && mistakes[0].contains(expected), "\(mistakes)")
    }

    @Test func twoExceptionsWithOneNameAreTold() {
        let one = "{name: a, rules: priced, owner: b, reason: c, expires: 2026-12-31}"
        let mistakes = self.mistakes("prompts: {exceptions: [\(one), \(one)]}")
        #expect(mistakes.count == 1 && mistakes[0].contains("another exception is called 'a'"), "\(mistakes)")
    }
}
#endif
