/// What is measured, as the conventions define it: names, units, bounds.
///
/// 1.41: semantic-conventions v1.41.0, docs/gen-ai/gen-ai-metrics.md. Draft: semantic-conventions-genai, November 2026.
enum MetricInstrument: String, CaseIterable, Sendable {
    // 1.41.
    case tokenUsage = "gen_ai.client.token.usage"
    case operationDuration = "gen_ai.client.operation.duration"
    case operationTimeToFirstChunk = "gen_ai.client.operation.time_to_first_chunk"
    // The draft; calls that sample nothing (embeddings) keep ``operationDuration``.
    case inputTokens = "gen_ai.client.inference.usage.input_tokens"
    case outputTokens = "gen_ai.client.inference.usage.output_tokens"
    case cacheReadTokens = "gen_ai.client.inference.usage.cache_read.input_tokens"
    case cacheWriteTokens = "gen_ai.client.inference.usage.cache_write.input_tokens"
    case reasoningTokens = "gen_ai.client.inference.usage.reasoning.output_tokens"
    case operationInputTokens = "gen_ai.client.inference.operation.input_tokens"
    case operationOutputTokens = "gen_ai.client.inference.operation.output_tokens"
    case inferenceDuration = "gen_ai.client.inference.duration"
    case inferenceTimeToFirstChunk = "gen_ai.client.inference.time_to_first_chunk"
    // An open proposal.
    case operationCost = "gen_ai.client.operation.cost"

    /// How it is summed up.
    enum Kind: Hashable, Sendable {
        /// A sum that only grows.
        case counter
        /// Counts of values up to each bound.
        case histogram([Double])
    }

    /// How it is summed up.
    var kind: Kind {
        switch self {
        case .inputTokens, .outputTokens, .cacheReadTokens, .cacheWriteTokens, .reasoningTokens: .counter
        case .tokenUsage, .operationInputTokens, .operationOutputTokens: .histogram(Self.tokenBounds)
        case .operationCost: .histogram(Self.costBounds)
        default: .histogram(Self.durationBounds)
        }
    }

    /// The unit, in UCUM.
    var unit: String {
        switch self {
        case .operationCost: "USD"
        case .operationDuration, .operationTimeToFirstChunk, .inferenceDuration, .inferenceTimeToFirstChunk: "s"
        default: "{token}"
        }
    }

    /// What it is, for people.
    var summary: String {
        switch self {
        case .tokenUsage: "Number of input and output tokens used."
        case .operationDuration, .inferenceDuration: "Duration of the call."
        case .operationTimeToFirstChunk, .inferenceTimeToFirstChunk: "Time from the call to the first chunk of output."
        case .inputTokens, .operationInputTokens: "Input tokens, cached ones included."
        case .outputTokens, .operationOutputTokens: "Output tokens, reasoning included."
        case .cacheReadTokens: "Input tokens that a cache served."
        case .cacheWriteTokens: "Input tokens that a cache kept."
        case .reasoningTokens: "Output tokens spent on reasoning."
        case .operationCost: "What calls cost."
        }
    }

    private static let tokenBounds: [Double] = [
        1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864,
    ]
    private static let durationBounds: [Double] = [
        0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
    ]
    // The proposal has none: from a hundredth of a cent to a hundred dollars.
    private static let costBounds: [Double] = [
        0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100,
    ]
}
