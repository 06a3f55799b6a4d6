import Testing

@testable import TallyVocabularies

@Suite struct ModelCatalogueTests {
    @Test func everyRowIsRead() {
        let lines = String(describing: ModelCatalogue.rows).split(separator: "\n")
        #expect(lines.count > 170)
        #expect(ModelCatalogue.all.count == lines.count)
    }

    @Test(arguments: [
        ("gpt-4o", "gpt-4o"),
        ("GPT-4o-2024-08-06", "gpt-4o"),
        ("openai/gpt-4o-mini-2024-07-18", "gpt-4o-mini"),
        ("ft:gpt-4o-mini:acme::x1", "gpt-4o-mini"),
        ("gpt-5-codex", "gpt-5-codex"),
        ("gpt-5.9-nova", "gpt-5*"),
        ("claude-sonnet-4-5-20250929", "claude-sonnet-4-5"),
        ("claude-sonnet-4.5", "claude-sonnet-4-5"),
        ("claude-sonnet-4-20250514", "claude-sonnet-4-0"),
        ("claude-3-5-sonnet-latest", "claude-3-5-sonnet"),
        ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-5"),
        ("anthropic.claude-opus-4-5-20251101-v1:0", "claude-opus-4-5"),
        ("claude-opus-4-5@20251101", "claude-opus-4-5"),
        ("gemini-2.5-flash-preview-09-2025", "gemini-2.5-flash"),
        ("models/gemini-2.5-pro", "gemini-2.5-pro"),
        ("mistral-large-latest", "mistral-large-latest"),
        ("meta-llama/Llama-3.3-70B-Instruct", "Llama-3.3-70B-Instruct"),
        ("openai/gpt-oss-120b", "gpt-oss-120b"),
    ])
    func namesLeadToTheirModel(name: String, model: String) {
        #expect(ModelCatalogue.facts(of: name)?.name == model)
    }

    @Test func whatIsNotKnownIsNothing() {
        #expect(ModelCatalogue.facts(of: "frobnicator-9") == nil)
        #expect(ModelCatalogue.facts(of: "") == nil)
        #expect(ModelCatalogue.facts(of: "/") == nil)
    }

    @Test func everyNameLeadsToItsOwnRow() {
        for facts in ModelCatalogue.all where !facts.isRule {
            #expect(ModelCatalogue.facts(of: facts.name) == facts)
            for alias in facts.aliases where !alias.hasSuffix("*") {
                #expect(ModelCatalogue.facts(of: alias) == facts, "\(alias)")
            }
        }
    }

    /// The catalogue and the tables of the reference say the same of OpenAI's models.
    @Test func encodingsAgreeWithTheReferences() {
        for (model, encoding) in ModelNames.exact {
            guard let facts = ModelCatalogue.facts(of: model) else { continue }
            #expect(facts.encodingName == encoding, "\(model)")
        }
        for (prefix, encoding) in ModelNames.prefixes where !prefix.hasSuffix("002") {
            let name = prefix + (prefix.hasPrefix("ft:") ? ":x" : "x")
            #expect(ModelCatalogue.facts(of: name)?.encodingName == encoding, "\(prefix)")
        }
    }

    @Test func unverifiedModelsAreApproximate() {
        for facts in ModelCatalogue.all where facts.evidence.contains("UNVERIFIED") {
            #expect(facts.accuracy == .approximate, "\(facts.name)")
        }
        #expect(ModelCatalogue.facts(of: "claude-opus-4-8")?.accuracy == .reconstructed)
        #expect(ModelCatalogue.facts(of: "grok-4.3")?.encodingName == nil)
    }

    @Test func familiesAreListed() {
        #expect(ModelCatalogue.models(ofFamily: "Harmony").map(\.name).contains("gpt-oss-20b"))
        #expect(ModelCatalogue.models(ofFamily: "claude-v3").count > 10)
        #expect(ModelCatalogue.models(ofFamily: "nobody").isEmpty)
    }
}
