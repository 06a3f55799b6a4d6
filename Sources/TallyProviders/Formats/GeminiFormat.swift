internal import TallyPricing

/// Gemini generateContent, streamGenerateContent and Live, of the Gemini API and of Vertex AI.
///
/// `promptTokenCount` has the cached tokens in it; `candidatesTokenCount` is *without* `thoughtsTokenCount`, and the prompt
/// without `toolUsePromptTokenCount`; `totalTokenCount` is these four. What is zero is absent. Every chunk of a stream says
/// what is known so far, and the last holds; without `alt=sse` the chunks are the elements of one array. Live says
/// `responseTokenCount`, once a turn. Vertex AI names the kind of traffic, which tells provisioned throughput from what is charged by
/// tokens. Vertex AI's older embeddings say tokens beside
/// each vector. Source: python-genai 2.19.0 (types); measured on recordings.
enum GeminiFormat: ResponseFormat {
    static let fields: [FieldPattern] =
        ["", "response.", "result."].flatMap { root in
            [
                FieldPattern("\(root)usageMetadata", .all, as: "usageMetadata"),
                FieldPattern("\(root)modelVersion", .value, as: "model"),
                FieldPattern("\(root)responseId", .value, as: "id"),
                FieldPattern("\(root)candidates", .presence, as: "candidates"),
                FieldPattern("\(root)candidates.*.finishReason", .value, as: "finish"),
                FieldPattern(
                    "\(root)candidates.*.groundingMetadata.webSearchQueries",
                    .length,
                    as: "webSearchQueries"
                ),
            ]
        } + [
            FieldPattern("expireTime", .presence),
            FieldPattern("predictions.*.embeddings.statistics.token_count", .value),
            FieldPattern("candidates.*.index", .value, as: "lane"),
            FieldPattern("candidates.*.content.parts.*.text", .text(.answer)),
            FieldPattern("promptFeedback.blockReason", .value, as: "finish"),
            FieldPattern("serverContent.turnComplete", .value, as: "turnComplete"),
            FieldPattern("serverContent.modelTurn.parts.*.text", .text(.answer)),
        ]

    static func read(_ reading: inout UsageReading) {
        let prompt = reading.count("usageMetadata.promptTokenCount")
        let cached = reading.count("usageMetadata.cachedContentTokenCount")
        let tools = reading.count("usageMetadata.toolUsePromptTokenCount")
        let answer = reading.count(["usageMetadata.candidatesTokenCount", "usageMetadata.responseTokenCount"])
        let thoughts = reading.count("usageMetadata.thoughtsTokenCount")
        let total = reading.count("usageMetadata.totalTokenCount")
        reading.isOutputSaid = answer != nil || thoughts != nil || (total != nil && total == prompt)
        let read = reading.part(cached, of: prompt ?? .max)
        if let prompt { reading.usage.inputUncached = prompt - (read ?? 0) }
        reading.usage.cacheRead = read
        reading.usage.toolUsePrompt = tools
        reading.usage.outputText = answer
        reading.usage.reasoning = thoughts
        if let total, prompt != nil || answer != nil {
            Self.check(total, prompt ?? 0, tools ?? 0, answer ?? 0, thoughts ?? 0, &reading)
        } else if let total, reading.facts.has("expireTime") {
            reading.usage.cacheWriteOther = total
            reading.agree()
        }
        for index in reading.facts.elements(of: "predictions") {
            guard let count = reading.count("predictions.\(index).embeddings.statistics.token_count") else { continue }
            reading.add(count, to: .inputUncached)
        }
        Self.readModalities(&reading)
        if let searches = reading.count("webSearchQueries"), searches > 0 {
            reading.usage[.webSearches] = Self.isChargedByPrompt(reading.facts.name("model")) ? 1 : searches
        }
    }

    /// Up to Gemini 2.5 a prompt that was grounded in searches is charged once, since Gemini 3 each search is.
    private static func isChargedByPrompt(_ model: String?) -> Bool {
        guard let model else { return false }
        return ["gemini-1", "gemini-2"].contains { model.contains($0) }
    }

    private static func check(
        _ total: Int,
        _ prompt: Int,
        _ tools: Int,
        _ answer: Int,
        _ thoughts: Int,
        _ reading: inout UsageReading
    ) {
        let base = prompt.addingSaturated(answer)
        if base.addingSaturated(tools).addingSaturated(thoughts) == total { return reading.agree() }
        if thoughts > 0, thoughts <= answer, base.addingSaturated(tools) == total {
            // Thoughts inside of the candidates.
            reading.usage.outputText = answer - thoughts
            return reading.agree()
        }
        if tools > 0, tools <= prompt - (reading.usage.cacheRead ?? 0), base.addingSaturated(thoughts) == total {
            // The tools' prompt inside of the prompt.
            reading.usage.inputUncached = (reading.usage.inputUncached ?? 0) - tools
            return reading.agree()
        }
        reading.doubt(.totalDisagrees)
        let rest = total - base.addingSaturated(tools).addingSaturated(thoughts)
        if rest > 0 { reading.add(rest, to: .outputText) }
    }

    private static func readModalities(_ reading: inout UsageReading) {
        let prompt = Self.modalities("promptTokensDetails", "promptTokenDetails", &reading)
        let cached = Self.modalities("cacheTokensDetails", "cachedContentTokensDetails", &reading)
        let answer = Self.modalities("candidatesTokensDetails", "responseTokensDetails", &reading)
        let inputs: [(String, UsageCounter, UsageCounter)] = [
            ("AUDIO", .inputAudio, .cacheReadAudio), ("IMAGE", .inputImage, .cacheReadImage),
            ("VIDEO", .inputVideo, .cacheReadVideo), ("DOCUMENT", .inputDocument, .cacheReadDocument),
        ]
        for (name, input, read) in inputs {
            if let count = cached[name] { reading.setPart(read, count) }
            guard let count = prompt[name] else { continue }
            let uncached = max(0, count - (cached[name] ?? 0))
            let room = reading.usage.inputUncached ?? 0
            let isExplained = uncached <= room.addingSaturated(cached.isEmpty ? reading.usage.cacheRead ?? 0 : 0)
            reading.setPart(input, isExplained ? min(uncached, room) : uncached)
        }
        let outputs: [(String, UsageCounter)] = [
            ("AUDIO", .outputAudio), ("IMAGE", .outputImage), ("VIDEO", .outputVideo),
        ]
        for (name, output) in outputs {
            if let count = answer[name] { reading.setPart(output, count) }
        }
    }

    private static func modalities(_ name: String, _ other: String, _ reading: inout UsageReading) -> [String: Int] {
        for name in [name, other] where reading.facts.hasAny(under: "usageMetadata.\(name)") {
            return reading.modalities("usageMetadata.\(name)", "tokenCount")
        }
        return [:]
    }
}

extension UsageReading {
    /// The counts of a list of modalities, by their names in capital letters.
    mutating func modalities(_ path: String, _ field: String) -> [String: Int] {
        var counts: [String: Int] = [:]
        for index in self.facts.elements(of: path) {
            guard let name = self.facts.name("\(path).\(index).modality") else { continue }
            let count = self.count("\(path).\(index).\(field)") ?? 0
            counts[name.uppercased(), default: 0] = counts[name.uppercased(), default: 0].addingSaturated(count)
        }
        return counts
    }
}

/// Gemini interactions: input, output, thoughts and the tools' prompt beside each other, cached tokens inside of the input.
///
/// Source: python-genai 2.19.0 (types).
enum GeminiInteractionsFormat: ResponseFormat {
    static let fields: [FieldPattern] = [
        FieldPattern("interaction.id", .value, as: "id"),
        FieldPattern("interaction.model", .value, as: "model"),
        FieldPattern("interaction.usage", .all, as: "usage"),
        FieldPattern("interaction.status", .value, as: "status"),
        FieldPattern("event_type", .value),
        FieldPattern("outputs.*.text", .text(.answer)),
    ]

    static func read(_ reading: inout UsageReading) {
        let input = reading.count("usage.total_input_tokens")
        let cached = reading.count("usage.total_cached_tokens")
        let tools = reading.count(["usage.total_tool_use_tokens", "usage.total_tool_use_prompt_tokens"])
        let output = reading.count("usage.total_output_tokens")
        let thoughts = reading.count(["usage.total_thought_tokens", "usage.total_reasoning_tokens"])
        let total = reading.count("usage.total_tokens")
        reading.isOutputSaid = output != nil
        let read = reading.part(cached, of: input ?? .max)
        if let input { reading.usage.inputUncached = input - (read ?? 0) }
        reading.usage.cacheRead = read
        reading.usage.toolUsePrompt = tools
        reading.usage.outputText = output
        reading.usage.reasoning = thoughts
        if let total, let input, let output {
            Self.check(total, input.addingSaturated(output), tools ?? 0, output, thoughts ?? 0, &reading)
        }
        let parts: [(String, String, [(String, UsageCounter)])] = [
            ("cached_tokens_by_modality", "tokens", [("AUDIO", .cacheReadAudio), ("IMAGE", .cacheReadImage)]),
            (
                "input_tokens_by_modality", "tokens",
                [
                    ("AUDIO", .inputAudio), ("IMAGE", .inputImage), ("VIDEO", .inputVideo),
                    ("DOCUMENT", .inputDocument),
                ]
            ),
            (
                "output_tokens_by_modality", "tokens",
                [("AUDIO", .outputAudio), ("IMAGE", .outputImage), ("VIDEO", .outputVideo)]
            ),
        ]
        for (list, field, counters) in parts {
            let counts = reading.modalities("usage.\(list)", field)
            for (name, counter) in counters {
                guard let count = counts[name] else { continue }
                let room = counter.whole.flatMap { reading.usage[$0] } ?? 0
                reading.setPart(counter, counter.whole == .inputUncached && cached ?? 0 > 0 ? min(count, room) : count)
            }
        }
    }

    private static func check(
        _ total: Int,
        _ base: Int,
        _ tools: Int,
        _ output: Int,
        _ thoughts: Int,
        _ reading: inout UsageReading
    ) {
        if base.addingSaturated(tools).addingSaturated(thoughts) == total { return reading.agree() }
        if thoughts <= output, base.addingSaturated(tools) == total {
            reading.usage.outputText = output - thoughts
            return reading.agree()
        }
        reading.doubt(.totalDisagrees)
        let rest = total - base.addingSaturated(tools).addingSaturated(thoughts)
        if rest > 0 { reading.add(rest, to: .outputText) }
    }
}
