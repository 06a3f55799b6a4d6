/// The hosts of the providers that the price book knows.
enum ProviderHosts {
    /// Hosts by their end, with the provider's id in the price book.
    ///
    /// Source: the providers' references.
    private static let ends: [(end: String, provider: String)] = [
        ("api.openai.com", "openai"), ("openai.azure.com", "azure"), ("azure-api.net", "azure"),
        ("cognitiveservices.azure.com", "azure"), ("services.ai.azure.com", "azure"),
        ("inference.ai.azure.com", "azure"), ("api.anthropic.com", "anthropic"), ("googleapis.com", "google"),
        ("mistral.ai", "mistral"), ("api.deepseek.com", "deepseek"), ("x.ai", "x-ai"), ("api.cohere.com", "cohere"),
        ("api.cohere.ai", "cohere"), ("api.groq.com", "groq"), ("openrouter.ai", "openrouter"),
        ("api.together.xyz", "together"), ("api.together.ai", "together"), ("api.fireworks.ai", "fireworks"),
        ("api.perplexity.ai", "perplexity"), ("api.cerebras.ai", "cerebras"), ("api.arcee.ai", "arcee"),
        ("api.avian.io", "avian"), ("inference.baseten.co", "baseten"), ("api.doubleword.ai", "doubleword"),
        ("githubcopilot.com", "github-copilot"), ("api.meta.ai", "meta"), ("api.minimax.io", "minimax"),
        ("api.minimaxi.com", "minimax"), ("api.minimax.com", "minimax"), ("api.moonshot.ai", "moonshotai"),
        ("api.moonshot.cn", "moonshotai"), ("api.novita.ai", "novita"), ("api.voyageai.com", "voyageai"),
        ("api.z.ai", "zai"), ("open.bigmodel.cn", "zhipuai"), ("api.elevenlabs.io", "elevenlabs"),
        ("modal.run", "modal"), ("modal.direct", "modal"), ("databricks.com", "databricks"),
        ("azuredatabricks.net", "databricks"), ("endpoints.kepler.ai.cloud.ovh.net", "ovhcloud"),
    ]

    /// The id of the provider at `host`; nil if it is none's that the book knows.
    static func provider(host: String, path: [String]) -> String? {
        if host.hasPrefix("bedrock-runtime"), host.contains(".amazonaws.com") { return "aws" }
        if host == "router.huggingface.co" { return path.first.map { "huggingface_\($0)" } }
        if host == "api.cloudflare.com" { return path.contains("ai") ? "cloudflare" : nil }
        return Self.ends.first { host == $0.end || host.hasSuffix(".\($0.end)") }?.provider
    }
}
