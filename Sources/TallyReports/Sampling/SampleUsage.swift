internal import TallyMetering
internal import TallyPricing
internal import TallyProviders

/// How the sample's providers say what a call used.
enum SampleUsage {
    /// The fewest tokens of a prompt that a cache keeps.
    private static let shortestCached = 1_024

    /// The classes of the next prompt of a session.
    static func input(of session: SampleSession) -> TokenUsage {
        let (prompt, model) = (session.prompt, session.model)
        // What another session or the last call may have left in the cache.
        let known = session.isFirst ? session.workload.system : session.lastPrompt
        switch model.caching {
        case .none: return TokenUsage(inputUncached: prompt)
        case .found:
            guard session.isCached, known >= Self.shortestCached else {
                return TokenUsage(inputUncached: prompt, cacheRead: 0)
            }
            let cached = min(known, prompt) / 128 * 128
            return TokenUsage(inputUncached: prompt - cached, cacheRead: cached)
        case .marked:
            guard known >= Self.shortestCached else { return TokenUsage(inputUncached: prompt) }
            let read = session.isCached ? min(known, prompt) : 0
            // Only a session writes more than what all prompts begin with.
            let kept = session.name == nil ? session.workload.system : prompt
            return TokenUsage(
                inputUncached: prompt - max(kept, read),
                cacheRead: read,
                cacheWrite5m: max(kept, read) - read
            )
        }
    }

    /// Makes a record one of those that not all is known of: a stream that broke off, or numbers that do not add up.
    static func damage(_ record: inout UsageRecord, _ random: inout SampleRandom) {
        guard record.providerCost == nil, let output = record.usage.outputText else { return }
        if record.isStream, random.happens(7_000) {
            record.usage.outputText = max(1, output / 3)
            record.source = .counted
            record.check = .ambiguous(.incomplete)
            record.isComplete = false
            record.finishReason = nil
            record.errorKind = "abandoned"
            record.raw = [RawQuantity(path: "usage.output_tokens", number: "1")]
        } else {
            record.check = .ambiguous(.totalDisagrees)
            let total = (record.usage.total ?? 0) + random.among(1...40)
            record.raw = [
                RawQuantity(path: "usage.output_tokens", number: String(output)),
                RawQuantity(path: "usage.total_tokens", number: String(total)),
            ]
        }
    }
}
