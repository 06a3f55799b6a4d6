#if YAML
import TallyConfiguration
import Testing

/// The section `routing` as it is meant, and its mistakes.
@Suite struct RoutingPolicyTests {
    @Test func thePolicySaysWhichModel() throws {
        let text = """
            routing:
              default: gpt-5-mini
              work:
                review: {default: claude-haiku-4-5, escalation: claude-opus-4-5, attempts: 2}
                naming: {default: gpt-5-nano, escalation: gpt-5}
            """
        let document = try PolicyDocument(yaml: text)
        let policy = document.routing
        #expect(policy.usual == ModelRoute("gpt-5-mini"))
        #expect(policy.model(for: nil) == "gpt-5-mini")
        #expect(policy.model(for: "translation", attempt: 9) == "gpt-5-mini")
        #expect((1...4).map { policy.model(for: "naming", attempt: $0) } == ["gpt-5-nano", "gpt-5", "gpt-5", "gpt-5"])
        #expect(policy.model(for: "review", attempt: 2) == "claude-haiku-4-5")
        #expect(policy.model(for: "review", attempt: 3) == "claude-opus-4-5")
        #expect(document.otherSections == [])
    }

    @Test(arguments: ["", "routing:\n", "routing: {}\n", "routing: {work: {}}\n"])
    func whatSaysNothingKnowsNoModel(text: String) throws {
        let policy = try PolicyDocument(yaml: text).routing
        #expect(policy == RoutingPolicy())
        #expect(policy.model(for: "review") == nil)
    }

    @Test(arguments: [
        ("routing: []", "routing: found a list; expected a mapping with some of: default, escalation, attempts, work"),
        ("routing: {escalation: a}", "routing: missing: default, the model that is tried first"),
        ("routing: {default: gpt-*}", "routing.default: found 'gpt-*'; expected the name of one model, without *"),
        ("routing: {default: a, attempts: 2}", "routing.attempts: it is of use only with escalation"),
        ("routing: {default: a, escalation: b, attempts: 0}", "expected a whole number from 1 to 1000"),
        ("routing: {work: {review: {escalation: a}}}", "routing.work.review: missing: default"),
        ("routing: {work: {review: a}}", "routing.work.review: found 'a'; expected a mapping with some of: default"),
        ("routing: {work: [a]}", "expected a mapping from types of work to their models"),
        ("routing: {defalt: a}", "there is no key 'defalt' here; did you mean 'default'?"),
    ]) func aMistakeIsToldInWords(text: String, expected: String) {
        let error = #expect(throws: ConfigurationError.self) { try PolicyDocument(yaml: text) }
        let mistakes = error?.problems.map(\.description) ?? []
        #expect(mistakes.count == 1 && mistakes[0].contains(expected), "\(mistakes)")
    }
}
#endif
