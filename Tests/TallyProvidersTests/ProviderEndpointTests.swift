import TallyPricing
import TallyProviders
import Testing

@Suite struct ProviderEndpointTests {
    struct Case: Sendable {
        let url: String
        let format: WireFormat?
        let provider: String?
        var model: String?
        var region: String?

        init(_ url: String, _ format: WireFormat?, _ provider: String?, model: String? = nil, region: String? = nil) {
            self.url = url
            self.format = format
            self.provider = provider
            self.model = model
            self.region = region
        }
    }

    @Test(arguments: [
        Case("https://api.openai.com/v1/chat/completions", .openAIChat, "openai"),
        Case("https://api.openai.com/v1/completions", .openAIChat, "openai"),
        Case("https://api.openai.com/v1/responses?stream=true", .openAIResponses, "openai"),
        Case("https://api.openai.com/v1/responses/resp_1", .openAIResponses, "openai"),
        Case("https://api.openai.com/v1/embeddings", .openAIEmbeddings, "openai"),
        Case("https://api.openai.com/v1/images/generations", .openAIImages, "openai"),
        Case("https://api.openai.com/v1/audio/transcriptions", .openAIAudio, "openai"),
        Case("wss://api.openai.com/v1/realtime?model=gpt-realtime", .openAIRealtime, "openai"),
        Case("https://api.openai.com/v1/threads/t/messages", .openAIChat, "openai"),
        Case("https://api.openai.com/v1/models", nil, "openai"),
        Case(
            "https://my-res.openai.azure.com/openai/deployments/d/chat/completions?api-version=2026-01-01",
            .openAIChat,
            "azure"
        ),
        Case("https://api.anthropic.com/v1/messages", .anthropicMessages, "anthropic"),
        Case("https://res.services.ai.azure.com/anthropic/v1/messages", .anthropicMessages, "azure"),
        Case(
            "https://generativelanguage.googleapis.com/v1beta/models/gemini-3-pro:streamGenerateContent?alt=sse",
            .geminiGenerateContent,
            "google",
            model: "gemini-3-pro"
        ),
        Case("https://generativelanguage.googleapis.com/v1beta/openai/chat/completions", .openAIChat, "google"),
        Case("https://generativelanguage.googleapis.com/v1beta/interactions", .geminiInteractions, "google"),
        Case(
            "https://us-east5-aiplatform.googleapis.com/v1/projects/p/locations/us-east5/publishers/anthropic/models/claude-opus-5:streamRawPredict",
            .anthropicMessages,
            "google",
            model: "claude-opus-5",
            region: "us-east5"
        ),
        Case(
            "https://bedrock-runtime.eu-west-1.amazonaws.com/model/eu.anthropic.claude-opus-5-v1%3A0/converse-stream",
            .bedrockConverse,
            "aws",
            model: "eu.anthropic.claude-opus-5-v1:0",
            region: "eu-west-1"
        ),
        Case(
            "https://bedrock-runtime.us-east-1.amazonaws.com/model/amazon.nova-lite-v1:0/invoke-with-response-stream",
            .bedrockInvoke,
            "aws",
            model: "amazon.nova-lite-v1:0",
            region: "us-east-1"
        ),
        Case("https://api.mistral.ai/v1/ocr", .mistral, "mistral"),
        Case("https://api.deepseek.com/chat/completions", .deepSeek, "deepseek"),
        Case("https://api.x.ai/v1/chat/completions", .xAI, "x-ai"),
        Case("https://api.cohere.com/v2/chat", .cohereV2, "cohere"),
        Case("https://api.cohere.com/v1/rerank", .cohereV1, "cohere"),
        Case("https://api.groq.com/openai/v1/chat/completions", .groq, "groq"),
        Case("https://openrouter.ai/api/v1/chat/completions", .openRouter, "openrouter"),
        Case("http://user:secret@localhost:11434/api/chat", .ollama, nil),
        Case("http://localhost:8000/v1/chat/completions", .openAIChat, nil),
        Case("https://notx.ai/v1/chat/completions", .openAIChat, nil),
        Case("", nil, nil), Case("://", nil, nil), Case("%%%", nil, nil),
    ])
    func tellsFormProviderAndModel(_ row: Case) {
        let endpoint = ProviderEndpoint(url: row.url)
        #expect(endpoint.format == row.format)
        #expect(endpoint.provider == row.provider)
        #expect(endpoint.model == row.model)
        #expect(endpoint.region == row.region)
        #expect(WireFormat(url: row.url) == row.format)
        #expect(!String(reflecting: endpoint).contains("secret"))
    }
}
