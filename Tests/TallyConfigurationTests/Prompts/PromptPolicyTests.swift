#if YAML
import TallyConfiguration
import Testing

/// The section `prompts` as it is meant.
@Suite struct PromptPolicyTests {
    @Test func everyKeyIsRead() throws {
        let text = """
            prompts:
              files: ["prompts/**", "*.prompt"]
              exclude: prompts/drafts/**
              rules:
                - model: gpt-4o
                  max_tokens: 4000
                - files: "prompts/support/**"
                  model: claude-sonnet-4-5
                  calls_per_month: 200_000
                  output_tokens: 300
                  max_cost_per_call: 0.01
                  max_cost_per_month: $500
                  max_growth_tokens: 0
                  max_growth_percent: 10%
                  cache_prefix: 1024
                  approved_models: [gpt-4o*, claude-*]
                  placeholders: {history: 2000, user.name: 5}
                  front_matter: counted
                - { files: [a, /b/, 'c\\[x]', "[]!]", "[[:alpha:]]"], front_matter: left out }
              exceptions:
                - name: big-legacy
                  rules: [max_tokens, max_growth_*, "*"]
                  files: prompts/legacy.prompt
                  owner: search team
                  reason: is split up in Q1
                  expires: 2026-12-31
            """
        let policy = try PolicyDocument(yaml: text).prompts
        var first = PromptRule(line: 5)
        first.model = "gpt-4o"
        first.maximumTokens = 4_000
        var second = PromptRule(files: ["prompts/support/**"], line: 7)
        second.model = "claude-sonnet-4-5"
        second.callsPerMonth = 200_000
        second.outputTokens = 300
        second.maximumCostPerCall = Money(picodollars: 10_000_000_000)
        second.maximumCostPerMonth = .dollars(500)
        second.maximumGrowthTokens = 0
        second.maximumGrowthPercent = 10
        second.cachePrefixTokens = 1_024
        second.approvedModels = ["gpt-4o*", "claude-*"]
        second.placeholders = ["history": 2_000, "user.name": 5]
        second.countsFrontMatter = true
        var third = PromptRule(files: ["a", "/b/", "c\\[x]", "[]!]", "[[:alpha:]]"], line: 19)
        third.countsFrontMatter = false
        let exception = PromptException(
            "big-legacy",
            from: ["max_tokens", "max_growth_*", "*"],
            files: ["prompts/legacy.prompt"],
            owner: "search team",
            reason: "is split up in Q1",
            // The end of the last day.
            expires: Timestamp(millisecondsSince1970: 1_798_761_600_000),
            line: 21
        )
        #expect(policy.files == ["prompts/**", "*.prompt"])
        #expect(policy.exclude == ["prompts/drafts/**"])
        #expect(policy.rules == [first, second, third])
        #expect(policy.exceptions == [exception])
    }

    @Test(arguments: ["", "prompts:\n", "prompts: {}\n", "prompts: {exclude: [], rules: [], exceptions: []}\n"])
    func whatSaysNothingAsksForNothing(text: String) throws {
        let document = try PolicyDocument(yaml: text)
        #expect(document.prompts == PromptPolicy())
        #expect(document.policy == UsagePolicy())
        #expect(document.otherSections == [])
    }

    @Test func callsOfAnotherRuleAreEnoughForAMonth() throws {
        let text = "prompts: {rules: [{calls_per_month: 9}, {files: a, max_cost_per_month: 5}]}"
        #expect(try PolicyDocument(yaml: text).prompts.rules[1].maximumCostPerMonth == .dollars(5))
    }

    @Test func thousandsOfRulesAreRead() throws {
        let rules = (0..<4_000).map { "    - files: p\($0)/**\n      max_tokens: \($0 + 1)\n      model: gpt-4o\n" }
        let names = (0..<4_000).map {
            "    - {name: e\($0), rules: \"*\", files: a\($0), owner: b, reason: c, expires: 2026-12-31}\n"
        }
        let text = "prompts:\n  rules:\n" + rules.joined() + "  exceptions:\n" + names.joined()
        let policy = try PolicyDocument(yaml: text).prompts
        #expect(policy.rules.count == 4_000)
        #expect(policy.rules.last?.files == ["p3999/**"])
        #expect(policy.exceptions.count == 4_000)
    }
}
#endif
