extension WireFormat {
    /// All places that any format reads, in one tree.
    ///
    /// The tree does not depend on the format, so that a response of which the format is found out at its end has been
    /// read by then.
    static let tree = FieldTree(
        CommonFields.fields + OpenAIFields.fields + AnthropicFormat.fields + GeminiFormat.fields
            + GeminiInteractionsFormat.fields + BedrockConverseFormat.fields + BedrockInvokeFormat.fields
            + MistralFormat.fields + CohereFormat.fields + OllamaFormat.fields
    )

    /// The reader of this format.
    var reader: any ResponseFormat.Type {
        switch self {
        case .openAIChat, .openAIEmbeddings, .openAIImages, .openAIRealtime, .deepSeek, .groq, .openRouter:
            OpenAIChatFormat.self
        case .openAIResponses: OpenAIResponsesFormat.self
        case .openAIAudio: OpenAIAudioFormat.self
        case .anthropicMessages: AnthropicFormat.self
        case .geminiGenerateContent: GeminiFormat.self
        case .geminiInteractions: GeminiInteractionsFormat.self
        case .bedrockConverse: BedrockConverseFormat.self
        case .bedrockInvoke: BedrockInvokeFormat.self
        case .mistral: MistralFormat.self
        case .xAI: XAIFormat.self
        case .cohereV1, .cohereV2: CohereFormat.self
        case .ollama: OllamaFormat.self
        }
    }

    /// The price book's id of the provider whose format nobody else has.
    var ownProvider: String? {
        switch self {
        case .bedrockConverse, .bedrockInvoke: "aws"
        case .mistral: "mistral"
        case .deepSeek: "deepseek"
        case .xAI: "x-ai"
        case .cohereV1, .cohereV2: "cohere"
        case .groq: "groq"
        case .openRouter: "openrouter"
        case .geminiInteractions: "google"
        default: nil
        }
    }
}
