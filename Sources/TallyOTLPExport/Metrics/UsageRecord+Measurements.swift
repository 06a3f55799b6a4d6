internal import TallyMetering
internal import TallyPricing

// What instruments measure of a call.

extension UsageRecord {
    typealias Measure = (MetricInstrument, MetricValue, [OTLPAttribute]) -> Void

    /// Calls `measure` with each value of the call.
    ///
    /// A further sampling is a value of its own, with its own model, so that sums by model are right and the sum of all
    /// equals the record's. Tokens that nobody knows are no value, nor is what is below zero.
    func forEachMeasurement(_ content: OTLPContent, _ measure: Measure) {
        let call = self.metricAttributes(content)
        self.measureTokens(content, call, measure)
        self.measureDurations(content, call, measure)
        if content.includesCost, let cost = self.totalCost?.inDollars, cost >= 0 {
            let source = self.costSource == .provider ? "provider" : "local"
            let attributes = [
                OTLPAttribute("gen_ai.usage.cost.currency", .text("USD")),
                OTLPAttribute("gen_ai.usage.cost.source", .text(source)),
            ]
            measure(.operationCost, .number(cost), call + attributes)
        }
    }

    private func metricAttributes(_ content: OTLPContent) -> [OTLPAttribute] {
        var attributes: [OTLPAttribute] = []
        attributes.add("gen_ai.operation.name", self.operationName)
        attributes.add("gen_ai.provider.name", self.providerName)
        attributes.add("gen_ai.request.model", self.requestedModel)
        guard !content.metricTags.isEmpty else { return attributes }
        let allowed = TagSelection.only(content.metricTags)
        self.tags.forEach { key, value in
            if allowed.contains(key) { attributes.add("tally.tag.\(key)", value) }
        }
        return attributes
    }

    // MARK: - Durations

    private func measureDurations(_ content: OTLPContent, _ call: [OTLPAttribute], _ measure: Measure) {
        var attributes = call
        attributes.add("gen_ai.response.model", self.model)
        attributes.add("error.type", self.errorKind)
        let isDraft = content.conventions == .latest && self.operationName != "embeddings"
        if let duration = self.duration?.inSeconds, duration >= 0 {
            measure(isDraft ? .inferenceDuration : .operationDuration, .number(duration), attributes)
        }
        if self.isStream, let first = self.timeToFirstToken?.inSeconds, first >= 0 {
            measure(isDraft ? .inferenceTimeToFirstChunk : .operationTimeToFirstChunk, .number(first), attributes)
        }
    }

    // MARK: - Tokens

    private func measureTokens(_ content: OTLPContent, _ call: [OTLPAttribute], _ measure: Measure) {
        guard self.reportsUsage(content) else {
            if content.conventions == .latest, self.source == .unknown, self.errorKind != nil {
                self.measureFailure(call, measure)
            }
            return
        }
        self.measureSampling(self.usage, self.model, content, call, measure)
        for sampling in self.furtherSamplings {
            self.measureSampling(sampling.usage, sampling.model ?? self.model, content, call, measure)
        }
    }

    private func measureSampling(
        _ usage: TokenUsage,
        _ model: String,
        _ content: OTLPContent,
        _ call: [OTLPAttribute],
        _ measure: Measure
    ) {
        var attributes = call
        attributes.add("gen_ai.response.model", model)
        if self.source == .counted { attributes.add("tally.usage.source", self.source.rawValue) }
        let totals = TokenTotals(usage)
        guard content.conventions == .latest else {
            // Only these two types: cached input and reasoning are parts of them and would be counted twice.
            for (type, tokens) in [("input", totals.input), ("output", totals.output)] {
                guard let tokens, tokens >= 0 else { continue }
                measure(.tokenUsage, .whole(tokens), attributes + [OTLPAttribute("gen_ai.token.type", .text(type))])
            }
            return
        }
        TokenModality.forEachCount(usage, totals) { instrument, modality, tokens in
            let modality = OTLPAttribute("gen_ai.token.modality", .text(modality.rawValue))
            measure(instrument, .whole(tokens), attributes + [modality])
        }
        attributes.add("error.type", self.errorKind)
        for (instrument, tokens) in [
            (MetricInstrument.operationInputTokens, totals.input), (.operationOutputTokens, totals.output),
        ] {
            if let tokens, tokens >= 0 { measure(instrument, .whole(tokens), attributes) }
        }
    }

    /// The draft wants a failed call of which no usage is known to be there, with nothing.
    private func measureFailure(_ call: [OTLPAttribute], _ measure: Measure) {
        var attributes = call
        attributes.add("gen_ai.response.model", self.model)
        attributes.add("gen_ai.token.modality", TokenModality.unknown.rawValue)
        for instrument in [MetricInstrument.inputTokens, .outputTokens] { measure(instrument, .whole(0), attributes) }
    }
}
