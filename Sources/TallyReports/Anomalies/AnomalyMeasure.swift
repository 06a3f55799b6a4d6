/// What spikes are looked for in.
public enum AnomalyMeasure: String, Hashable, Sendable, CaseIterable {
    /// Input and output tokens.
    case tokens
    /// What is known of the cost.
    case cost
    /// Tokens over calls.
    case tokensPerCall = "tokens_per_call"
    /// Failed calls over calls.
    case errorRate = "error_rate"
    /// Calls that are no first attempt over calls.
    case retryRate = "retry_rate"
}

/// When something is a spike; the usual values are those that the claims of ``AnomalyReport`` are tested with.
public struct AnomalyRules: Hashable, Sendable {
    /// How many scaled deviations above its baseline a moment is.
    public var deviations = 3.3
    /// How many times the baseline it is at least.
    public var ratio = 1.8
    /// How many tokens above the baseline; fewer are not worth an alarm.
    public var minimumTokens = 10_000
    /// How many dollars above the baseline.
    public var minimumDollars = 0.1
    /// How many calls a moment needs: one of fewer is up to single calls, and raises no alarm.
    public var minimumCalls = 10
    /// How many failed or repeated calls there are at least above what is usual.
    public var minimumEvents = 10

    /// Creates the usual rules.
    public init() {}
}
