extension WireFormat {
    /// The format of a response of which `facts` are known; nil if it is none that is known.
    ///
    /// The marks that only one format has come first.
    static func detected(in facts: Facts) -> WireFormat? {
        Self.ofMarks(facts) ?? Self.ofEvents(facts) ?? Self.ofUsage(facts)
    }

    private static func ofMarks(_ facts: Facts) -> WireFormat? {
        if facts.hasAny(under: "usageMetadata") || facts.has("candidates") { return .geminiGenerateContent }
        if facts.hasAny(under: "predictions") { return .geminiGenerateContent }
        // Only InvokeModel says counts in headers or in metrics of its own; the body may be any model's.
        if facts.hasAny(under: "header") { return .bedrockInvoke }
        if facts.hasAny(under: "metrics") && !facts.has("metrics.latencyMs") { return .bedrockInvoke }
        let own = ["inputTextTokenCount", "prompt_token_count", "generation_token_count"]
        if own.contains(where: facts.has) { return .bedrockInvoke }
        if facts.has("usage.total_input_tokens") || facts.has("usage.total_output_tokens") {
            return .geminiInteractions
        }
        let converse = ["usage.inputTokens", "usage.outputTokens", "metrics.latencyMs"]
        if converse.contains(where: facts.has) { return .bedrockConverse }
        if facts.hasAny(under: "meta") || facts.has("is_finished") { return .cohereV1 }
        if facts.hasAny(under: "usage.billed_units") { return .cohereV2 }
        if facts.has("prompt_eval_count") || facts.has("eval_count") { return .ollama }
        if facts.has("done"), facts.has("created_at") { return .ollama }
        if facts.hasAny(under: "watsonx") { return .openAIChat }
        return facts.hasAny(under: "usage_info") ? .mistral : nil
    }

    private static func ofEvents(_ facts: Facts) -> WireFormat? {
        if facts.name("response.object") == "realtime.response" { return .openAIRealtime }
        let object = facts.name("object") ?? ""
        if facts.has("choices") || object.hasPrefix("chat.completion") || object == "text_completion" {
            return Self.ofChoices(facts)
        }
        if object.hasPrefix("thread") { return .openAIChat }
        if object == "response" || facts.name("response.object") == "response" { return .openAIResponses }
        let type = facts.name("type") ?? ""
        if ["message-start", "message-end", "content-start", "content-delta", "content-end"].contains(type) {
            return .cohereV2
        }
        let anthropic = ["message", "message_start", "message_delta", "message_stop", "completion", "ping"]
        if anthropic.contains(type) || type.hasPrefix("content_block") || facts.name("message.type") == "message" {
            return .anthropicMessages
        }
        if type.hasPrefix("response.") { return .openAIResponses }
        if type.hasPrefix("image_") { return .openAIImages }
        if type.hasPrefix("transcript") || type.hasPrefix("speech") { return .openAIAudio }
        if type.hasPrefix("conversation.item.input_audio") { return .openAIAudio }
        return nil
    }

    private static func ofChoices(_ facts: Facts) -> WireFormat {
        if facts.has("x_groq") { return .groq }
        if facts.has("usage.prompt_cache_hit_tokens") { return .deepSeek }
        if facts.has("usage.cost_in_usd_ticks") || facts.has("usage.num_sources_used") { return .xAI }
        let isGeneration = facts.name("id")?.hasPrefix("gen-") ?? false
        if facts.has("usage.is_byok") || (facts.has("provider") && isGeneration) { return .openRouter }
        return .openAIChat
    }

    private static func ofUsage(_ facts: Facts) -> WireFormat? {
        let type = facts.name("usage.type")
        if type == "tokens" || type == "duration" || facts.name("task") == "transcribe" { return .openAIAudio }
        let hasTotal = facts.has("usage.total_tokens")
        if facts.name("object") == "list", facts.has("usage.prompt_tokens") || hasTotal { return .openAIEmbeddings }
        if facts.has("usage.prompt_tokens") { return .openAIChat }
        if facts.has("usage.cache_read_input_tokens") || facts.has("usage.cache_creation_input_tokens") {
            return .anthropicMessages
        }
        if facts.has("usage.input_tokens") {
            if !hasTotal { return .anthropicMessages }
            return facts.has("data.count") ? .openAIImages : .openAIResponses
        }
        return nil
    }
}
