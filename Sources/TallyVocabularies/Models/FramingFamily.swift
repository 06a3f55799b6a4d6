/// What stands around the messages of a request: how a provider, or a model's chat template, wraps text in tokens.
///
/// `TallyEstimation` knows what each adds; the raw values are stable and stand in the catalogue's files.
public enum FramingFamily: String, Sendable, Hashable, CaseIterable {
    /// OpenAI's chat models up to GPT-4.5.
    case openAIChat = "openai-chat"
    /// OpenAI's reasoning models: the o-series, GPT-5 and later.
    case openAIReasoning = "openai-reasoning"
    /// gpt-oss.
    case harmony
    /// Claude 3 to 4.6.
    case claudeV3 = "claude-v3"
    /// Claude Opus 4.7.
    case claudeV47 = "claude-v4.7"
    /// Claude Opus 4.8, Claude 5 and later.
    case claudeV48 = "claude-v4.8"
    /// Gemini, which bills no frame or nearly none.
    case gemini
    /// Gemma 2 and 3 as open weights.
    case gemma3
    /// Gemma 4 as open weights.
    case gemma4
    /// Mistral's models with the tokens of Tekken V7.
    case mistral
    /// Magistral, which thinks.
    case magistral
    /// DeepSeek V3.
    case deepSeekV3 = "deepseek-v3"
    /// DeepSeek's models that think: R1 and `deepseek-reasoner`.
    case deepSeekReasoner = "deepseek-reasoner"
    /// DeepSeek V4.
    case deepSeekV4 = "deepseek-v4"
    /// Qwen up to 2.5.
    case qwen25 = "qwen2.5"
    /// Qwen 3.
    case qwen3
    /// Qwen 3.5 and later.
    case qwen35 = "qwen3.5"
    /// Llama 3.1 to 3.3.
    case llama3
    /// Llama 4.
    case llama4
    /// GLM 4.5 and 4.6.
    case glm45 = "glm-4.5"
    /// GLM 4.7 to 5.1.
    case glm47 = "glm-4.7"
    /// GLM 5.2 and later.
    case glm52 = "glm-5.2"
    /// Kimi K2.
    case kimiK2 = "kimi-k2"
    /// Kimi K3.
    case kimiK3 = "kimi-k3"
    /// MiniMax M2.
    case minimaxM2 = "minimax-m2"
    /// MiniMax M3.
    case minimaxM3 = "minimax-m3"
    /// Cohere's Command.
    case cohere
    /// Text that is taken as it is: embeddings.
    case none
    /// Not known.
    case unknown
}
