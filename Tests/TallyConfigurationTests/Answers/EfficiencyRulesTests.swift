#if YAML
import TallyConfiguration
import TallyPricing
import Testing

/// The section `efficiency` as it is meant, and its mistakes.
@Suite struct EfficiencyRulesTests {
    @Test func everyKeyIsRead() throws {
        let text = """
            efficiency:
              max_cost: $2.50
              max_tokens: 500_000
              max_of_median: 200%
              max_retries: 0%
              use_cases:
                support: {max_cost: 0.5}
                search: {max_retries: 50%, max_tokens: 9, max_of_median: 1000%}
              minimum_sessions: 50
              keep_from: 60%
              cut_below: 20%
            """
        let document = try PolicyDocument(yaml: text)
        let rules = document.efficiency
        let limits = EfficiencyLimits(
            maximumCost: Money("2.5"),
            maximumTokens: 500_000,
            medianPercent: 200,
            retryPercent: 0
        )
        #expect(rules.limits == limits)
        #expect(rules.minimumSessions == 50 && rules.keepPercent == 60 && rules.cutPercent == 20)
        #expect(document.otherSections == [])
        var support = limits
        support.maximumCost = Money("0.5")
        #expect(rules.limits(for: "support") == support)
        #expect(rules.limits(for: "search").retryPercent == 50)
        #expect(rules.limits(for: "search").maximumCost == Money("2.5"))
        #expect(rules.limits(for: nil) == limits)
    }

    @Test(arguments: ["", "efficiency:\n", "efficiency: {}\n"])
    func whatSaysNothingHasTheUsualRules(text: String) throws {
        #expect(try PolicyDocument(yaml: text).efficiency == EfficiencyRules())
    }

    @Test(arguments: [
        ("efficiency: []", "efficiency: found a list; expected a mapping with some of: max_cost, max_tokens"),
        ("efficiency: {max_costs: 1}", "there is no key 'max_costs' here; did you mean 'max_cost'?"),
        ("efficiency: {max_of_median: 100%}", "efficiency.max_of_median: found '100%'; expected a share from 101%"),
        ("efficiency: {max_retries: 101%}", "expected a share from 0% to 100%"),
        ("efficiency: {max_tokens: 0}", "expected a whole number from 1"),
        ("efficiency: {minimum_sessions: 0}", "expected a whole number from 1"),
        ("efficiency: {use_cases: [a]}", "expected a mapping from use cases to their limits"),
        ("efficiency: {use_cases: {a: {keep_from: 5%}}}", "efficiency.use_cases.a: there is no key 'keep_from' here"),
        ("efficiency: {cut_below: 60%}", "cut_below is 60% and keep_from 50%; what is kept can not be cut"),
        ("efficiency: {keep_from: 20%}", "cut_below is 30% and keep_from 20%; what is kept can not be cut"),
        ("environments: {test: {efficiency: {}}}", "there is no key 'efficiency' here"),
    ]) func aMistakeIsToldInWords(text: String, expected: String) {
        let error = #expect(throws: ConfigurationError.self) { try PolicyDocument(yaml: text) }
        let mistakes = error?.problems.map(\.description) ?? []
        #expect(mistakes.count == 1 && mistakes[0].contains(expected), "\(mistakes)")
    }
}
#endif
