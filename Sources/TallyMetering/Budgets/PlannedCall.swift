/// What is known of a call before it is made: what budgets and policy decide about.
public struct PlannedCall: Sendable {
    /// The model that will be asked.
    public var model: String
    /// The provider, if known.
    public var provider: String?
    /// Who makes the call, what for.
    public var tags: UsageTags
    /// Input tokens.
    public var inputTokens: Int
    /// The most output tokens that the request allows; nil if it has no limit.
    public var maximumOutputTokens: Int?
    /// What the call costs at most; nil if a price or the maximum of output is unknown.
    public var maximumCost: Money?
    /// Returns what the call costs at most with so many output tokens; nil if a price is unknown.
    ///
    /// It is asked where ``maximumCost`` is nil, with the output that is assumed for a request without a limit. It is
    /// called before anything is locked.
    public var costWithOutput: (@Sendable (Int) -> Money?)?

    /// Creates a planned call.
    public init(
        model: String,
        provider: String? = nil,
        tags: UsageTags = UsageTags(),
        inputTokens: Int,
        maximumOutputTokens: Int?,
        maximumCost: Money? = nil,
        costWithOutput: (@Sendable (Int) -> Money?)? = nil
    ) {
        self.model = model
        self.provider = provider
        self.tags = tags
        self.inputTokens = inputTokens
        self.maximumOutputTokens = maximumOutputTokens
        self.maximumCost = maximumCost
        self.costWithOutput = costWithOutput
    }

    /// Creates the planned call of an estimate.
    public init(model: String, provider: String? = nil, tags: UsageTags = UsageTags(), estimate: CallEstimate) {
        self.init(
            model: model,
            provider: provider,
            tags: tags,
            inputTokens: estimate.inputTokens,
            maximumOutputTokens: estimate.maximumOutputTokens,
            maximumCost: estimate.maximumCost
        )
    }
}

/// What happens to calls whose price is not known: never that they cost nothing.
public enum UnpricedRule: Hashable, Sendable {
    /// They may not be made.
    case deny
    /// They may be made, and are counted apart as calls without a price.
    case flag
    /// They count as if a million tokens of any class cost so much.
    case assume(perMillionTokens: Money)
}

/// What happens to calls that set no limit to their output.
public enum UnknownOutputRule: Hashable, Sendable {
    /// They may not be made.
    case deny
    /// They reserve so many output tokens; what they use beyond is counted as overshoot.
    case assume(tokens: Int)
}
