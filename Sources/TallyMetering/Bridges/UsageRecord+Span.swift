public import Tracing

extension Span {
    /// Puts what a call used and cost on the span, which is that of the call.
    ///
    /// The names are those of OpenTelemetry's GenAI conventions 1.41 (`gen_ai.*`), and `tally.*` for what they do not have:
    /// the cost as exact decimal text, its provenance, tags. See ``UsageRecord/spanAttributes``.
    ///
    /// ```swift
    /// let answer = try await withSpan("chat \(model)", ofKind: .client) { span in
    ///     let (answer, record) = try await call()
    ///     span.set(usage: record)
    ///     return answer
    /// }
    /// ```
    public func set(usage record: UsageRecord) {
        guard self.isRecording else { return }
        self.attributes.merge(record.spanAttributes)
    }

    /// Adds an event `tally.usage` with what a call used and cost, for a span in which several calls are made.
    public func addEvent(usage record: UsageRecord) {
        guard self.isRecording else { return }
        self.addEvent(SpanEvent(name: "tally.usage", attributes: record.spanAttributes))
    }
}

extension UsageRecord {
    /// What a span of the call says of it: names and numbers, never text of a prompt or an answer.
    ///
    /// `gen_ai.usage.*` is what the provider said. Tokens that were counted here are in `tally.usage.*` instead, since the
    /// conventions keep the former for what was reported; `gen_ai.usage.input_tokens` includes cached and written input,
    /// of which the others are parts.
    public var spanAttributes: SpanAttributes {
        var attributes = self.callAttributes
        self.setUsage(&attributes)
        self.setCost(&attributes)
        for key in self.tags.keys { attributes["tally.tag.\(key)"] = self.tags[key] }
        return attributes
    }

    private var callAttributes: SpanAttributes {
        var attributes = SpanAttributes()
        attributes["gen_ai.operation.name"] = self.operationName
        attributes["gen_ai.provider.name"] = self.conventionalProvider
        attributes["gen_ai.request.model"] = self.requestedModel
        attributes["gen_ai.response.model"] = self.model
        attributes["gen_ai.response.id"] = self.responseID
        if let finishReason { attributes["gen_ai.response.finish_reasons"] = [finishReason] }
        attributes["gen_ai.request.max_tokens"] = self.requestedMaxOutput
        if self.isStream { attributes["gen_ai.request.stream"] = true }
        attributes["gen_ai.response.time_to_first_chunk"] = self.timeToFirstToken.map { $0 / .seconds(1) }
        attributes["gen_ai.conversation.id"] = self.sessionID
        attributes["error.type"] = self.errorKind
        if self.provider == "openai" { attributes["openai.response.service_tier"] = self.serviceTier }
        attributes["tally.attempt"] = self.attempt
        attributes["tally.interaction.id"] = self.interactionID
        attributes["tally.usage.source"] = self.source.rawValue
        return attributes
    }

    private func setUsage(_ attributes: inout SpanAttributes) {
        guard self.source != .unknown else { return }
        let prefix = self.source == .provider ? "gen_ai.usage" : "tally.usage"
        attributes["\(prefix).input_tokens"] = self.usage.inputTotal
        attributes["\(prefix).output_tokens"] = self.usage.outputTotal
        attributes["\(prefix).cache_read.input_tokens"] = self.usage[.cacheRead]
        let writes = [.cacheWrite5m, .cacheWrite1h, .cacheWriteOther].compactMap { self.usage[$0] }
        if !writes.isEmpty { attributes["\(prefix).cache_creation.input_tokens"] = writes.reduce(0, &+) }
        attributes["\(prefix).reasoning.output_tokens"] = self.usage[.reasoning]
    }

    private func setCost(_ attributes: inout SpanAttributes) {
        if let cost = self.cost {
            attributes["tally.cost.usd"] = cost.total?.description
            attributes["tally.cost.complete"] = cost.isComplete
            attributes["tally.cost.book"] = cost.bookHash
        }
        attributes["tally.cost.provider_usd"] = self.providerCost?.description
    }

    /// The provider's name in the conventions; nil if it is not known.
    package var conventionalProvider: String? {
        self.provider.map { Self.conventionalProviders[$0] ?? $0 }
    }

    /// What the call does, in the conventions' word.
    package var operationName: String {
        switch self.format {
        case .openAIEmbeddings: "embeddings"
        case .geminiGenerateContent: "generate_content"
        default: "chat"
        }
    }

    /// The names of the conventions for those of the price book, where they differ (1.41, `gen_ai.provider.name`).
    private static let conventionalProviders = [
        "aws": "aws.bedrock",
        "azure": "azure.ai.openai",
        "google": "gcp.gen_ai",
        "mistral": "mistral_ai",
        "moonshotai": "moonshot_ai",
        "x-ai": "x_ai",
    ]
}
