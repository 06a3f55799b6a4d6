internal import TallyPricing

/// Makes the report of a response from what its documents said.
struct UsageReporter {
    let collector: DocumentCollector
    let format: WireFormat?
    let ending: ResponseEnding

    private var facts: Facts { self.collector.facts }

    /// Returns the report.
    func report() -> ReportedUsage {
        var format = self.format ?? WireFormat.detected(in: self.facts) ?? self.collector.closed.format
        var reading = UsageReading(self.facts)
        format?.reader.read(&reading)
        if reading.usage.isEmpty, self.format != nil, let other = WireFormat.detected(in: self.facts) {
            // Another form than was expected: an error page's, or that of a gateway.
            reading = UsageReading(self.facts)
            other.reader.read(&reading)
            if !reading.usage.isEmpty { format = other }
        }
        var report = ReportedUsage(format: format)
        report.isStream = self.ending.isStream
        report.isComplete = self.ending.isComplete(self.facts, isOutputSaid: reading.isOutputSaid)
        let isCounted = self.count(into: &reading, isComplete: report.isComplete)
        if !report.isComplete || self.ending.isDamaged { reading.doubt(.incomplete) }
        report.usage = reading.usage
        report.check = reading.check
        report.furtherSamplings = reading.samplings
        report.providerCost = reading.providerCost
        report.source = reading.usage.isEmpty ? .unknown : isCounted ? .counted : .provider
        if reading.check.ambiguity != nil { report.raw = self.facts.quantities(under: ReportedUsage.roots) }
        self.addClosed(to: &report)
        self.identify(&report)
        return report
    }

    /// Counts the output that the provider didn't come to say; returns whether anything was counted.
    private func count(into reading: inout UsageReading, isComplete: Bool) -> Bool {
        guard !reading.isOutputSaid || !isComplete else { return false }
        let answer = self.collector.counting.count([.answer, .toolCall])
        let thoughts = self.collector.counting.count([.reasoning])
        let counted = (answer ?? 0).addingSaturated(thoughts ?? 0)
        let said = reading.usage.outputTotal
        if answer != nil || thoughts != nil, counted > said ?? 0 || said == nil {
            for counter in UsageCounter.allCases where counter.whole == .outputText { reading.usage[counter] = nil }
            reading.usage.outputText = answer ?? 0
            reading.usage.reasoning = thoughts ?? reading.usage.reasoning
            return true
        }
        // Nothing to count it from: what a stream said at its start is the least that it was.
        if said == nil { reading.usage.outputText = reading.count("placeholder.output_tokens") }
        return false
    }

    /// Adds the responses that stood in the body for themselves.
    private func addClosed(to report: inout ReportedUsage) {
        let closed = self.collector.closed
        report.isBatch = closed.isBatch
        guard let usage = closed.usage else { return }
        report.usage = report.usage.isEmpty ? usage : report.usage + usage
        report.source = report.source == .counted ? .counted : .provider
        report.furtherSamplings += closed.samplings
        if let cost = closed.providerCost { report.providerCost = (report.providerCost ?? .zero) + cost }
        if report.check == .notStated || closed.check.ambiguity != nil { report.check = closed.check }
        report.raw += closed.raw
    }

    private func identify(_ report: inout ReportedUsage) {
        let facts = self.facts
        report.model = facts.name("model")
        report.responseID = facts.name("id")
        report.provider = Self.provider(of: facts.name("id")) ?? report.format?.ownProvider
        let tier = facts.name("usage.service_tier") ?? facts.name("service_tier")
        report.serviceTier = tier ?? facts.name("usageMetadata.trafficType")
        if report.serviceTier == "batch" {
            report.serviceTier = nil
            report.isBatch = true
        }
        report.speed = facts.name("usage.speed") ?? facts.name("speed")
        report.region = facts.name("usage.inference_geo").flatMap { $0 == "not_available" ? nil : $0 }
        report.finishReason = facts.name("finish") ?? facts.name("incomplete") ?? facts.name("status")
        report.errorKind = self.errorKind
    }

    /// Claude's ids of responses tell who served it.
    private static func provider(of id: String?) -> String? {
        guard let id else { return nil }
        if id.hasPrefix("msg_bdrk_") { return "aws" }
        if id.hasPrefix("msg_vrtx_") { return "google" }
        return id.hasPrefix("msg_0") ? "anthropic" : nil
    }

    private var errorKind: String? {
        if let exception = self.ending.exception { return exception }
        guard self.facts.has("error") || self.facts.name("type") == "error" || self.facts.has("error.type") else {
            return nil
        }
        for path in ["error.type", "error.status", "error.code"] {
            if let name = self.facts.name(path) { return name }
            if let number = self.facts.number(path) { return number.text }
        }
        return "error"
    }
}

extension ReportedUsage {
    /// Where the numbers of a usage are.
    static let roots = [
        "usage", "usageMetadata", "meta", "metrics", "header", "usage_info", "placeholder", "inputTextTokenCount",
        "inputTokenCount", "totalOutputTextTokenCount", "results", "prompt_token_count", "generation_token_count",
        "prompt_eval_count", "eval_count", "duration", "watsonx", "predictions",
    ]
}
