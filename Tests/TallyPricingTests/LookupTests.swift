import Testing

@testable import TallyPricing

@Suite struct LookupTests {
    private let book = PriceBook.bundled

    @Test(
        arguments: [
            ("gpt-4o", nil, "openai", "gpt-4o", .id),
            ("GPT-4o", nil, "openai", "gpt-4o", .id),
            ("gpt-4o-2024-08-06", nil, "openai", "gpt-4o", .alias),
            ("gpt-4o-20240806", nil, "openai", "gpt-4o", .compactDate),
            ("ft:gpt-4o-2024-08-06:acme::x", nil, "openai", "ft:gpt-4o", .alias),
            ("text-embedding-3-small", nil, "openai", "text-embedding-3-small", .id),
            ("claude-opus-5-20260115", nil, "anthropic", "claude-opus-5", .alias),
            ("anthropic/claude-opus-5", nil, "anthropic", "claude-opus-5", .providerPrefix),
            ("groq/llama-3.3-70b-versatile", nil, "groq", "llama-3.3-70b-versatile", .providerPrefix),
            ("llama-3.3-70b-versatile", "groq", "groq", "llama-3.3-70b-versatile", .id),
            ("openrouter/openai/gpt-4o", nil, "openrouter", "openai/gpt-4o", .providerPrefix),
            ("gemini-2.5-pro-preview-tts", nil, "google", "gemini-2.5-pro-tts", .alias),
            ("us.anthropic.claude-opus-5-v1:0", "aws.bedrock", "aws", "regional.anthropic.claude-opus-5", .alias),
            ("openai/gpt-4o", "litellm", "openai", "gpt-4o", .providerPrefix),
            ("grok-4.5", "x_ai", "x-ai", "grok-4.5", .id),
            ("gemini-2.5-pro", "gcp.gen_ai", "google", "gemini-2.5-pro", .id),
        ] as [(String, String?, String, String, PricedModel.Match)]
    )
    func findsModelsByTheNamesInUse(
        _ name: String,
        _ provider: String?,
        _ foundProvider: String,
        _ id: String,
        _ match: PricedModel.Match
    ) throws {
        let model = try #require(self.book.model(name, provider: provider))
        #expect(model.provider == foundProvider)
        #expect(model.id == id)
        #expect(model.match == match)
        #expect(model.requestedName == name)
    }

    @Test(
        arguments: [
            ("gpt-99", nil), ("", nil), ("/", nil), ("openai/", nil), ("nobody/gpt-4o", nil), ("gpt-4o", "nobody"),
            ("llama-3.3-70b-versatile", nil), ("gpt-4o-20241399", nil),
            (String(repeating: "gpt-4o", count: 10_000), nil),
            ("gpt-4o\u{0}", nil), ("gpt-４o", nil),
        ] as [(String, String?)]
    )
    func findsNothingElse(_ name: String, _ provider: String?) {
        #expect(self.book.model(name, provider: provider) == nil)
    }

    @Test func takesTheMakersPricesWhereAProviderOnlyOffersTheModel() throws {
        let model = try #require(self.book.model("grok-4.5", provider: "azure"))
        #expect(model.provider == "azure")
        #expect(model.listProvider == "x-ai")
    }

    @Test(
        arguments: [
            ("-20251211", "-2025-12-11"), ("a-20251211-b-20240229:c", "a-2025-12-11-b-2024-02-29:c"),
            ("-20251211x", nil),
            ("-20251311", nil), ("-20230229", nil), ("20251211", nil), ("-19991231", nil), ("-2025121", nil), ("", nil),
        ] as [(String, String?)]
    )
    func readsCompactDates(_ name: String, _ dashed: String?) {
        #expect(CompactDates.dashed(Array(name.utf8)) == dashed.map { Array($0.utf8) })
    }

    @Test func proposesNamesThatLeadToAModel() {
        #expect(self.book.nearest(to: "gpt-4oo").contains("gpt-4o"))
        #expect(self.book.nearest(to: "cluade-opus-5", limit: 1) == ["claude-opus-5"])
        #expect(self.book.nearest(to: "llama-3.3-70b-versatile").contains("groq/llama-3.3-70b-versatile"))
        #expect(
            self.book.nearest(to: "llama-3.3-70b-versatil", provider: "groq", limit: 1) == ["llama-3.3-70b-versatile"]
        )
        #expect(self.book.nearest(to: "groc/llama-3.3-70b-versatile", limit: 1) == ["groq/llama-3.3-70b-versatile"])
        #expect(self.book.nearest(to: "gpt-4oo", provider: "nobody", limit: 1) == ["gpt-4o"])
        for name in ["gpt-4oo", "mistal-large", "gemini-flash", "kimi", "deepseek-v9"] {
            let names = self.book.nearest(to: name, limit: 5)
            #expect(names.count <= 5 && Set(names).count == names.count)
            #expect(names.allSatisfy { self.book.model($0) != nil }, "\(names)")
        }
    }

    @Test func proposesNothingForWhatIsLikeNothing() {
        #expect(self.book.nearest(to: "").isEmpty)
        #expect(self.book.nearest(to: "gpt-4o", limit: 0).isEmpty)
        #expect(self.book.nearest(to: String(repeating: "!", count: 100_000)).isEmpty)
    }
}
