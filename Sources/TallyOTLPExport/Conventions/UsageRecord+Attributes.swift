internal import TallyMetering
internal import TallyPricing

// What spans and events say of a call: names and numbers, never text of a prompt or an answer.

extension UsageRecord {
    /// The attributes of the call's span, each name once.
    ///
    /// What the provider said is in `gen_ai.usage.*`. Tokens that were counted here are in `tally.usage.*`, unless they are
    /// asked for as usage: the conventions keep the former for what was reported.
    func attributes(_ content: OTLPContent) -> [OTLPAttribute] {
        var attributes: [OTLPAttribute] = []
        self.addCall(to: &attributes, content)
        self.addUsage(to: &attributes, content)
        if content.includesCost { self.addCost(to: &attributes) }
        self.tags.forEach { key, value in
            if content.tags.contains(key) { attributes.add("tally.tag.\(key)", value) }
        }
        return attributes
    }

    /// The provider's name in the conventions, which require one.
    var providerName: String { self.conventionalProvider ?? "unknown" }

    private func addCall(to attributes: inout [OTLPAttribute], _ content: OTLPContent) {
        attributes.add("gen_ai.operation.name", self.operationName)
        attributes.add("gen_ai.provider.name", self.providerName)
        attributes.add("gen_ai.request.model", self.requestedModel)
        attributes.add("gen_ai.response.model", self.model)
        attributes.add("gen_ai.response.id", self.responseID)
        if let reason = self.finishReason(content) {
            attributes.append(OTLPAttribute("gen_ai.response.finish_reasons", .texts([reason])))
        }
        attributes.add("gen_ai.request.max_tokens", self.requestedMaxOutput)
        attributes.add("gen_ai.request.stream", if: self.isStream)
        if self.isStream { attributes.add("gen_ai.response.time_to_first_chunk", self.timeToFirstToken?.inSeconds) }
        attributes.add("gen_ai.conversation.id", self.sessionID)
        attributes.add("error.type", self.errorKind)
        if self.provider == "openai" { attributes.add("openai.response.service_tier", self.serviceTier) }
        attributes.add("tally.record.id", self.id.description)
        attributes.add("tally.call.id", self.callID.description)
        attributes.add("tally.attempt", self.attempt)
        attributes.add("tally.interaction.id", self.interactionID)
        if !self.isComplete { attributes.append(OTLPAttribute("tally.complete", .flag(false))) }
    }

    /// Why the output ended; the draft has a word for what came to no end of its own.
    private func finishReason(_ content: OTLPContent) -> String? {
        let isBroken = content.conventions.hasLatest && (self.errorKind != nil || !self.isComplete)
        return self.finishReason ?? (isBroken ? "error" : nil)
    }

    private func addUsage(to attributes: inout [OTLPAttribute], _ content: OTLPContent) {
        attributes.add("tally.usage.source", self.source.rawValue)
        guard self.source != .unknown else { return }
        let prefix = self.reportsUsage(content) ? "gen_ai.usage" : "tally.usage"
        let totals = TokenTotals(self)
        attributes.add("\(prefix).input_tokens", totals.input)
        attributes.add("\(prefix).output_tokens", totals.output)
        attributes.add("\(prefix).cache_read.input_tokens", totals.cacheRead)
        if content.conventions.has141 { attributes.add("\(prefix).cache_creation.input_tokens", totals.cacheWrite) }
        if content.conventions.hasLatest { attributes.add("\(prefix).cache_write.input_tokens", totals.cacheWrite) }
        attributes.add("\(prefix).reasoning.output_tokens", totals.reasoning)
    }

    private func addCost(to attributes: inout [OTLPAttribute]) {
        guard let cost = self.totalCost else { return }
        attributes.add("gen_ai.usage.cost.amount", cost.inDollars)
        attributes.add("gen_ai.usage.cost.currency", "USD")
        attributes.add("gen_ai.usage.cost.source", self.costSource == .provider ? "provider" : "local")
        // The proposal's number is binary and may be off in the last digit.
        attributes.add("tally.cost.usd", cost.description)
        attributes.add("tally.cost.book", self.cost?.bookHash)
    }

    /// Whether the tokens of the call are reported as usage.
    func reportsUsage(_ content: OTLPContent) -> Bool {
        switch self.source {
        case .provider: true
        case .counted: content.includesCountedUsage
        case .unknown: false
        }
    }
}

extension Money {
    /// The nearest number of dollars that a `Double` has.
    var inDollars: Double? { Double(self.description) }
}

extension Duration {
    /// Seconds, as the conventions measure durations.
    var inSeconds: Double { self / .seconds(1) }
}
