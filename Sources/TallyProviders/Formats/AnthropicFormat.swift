internal import TallyPricing

/// Anthropic messages, also of Vertex AI, Bedrock and Azure.
///
/// `input_tokens` is *without* what was read from the cache and written to it; thinking is inside of `output_tokens`. There
/// is no total. A stream says the input in `message_start`, with a placeholder for the output, and the output in
/// `message_delta`, whose numbers are cumulative and replace earlier ones.
///
/// - `cache_creation` splits `cache_creation_input_tokens` by how long it is kept. With the provider's own tools the total
///   grows while the split stays: what it lacks is charged as kept five minutes. Some gateways say a total of 0 beside the
///   split.
/// - `iterations` lists every sampling. The answering model's messages make up the usage; compactions, advisors and models
///   that declined before another answered are not in it and are charged apart.
/// - `speed`, `service_tier` (also `batch`) and `inference_geo` change the price.
///
/// Source: anthropic-sdk-python 0.121.0 (types), Anthropic's guides on caching, compaction and fallback.
enum AnthropicFormat: ResponseFormat {
    static let fields: [FieldPattern] = [
        FieldPattern("message.id", .value, as: "id"),
        FieldPattern("message.model", .value, as: "model"),
        FieldPattern("message.usage", .all, as: "usage"),
        FieldPattern("message.type", .value),
        FieldPattern("stop_reason", .value, as: "finish"),
        FieldPattern("message.stop_reason", .value, as: "finish"),
        FieldPattern("delta.stop_reason", .value, as: "finish"),
        FieldPattern("delta.text", .text(.answer)),
        FieldPattern("delta.thinking", .text(.reasoning)),
        FieldPattern("delta.partial_json", .text(.toolCall)),
        FieldPattern("content_block.name", .text(.toolCall)),
        FieldPattern("content.*.text", .text(.answer)),
        FieldPattern("content.*.thinking", .text(.reasoning)),
        FieldPattern("completion", .text(.answer)),
        // A line of a batch's results.
        FieldPattern("result.message.id", .value, as: "id"),
        FieldPattern("result.message.model", .value, as: "model"),
        FieldPattern("result.message.usage", .all, as: "usage"),
        FieldPattern("result.message.stop_reason", .value, as: "finish"),
        FieldPattern("result.message.type", .value, as: "message.type"),
        FieldPattern("result.error.error.type", .value, as: "error.type"),
        FieldPattern("result.error", .presence, as: "error"),
    ]

    static func read(_ reading: inout UsageReading) {
        reading.usage = Self.usage("usage", &reading)
        reading.isOutputSaid = reading.facts.has("usage.output_tokens")
        // Pages that were fetched cost no more than their tokens, and are not counted.
        let tools: [(UsageCounter, String)] = [
            (.webSearches, "web_search_requests"), (.codeExecutions, "code_execution_requests"),
        ]
        for (counter, name) in tools {
            if let count = reading.count("usage.server_tool_use.\(name)") { reading.usage[counter] = count }
        }
        Self.readIterations(&reading)
    }

    /// The token classes of the usage at `root`.
    static func usage(_ root: String, _ reading: inout UsageReading) -> TokenUsage {
        var usage = TokenUsage()
        usage.inputUncached = reading.count("\(root).input_tokens")
        usage.cacheRead = reading.count("\(root).cache_read_input_tokens")
        let written = reading.count("\(root).cache_creation_input_tokens")
        let short = reading.count("\(root).cache_creation.ephemeral_5m_input_tokens")
        let long = reading.count("\(root).cache_creation.ephemeral_1h_input_tokens")
        if short != nil || long != nil {
            let split = (short ?? 0).addingSaturated(long ?? 0)
            let total = written ?? 0
            if total != 0, split > total { reading.doubt(.partExceedsWhole) }
            usage.cacheWrite5m = (short ?? 0).addingSaturated(max(0, total - split))
            usage.cacheWrite1h = long
        } else {
            usage.cacheWriteOther = written
        }
        if let output = reading.count("\(root).output_tokens") {
            let thought = reading.part(reading.count("\(root).output_tokens_details.thinking_tokens"), of: output)
            usage.outputText = output - (thought ?? 0)
            usage.reasoning = thought
        }
        return usage
    }

    private static func readIterations(_ reading: inout UsageReading) {
        var inside = TokenUsage.none
        var isAnyInside = false
        for index in reading.facts.elements(of: "usage.iterations") {
            let root = "usage.iterations.\(index)"
            let kind = reading.facts.name("\(root).type") ?? "message"
            let model = reading.facts.name("\(root).model")
            let usage = Self.usage(root, &reading)
            let isAnswer = kind == "message" || kind == "fallback_message"
            if isAnswer, model == nil || model == reading.facts.name("model") {
                inside += usage
                isAnyInside = true
            } else {
                reading.samplings.append(Sampling(kind: kind, model: model, usage: usage))
            }
        }
        // The iterations are a witness of the sums. One that only says input and output is none of the cache.
        guard isAnyInside else { return }
        let agrees =
            inside.inputTotal == reading.usage.inputTotal || inside.inputUncached == reading.usage.inputUncached
        if agrees, inside.outputTotal == reading.usage.outputTotal {
            reading.agree()
        } else {
            reading.doubt(.totalDisagrees)
        }
    }
}
