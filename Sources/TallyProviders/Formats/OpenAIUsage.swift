internal import TallyPricing

/// OpenAI's usage object in all its spellings: `prompt_tokens` of chat, `input_tokens` of responses, images, audio and
/// realtime.
///
/// Cached tokens, and since GPT-5.6 tokens written to the cache (kept 30 minutes), are part of the input, reasoning is part
/// of the output; rejected predictions are inside of the completion too. `total_tokens` is input and output. Gateways and
/// xAI differ: the total then tells which way it is meant. Source: openai-python 3.3.1 (types); measured on recordings.
enum OpenAIUsage {
    private static let prompt = ["usage.prompt_tokens", "usage.input_tokens"]
    private static let completion = ["usage.completion_tokens", "usage.output_tokens"]
    private static let inputDetails = [
        "usage.prompt_tokens_details", "usage.input_tokens_details", "usage.input_token_details",
        "usage.prompt_token_details",
    ]
    private static let outputDetails = [
        "usage.completion_tokens_details", "usage.output_tokens_details", "usage.output_token_details",
    ]
    private static let cached =
        Self.inputDetails.flatMap { ["\($0).cached_tokens", "\($0).cache_read_input_tokens"] } + [
            "usage.prompt_cache_hit_tokens", "usage.num_cached_tokens", "usage.cached_tokens",
            "usage.cached_prompt_text_tokens", "usage.cache_read_input_tokens",
        ]
    private static let written =
        Self.inputDetails.flatMap { ["\($0).cache_write_tokens", "\($0).cache_creation_tokens"] }
        + ["usage.cache_creation_input_tokens", "usage.cache_write_tokens"]
    private static let reasoning =
        Self.outputDetails.map { "\($0).reasoning_tokens" } + ["usage.reasoning_tokens"]

    /// The amounts as they were said.
    private struct Amounts {
        var input: Int
        var output: Int
        var cached: Int
        var written: Int
        var reasoning: Int
    }

    /// What is inside of what.
    private struct Inclusion: Equatable {
        var isCacheInside: Bool
        var isReasoningInside: Bool

        func total(_ amounts: Amounts) -> Int {
            var total = amounts.input.addingSaturated(amounts.output)
            if !self.isCacheInside { total = total.addingSaturated(amounts.cached).addingSaturated(amounts.written) }
            if !self.isReasoningInside { total = total.addingSaturated(amounts.reasoning) }
            return total
        }
    }

    /// Reads the usage; `isReasoningInside` is what the format documents, which the total may contradict.
    static func read(_ reading: inout UsageReading, isReasoningInside: Bool = true) {
        let input = reading.count(Self.prompt)
        let output = reading.count(Self.completion)
        let cached = reading.count(Self.cached)
        let written = reading.count(Self.written)
        let reasoning = reading.count(Self.reasoning)
        let citations = reading.count("usage.citation_tokens")
        reading.isOutputSaid = output != nil
        if input != nil || output != nil {
            let amounts = Amounts(
                input: input ?? 0,
                output: output ?? 0,
                cached: cached ?? 0,
                written: written ?? 0,
                reasoning: reasoning ?? 0
            )
            let total = reading.count("usage.total_tokens")
            let documented = Inclusion(isCacheInside: true, isReasoningInside: isReasoningInside)
            let (inclusion, rest) = Self.inclusion(
                of: amounts,
                total: total,
                citations: citations ?? 0,
                documented,
                &reading
            )
            let read = reading.part(cached, of: inclusion.isCacheInside ? amounts.input : .max)
            let kept = reading.part(written, of: inclusion.isCacheInside ? amounts.input - (read ?? 0) : .max)
            let thought = reading.part(reasoning, of: inclusion.isReasoningInside ? amounts.output : .max)
            if input != nil {
                reading.usage.inputUncached = amounts.input - (inclusion.isCacheInside ? (read ?? 0) + (kept ?? 0) : 0)
            }
            reading.usage.cacheRead = read
            reading.usage.cacheWriteOther = kept
            if output != nil {
                reading.usage.outputText = amounts.output - (inclusion.isReasoningInside ? thought ?? 0 : 0)
            }
            reading.usage.reasoning = thought
            reading.usage[.citations] = citations
            if rest > 0 { reading.add(rest, to: output == nil ? .inputUncached : .outputText) }
        } else {
            Self.readTotal(&reading)
        }
        Self.readModalities(&reading)
        Self.readTools(&reading)
        Self.readCost(&reading)
    }

    /// Voyage's embeddings and reranking say a total alone, which is all input; of anything else it is all charged as output.
    private static func readTotal(_ reading: inout UsageReading) {
        guard let total = reading.count("usage.total_tokens"), total > 0 else { return }
        if reading.facts.name("object") == "list" {
            reading.usage.inputUncached = total
            reading.agree()
        } else {
            reading.usage.outputText = total
            reading.doubt(.totalDisagrees)
        }
    }

    /// Finds the reading that gives the total, the documented one first; else what the total has beyond it.
    private static func inclusion(
        of amounts: Amounts,
        total: Int?,
        citations: Int,
        _ documented: Inclusion,
        _ reading: inout UsageReading
    ) -> (Inclusion, rest: Int) {
        let other = Inclusion(isCacheInside: true, isReasoningInside: !documented.isReasoningInside)
        guard let total else {
            // More reasoning than completion can't be inside of it.
            let isOutside = documented.isReasoningInside && amounts.reasoning > amounts.output
            if isOutside { reading.doubt(.partExceedsWhole) }
            return (isOutside ? other : documented, 0)
        }
        var readings = [documented, other]
        readings += readings.map { Inclusion(isCacheInside: false, isReasoningInside: $0.isReasoningInside) }
        for candidate in readings {
            let sum = candidate.total(amounts)
            if sum == total || sum.addingSaturated(citations) == total {
                reading.agree()
                return (candidate, 0)
            }
        }
        reading.doubt(.totalDisagrees)
        let isInside = documented.isReasoningInside && amounts.reasoning <= amounts.output
        let cautious = Inclusion(isCacheInside: amounts.cached <= amounts.input, isReasoningInside: isInside)
        return (cautious, max(0, total - cautious.total(amounts).addingSaturated(citations)))
    }

    private static func readModalities(_ reading: inout UsageReading) {
        let parts: [(name: String, input: UsageCounter, cached: UsageCounter, output: UsageCounter)] = [
            ("audio_tokens", .inputAudio, .cacheReadAudio, .outputAudio),
            ("image_tokens", .inputImage, .cacheReadImage, .outputImage),
            ("video_tokens", .inputVideo, .cacheReadVideo, .outputVideo),
        ]
        for part in parts {
            let cached = reading.count(Self.inputDetails.map { "\($0).cached_tokens_details.\(part.name)" })
            if let input = reading.count(Self.inputDetails.map { "\($0).\(part.name)" }) {
                reading.setPart(part.cached, cached)
                // Of a cached part nobody may have said; then it is not certain that none of this was cached.
                let uncached = max(0, input - (cached ?? 0))
                let room = reading.usage.inputUncached ?? 0
                let isExplained = uncached <= room.addingSaturated(cached == nil ? reading.usage.cacheRead ?? 0 : 0)
                reading.setPart(part.input, isExplained ? min(uncached, room) : uncached)
            }
            reading.setPart(part.output, reading.count(Self.outputDetails.map { "\($0).\(part.name)" }))
        }
    }

    /// Searches and runs of code that xAI, Perplexity and OpenRouter count beside the tokens.
    private static func readTools(_ reading: inout UsageReading) {
        let tools: [(UsageCounter, [String])] = [
            (
                .webSearches,
                [
                    "usage.server_side_tool_usage_details.web_search_calls", "usage.num_search_queries",
                    "usage.server_tool_use.web_search_requests",
                    "usage.tool_calls_details.search_web.invocation",
                ]
            ),
            (.socialSearches, ["usage.server_side_tool_usage_details.x_search_calls"]),
            (.codeExecutions, ["usage.server_side_tool_usage_details.code_interpreter_calls"]),
            (.storageSearches, ["usage.server_side_tool_usage_details.file_search_calls"]),
        ]
        for (counter, paths) in tools {
            if let count = reading.count(paths) { reading.usage[counter] = count }
        }
    }

    /// Reads what the provider itself charges.
    ///
    /// OpenRouter's `cost` is in dollars; with a key of one's own it is the fee, and the provider's part stands beside it.
    /// xAI's ticks are 10⁻¹⁰ dollars.
    private static func readCost(_ reading: inout UsageReading) {
        if let ticks = reading.count("usage.cost_in_usd_ticks") {
            reading.providerCost = Money(picodollars: Int128(ticks) * 100)
        } else if let cost = reading.dollars("usage.cost") ?? reading.dollars("usage.cost.total_cost") {
            let upstream = reading.dollars("usage.cost_details.upstream_inference_cost")
            reading.providerCost = reading.facts.isTrue("usage.is_byok") ? cost + (upstream ?? .zero) : cost
        }
    }
}
