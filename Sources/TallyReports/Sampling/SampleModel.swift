internal import TallyProviders

/// A model of the sample, and how its provider answers.
struct SampleModel: Sendable {
    /// How a provider's cache works.
    enum Caching: Sendable {
        /// There is none.
        case none
        /// What is marked is written and read, each at a price of its own.
        case marked
        /// The provider finds the same beginning by itself, in blocks of 128 tokens, most times.
        case found
    }

    /// The provider as in the price book.
    var provider: String?
    /// The name that is asked for.
    var requested: String
    /// The name that answers.
    var name: String
    var format: WireFormat
    var caching = Caching.none
    /// Whether it reasons before it answers.
    var reasons = false
    /// Milliseconds until the first token without input, and microseconds for each token of output.
    var pace: (start: Int, token: Int)
    /// The provider's word for an output that ended by itself, and for one that was cut at the maximum.
    var endings: (natural: String, cut: String)
    /// Whether the provider itself says what a call costs.
    var statesCost = false

    private static let anthropicEndings = (natural: "end_turn", cut: "max_tokens")
    private static let openAIEndings = (natural: "completed", cut: "max_output_tokens")
    private static let chatEndings = (natural: "stop", cut: "length")

    static let opus = SampleModel(
        provider: "anthropic",
        requested: "claude-opus-5",
        name: "claude-opus-5",
        format: .anthropicMessages,
        caching: .marked,
        reasons: true,
        pace: (900, 16_000),
        endings: anthropicEndings
    )
    static let sonnet = SampleModel(
        provider: "anthropic",
        requested: "claude-sonnet-5",
        name: "claude-sonnet-5",
        format: .anthropicMessages,
        caching: .marked,
        reasons: true,
        pace: (600, 12_000),
        endings: anthropicEndings
    )
    static let haiku = SampleModel(
        provider: "anthropic",
        requested: "claude-haiku-4-5",
        name: "claude-haiku-4-5-20251001",
        format: .anthropicMessages,
        caching: .marked,
        pace: (300, 6_000),
        endings: anthropicEndings
    )
    static let gpt = SampleModel(
        provider: "openai",
        requested: "gpt-5.2",
        name: "gpt-5.2-2025-12-11",
        format: .openAIResponses,
        caching: .found,
        reasons: true,
        pace: (700, 11_000),
        endings: openAIEndings
    )
    static let gptMini = SampleModel(
        provider: "openai",
        requested: "gpt-5-mini",
        name: "gpt-5-mini-2025-08-07",
        format: .openAIResponses,
        caching: .found,
        reasons: true,
        pace: (400, 7_000),
        endings: openAIEndings
    )
    static let embedding = SampleModel(
        provider: "openai",
        requested: "text-embedding-3-small",
        name: "text-embedding-3-small",
        format: .openAIEmbeddings,
        pace: (60, 0),
        endings: chatEndings
    )
    static let geminiPro = SampleModel(
        provider: "google",
        requested: "gemini-2.5-pro",
        name: "gemini-2.5-pro",
        format: .geminiGenerateContent,
        caching: .found,
        reasons: true,
        pace: (900, 9_000),
        endings: (natural: "STOP", cut: "MAX_TOKENS")
    )
    static let geminiFlash = SampleModel(
        provider: "google",
        requested: "gemini-2.5-flash",
        name: "gemini-2.5-flash",
        format: .geminiGenerateContent,
        caching: .found,
        pace: (300, 4_500),
        endings: (natural: "STOP", cut: "MAX_TOKENS")
    )
    static let mistral = SampleModel(
        provider: "mistral",
        requested: "mistral-large-latest",
        name: "mistral-large-2512",
        format: .mistral,
        pace: (350, 8_000),
        endings: chatEndings
    )
    static let router = SampleModel(
        provider: "openrouter",
        requested: "deepseek/deepseek-chat",
        name: "deepseek/deepseek-chat",
        format: .openRouter,
        pace: (500, 15_000),
        endings: chatEndings,
        statesCost: true
    )
    /// One that no price book knows.
    static let own = SampleModel(
        provider: nil,
        requested: "acme-writer-70b",
        name: "acme-writer-70b",
        format: .openAIChat,
        pace: (150, 9_000),
        endings: chatEndings
    )
}
