/// The form in which a response states its usage.
///
/// What a number means follows the format, not the model: Claude behind an OpenAI-compatible endpoint counts cached tokens
/// as part of the input, behind Anthropic's own it does not.
///
/// The raw values are stable: they are what records say.
public enum WireFormat: String, Hashable, Codable, Sendable, CaseIterable {
    /// OpenAI chat completions and legacy completions, and servers compatible with them.
    case openAIChat = "openai_chat"
    /// OpenAI responses.
    case openAIResponses = "openai_responses"
    /// OpenAI embeddings.
    case openAIEmbeddings = "openai_embeddings"
    /// OpenAI images.
    case openAIImages = "openai_images"
    /// OpenAI transcription and speech.
    case openAIAudio = "openai_audio"
    /// OpenAI realtime events.
    case openAIRealtime = "openai_realtime"
    /// Anthropic messages.
    case anthropicMessages = "anthropic_messages"
    /// Gemini generateContent and streamGenerateContent, also of Vertex AI.
    case geminiGenerateContent = "gemini_generate_content"
    /// Gemini interactions.
    case geminiInteractions = "gemini_interactions"
    /// Bedrock Converse and ConverseStream.
    case bedrockConverse = "bedrock_converse"
    /// Bedrock InvokeModel and InvokeModelWithResponseStream.
    case bedrockInvoke = "bedrock_invoke"
    /// Mistral chat, FIM, embeddings and OCR.
    case mistral
    /// DeepSeek chat.
    case deepSeek = "deepseek"
    /// xAI chat, in which reasoning is not part of the completion.
    case xAI = "xai"
    /// Cohere's API version 1.
    case cohereV1 = "cohere_v1"
    /// Cohere's API version 2.
    case cohereV2 = "cohere_v2"
    /// Groq chat.
    case groq
    /// Ollama chat, generate and embed.
    case ollama
    /// OpenRouter chat.
    case openRouter = "openrouter"
}
