internal import TallyPricing

/// Mistral chat, FIM, agents, embeddings and OCR.
///
/// As OpenAI chat, with nulls in embeddings and `prompt_token_details` in the singular in some answers. Audio is stated in
/// seconds beside the tokens; OCR says pages in `usage_info`, of annotated documents too. Source: mistralai 2.5.1 (types);
/// measured on recordings.
enum MistralFormat: ResponseFormat {
    static let fields: [FieldPattern] = [
        FieldPattern("usage_info", .all, as: "usage_info"),
        FieldPattern("document_annotation", .presence),
        FieldPattern("data.model", .value, as: "model"),
        FieldPattern("data.usage", .all, as: "usage"),
    ]

    static func read(_ reading: inout UsageReading) {
        OpenAIUsage.read(&reading)
        if let milliseconds = reading.milliseconds("usage.prompt_audio_seconds"), milliseconds > 0 {
            reading.usage[.inputAudioMilliseconds] = milliseconds
        }
        if let connectors = reading.count("usage.connector_tokens"), connectors > 0 {
            reading.usage.toolUsePrompt = connectors
        }
        if let pages = reading.count("usage_info.pages_processed") {
            reading.usage[reading.facts.has("document_annotation") ? .annotatedDocumentPages : .documentPages] = pages
            reading.isOutputSaid = true
        }
    }
}

/// Cohere, versions 1 and 2 of its API: chat, generate, embed, rerank, classify.
///
/// `billed_units` is what is charged, `tokens` is what the model saw and can be ten times as much; the first is in `meta`
/// (version 1, and everything but chat) or in `usage` (version 2). All numbers are floats. A search unit is one query with
/// up to 100 documents. A stream says it in its last event, `stream-end` or `message-end`. Source: cohere-python 7.0.9
/// (types); measured on recordings.
enum CohereFormat: ResponseFormat {
    static let fields: [FieldPattern] = [
        FieldPattern("meta", .all, as: "meta"),
        FieldPattern("response.meta", .all, as: "meta"),
        FieldPattern("delta.usage", .all, as: "usage"),
        FieldPattern("generation_id", .value, as: "id"),
        FieldPattern("response.generation_id", .value, as: "id"),
        FieldPattern("finish_reason", .value, as: "finish"),
        FieldPattern("response.finish_reason", .value, as: "finish"),
        FieldPattern("delta.finish_reason", .value, as: "finish"),
        FieldPattern("generations", .presence),
        FieldPattern("is_finished", .value),
        FieldPattern("delta.message.content.text", .text(.answer)),
        FieldPattern("delta.message.content.thinking", .text(.reasoning)),
        FieldPattern("delta.message.tool_plan", .text(.answer)),
        FieldPattern("delta.message.tool_calls.function.name", .text(.toolCall)),
        FieldPattern("delta.message.tool_calls.function.arguments", .text(.toolCall)),
    ]

    static func read(_ reading: inout UsageReading) {
        let root =
            reading.facts.hasAny(under: "meta.billed_units") || reading.facts.hasAny(under: "meta.tokens")
            ? "meta" : "usage"
        let isBilled = reading.facts.hasAny(under: "\(root).billed_units")
        let counts = isBilled ? "\(root).billed_units" : "\(root).tokens"
        let input = reading.count("\(counts).input_tokens")
        let output = reading.count("\(counts).output_tokens")
        let images = reading.count("\(counts).image_tokens")
        // What the cache served is stated of the tokens that the model saw, not of those that are charged.
        let cached = isBilled ? nil : reading.count("\(root).cached_tokens")
        reading.isOutputSaid = output != nil
        let read = reading.part(cached, of: input ?? .max)
        if let input { reading.usage.inputUncached = input - (read ?? 0) }
        reading.usage.cacheRead = read
        reading.usage.outputText = output
        if let images {
            // Embedded images are stated beside the text.
            reading.add(images, to: .inputUncached)
            reading.usage[.inputImage] = images
        }
        if let searches = reading.count("\(counts).search_units") {
            reading.usage[.rerankUnits] = searches
            reading.isOutputSaid = true
        }
        if let classified = reading.count("\(counts).classifications") {
            reading.usage[.inputMessages] = classified
            reading.isOutputSaid = true
        }
    }
}

/// Ollama chat, generate and embed.
///
/// The last line of a stream, `done: true`, has `prompt_eval_count` and `eval_count`; the first is absent where the whole
/// prompt was in the server's cache. Nothing of it is charged by tokens. Source: Ollama's API reference; recordings.
enum OllamaFormat: ResponseFormat {
    static let fields: [FieldPattern] = [
        FieldPattern("prompt_eval_count", .value),
        FieldPattern("eval_count", .value),
        FieldPattern("done", .value),
        FieldPattern("done_reason", .value, as: "finish"),
        FieldPattern("created_at", .presence),
        FieldPattern("message.content", .text(.answer)),
        FieldPattern("message.thinking", .text(.reasoning)),
        FieldPattern("response", .text(.answer)),
        FieldPattern("thinking", .text(.reasoning)),
    ]

    static func read(_ reading: inout UsageReading) {
        reading.usage.inputUncached = reading.count("prompt_eval_count")
        reading.usage.outputText = reading.count("eval_count")
        reading.isOutputSaid = reading.usage.outputText != nil
        if reading.usage.isEmpty { OpenAIUsage.read(&reading) }
    }
}
