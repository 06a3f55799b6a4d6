internal import TallyPricing

/// Bedrock Converse and ConverseStream, and the bodies of Amazon Nova.
///
/// `inputTokens` is *without* what was read from the cache and written to it; `totalTokens` has all. `cacheDetails` splits
/// what was written by how long it is kept. A stream says the usage in its `metadata` event. The `usage` of guardrails
/// counts policy units, which are no tokens, and stands elsewhere. Source: the API's reference; recordings.
enum BedrockConverseFormat: ResponseFormat {
    static let fields: [FieldPattern] = [
        FieldPattern("metadata.usage", .all, as: "usage"),
        FieldPattern("metadata.serviceTier.type", .value, as: "service_tier"),
        FieldPattern("metadata.performanceConfig.latency", .value, as: "speed"),
        FieldPattern("serviceTier.type", .value, as: "service_tier"),
        FieldPattern("performanceConfig.latency", .value, as: "speed"),
        FieldPattern("stopReason", .value, as: "finish"),
        FieldPattern("messageStop.stopReason", .value, as: "finish"),
        FieldPattern("metrics.latencyMs", .value),
        FieldPattern("contentBlockIndex", .value, as: "lane"),
        FieldPattern("delta.reasoningContent.text", .text(.reasoning)),
        FieldPattern("delta.toolUse.input", .text(.toolCall)),
        FieldPattern("start.toolUse.name", .text(.toolCall)),
        FieldPattern("contentBlockDelta.contentBlockIndex", .value, as: "lane"),
        FieldPattern("contentBlockDelta.delta.text", .text(.answer)),
        FieldPattern("contentBlockDelta.delta.reasoningContent.text", .text(.reasoning)),
        FieldPattern("contentBlockDelta.delta.toolUse.input", .text(.toolCall)),
        FieldPattern("output.message.content.*.text", .text(.answer)),
        FieldPattern("output.message.content.*.reasoningContent.reasoningText.text", .text(.reasoning)),
        FieldPattern("__type", .value, as: "error.type"),
    ]

    static func read(_ reading: inout UsageReading) {
        let input = reading.count(["usage.inputTokens", "usage.inputTokenCount"])
        let output = reading.count(["usage.outputTokens", "usage.outputTokenCount"])
        let read = reading.count(["usage.cacheReadInputTokens", "usage.cacheReadInputTokenCount"])
        let written = reading.count(["usage.cacheWriteInputTokens", "usage.cacheWriteInputTokenCount"])
        let total = reading.count(["usage.totalTokens", "usage.totalTokenCount"])
        reading.isOutputSaid = output != nil
        reading.usage.inputUncached = input
        reading.usage.cacheRead = read
        reading.usage.outputText = output
        Self.readWritten(written, &reading)
        guard let total, input != nil || output != nil else { return }
        let base = (input ?? 0).addingSaturated(output ?? 0)
        let all = base.addingSaturated(read ?? 0).addingSaturated(written ?? 0)
        if all == total { return reading.agree() }
        reading.doubt(.totalDisagrees)
        // Where the total is larger the rest is charged as output; where it lacks the cache, all that was said is.
        if total > all { reading.add(total - all, to: .outputText) }
    }

    private static func readWritten(_ written: Int?, _ reading: inout UsageReading) {
        var split: [String: Int] = [:]
        for index in reading.facts.elements(of: "usage.cacheDetails") {
            let root = "usage.cacheDetails.\(index)"
            guard let time = reading.facts.name("\(root).ttl"), let count = reading.count("\(root).inputTokens") else {
                continue
            }
            split[time, default: 0] = split[time, default: 0].addingSaturated(count)
        }
        guard !split.isEmpty else {
            reading.usage.cacheWriteOther = written
            return
        }
        let sum = split.values.reduce(0) { $0.addingSaturated($1) }
        if let written, written != 0, sum > written { reading.doubt(.partExceedsWhole) }
        reading.usage.cacheWrite1h = split.removeValue(forKey: "1h")
        // What the split lacks is charged as kept five minutes, as Anthropic's is.
        reading.usage.cacheWrite5m = (split.removeValue(forKey: "5m") ?? 0).addingSaturated(
            max(0, (written ?? 0) - sum)
        )
        if let other = split.values.first { reading.usage.cacheWriteOther = other }
    }
}

/// Bedrock InvokeModel and InvokeModelWithResponseStream: the body is the model's own.
///
/// Claude answers as Anthropic does, Nova as Converse, others as OpenAI; Titan and Llama have fields of their own, Cohere
/// and Mistral often none. The last chunk of a stream, whichever the model, has `amazon-bedrock-invocationMetrics`; whole
/// answers have the numbers in the headers `x-amzn-bedrock-input-token-count` and `…-output-token-count`. They have the
/// prompt without what the cache read or kept. Source: the API's reference; recordings.
enum BedrockInvokeFormat: ResponseFormat {
    static let fields: [FieldPattern] = [
        FieldPattern("bytes", .base64),
        FieldPattern("chunk.bytes", .base64),
        FieldPattern("amazon-bedrock-invocationMetrics", .all, as: "metrics"),
        FieldPattern("inputTextTokenCount", .value),
        FieldPattern("inputTokenCount", .value),
        FieldPattern("totalOutputTextTokenCount", .value),
        FieldPattern("results.*.tokenCount", .value),
        FieldPattern("results.*.completionReason", .value, as: "finish"),
        FieldPattern("completionReason", .value, as: "finish"),
        FieldPattern("results.*.outputText", .text(.answer)),
        FieldPattern("outputText", .text(.answer)),
        FieldPattern("prompt_token_count", .value),
        FieldPattern("generation_token_count", .value),
        FieldPattern("generation", .text(.answer)),
        FieldPattern("outputs.*.stop_reason", .value, as: "finish"),
    ]

    static func read(_ reading: inout UsageReading) {
        let facts = reading.facts
        if facts.has("usage.input_tokens"),
            !facts.has("usage.total_tokens") || facts.has("usage.cache_read_input_tokens")
        {
            AnthropicFormat.read(&reading)
        } else if facts.has("usage.inputTokens") || facts.has("usage.inputTokenCount") {
            BedrockConverseFormat.read(&reading)
        } else if facts.has("usage.prompt_tokens") || facts.has("usage.input_tokens") {
            OpenAIUsage.read(&reading)
        } else if facts.has("usage.output_tokens") {
            AnthropicFormat.read(&reading)
        }
        if reading.usage.inputTotal == nil || reading.usage.outputTotal == nil { Self.readOwn(&reading) }
    }

    /// What is said beside a usage, most reliable first.
    private static func readOwn(_ reading: inout UsageReading) {
        let input = [
            "metrics.inputTokenCount", "header.input", "inputTextTokenCount", "prompt_token_count", "inputTokenCount",
        ]
        let output = [
            "metrics.outputTokenCount", "header.output", "totalOutputTextTokenCount", "generation_token_count",
        ]
        if reading.usage.inputUncached == nil {
            reading.usage.inputUncached = Self.first(input, &reading)
            reading.usage.cacheRead =
                Self.first(["metrics.cacheReadInputTokenCount", "header.cacheRead"], &reading)
                ?? reading.usage.cacheRead
            reading.usage.cacheWriteOther =
                Self.first(["metrics.cacheWriteInputTokenCount", "header.cacheWrite"], &reading)
                ?? reading.usage.cacheWriteOther
        }
        guard reading.usage.outputText == nil else { return }
        var said = Self.first(output, &reading)
        for index in reading.facts.elements(of: "results") where said == nil || index > 0 {
            guard let count = reading.count("results.\(index).tokenCount") else { continue }
            said = (said ?? 0).addingSaturated(count)
        }
        reading.usage.outputText = said
        reading.isOutputSaid = said != nil
    }

    private static func first(_ paths: [String], _ reading: inout UsageReading) -> Int? {
        for path in paths {
            if let count = reading.count(path) { return count }
        }
        return nil
    }
}
