/// The form of a response by the path of its request.
struct EndpointPath {
    let format: WireFormat?

    init(_ path: [String], provider: String?) {
        self.format = Self.ofProvider(path, provider) ?? Self.ofPath(path, provider)
    }

    /// Paths that mean something else at one provider than elsewhere.
    private static func ofProvider(_ path: [String], _ provider: String?) -> WireFormat? {
        let last = path.last ?? ""
        switch provider {
        case "cohere":
            // Cohere's endpoint for OpenAI's clients lies under `compatibility`.
            guard !path.contains("compatibility") else { return nil }
            return path.first == "v2" ? .cohereV2 : .cohereV1
        case "mistral": return .mistral
        case "google" where path.contains("interactions"): return .geminiInteractions
        case "aws" where last == "converse" || last == "converse-stream": return .bedrockConverse
        case "aws" where last.hasPrefix("invoke"): return .bedrockInvoke
        default: return nil
        }
    }

    private static func ofPath(_ path: [String], _ provider: String?) -> WireFormat? {
        let last = path.last ?? ""
        if let method = Self.method(of: last) { return Self.ofMethod(method, path) }
        switch last {
        case "completions": return path.contains("audio") ? nil : Self.chat(of: provider)
        case "responses": return .openAIResponses
        case "embeddings": return .openAIEmbeddings
        case "transcriptions", "translations", "speech": return path.contains("audio") ? .openAIAudio : nil
        case "generations", "edits", "variations": return path.contains("images") ? .openAIImages : nil
        case "realtime": return .openAIRealtime
        case "messages" where !path.contains("threads"): return .anthropicMessages
        case "complete" where provider == "anthropic": return .anthropicMessages
        case "converse", "converse-stream": return .bedrockConverse
        case "invoke", "invoke-with-response-stream": return path.contains("model") ? .bedrockInvoke : nil
        case "chat", "generate", "embed": return path.contains("api") ? .ollama : nil
        default: break
        }
        if path.contains("responses") { return .openAIResponses }
        return path.contains("threads") ? .openAIChat : nil
    }

    private static func method(of last: String) -> String? {
        let parts = last.split(separator: ":", maxSplits: 1)
        return parts.count == 2 ? String(parts[1]) : nil
    }

    /// `:generateContent` and others; behind Vertex AI's raw methods is the publisher's own form.
    private static func ofMethod(_ method: String, _ path: [String]) -> WireFormat? {
        guard method == "rawPredict" || method == "streamRawPredict" else {
            let isGemini = method == "predict" || method.hasSuffix("Content") || method.hasSuffix("Contents")
            return isGemini ? .geminiGenerateContent : nil
        }
        if path.contains("anthropic") { return .anthropicMessages }
        return path.contains("mistralai") ? .mistral : .openAIChat
    }

    private static func chat(of provider: String?) -> WireFormat {
        switch provider {
        case "deepseek": .deepSeek
        case "x-ai": .xAI
        case "groq": .groq
        case "openrouter": .openRouter
        default: .openAIChat
        }
    }
}
