/// What calls of one environment, or of all, have to be like.
///
/// What is nil or absent is not stated: for an environment the rules of all hold then, and for all there is no such rule.
public struct PolicyRules: Hashable, Sendable {
    /// Patterns of which the model's name has to match one.
    public var approvedModels: [NamePattern]?
    /// What is asked of tags, by key.
    public var tags: [String: TagRule]
    /// The most input tokens that a call may have.
    public var maximumInputTokens: Int?
    /// The most output tokens that a call may ask for; a call that sets no limit asks for what is assumed of it.
    public var maximumOutputTokens: Int?
    /// What happens to calls whose price is unknown; `flag` if nobody states it.
    public var unpriced: UnpricedRule?
    /// What happens to calls that set no limit to their output; 4096 tokens are assumed if nobody states it.
    public var unknownOutput: UnknownOutputRule?
    /// Whether a call that breaks one of these rules is denied, which it is if nobody states it, or marked.
    public var isEnforced: Bool?

    /// Creates rules.
    public init(
        approvedModels: [NamePattern]? = nil,
        tags: [String: TagRule] = [:],
        maximumInputTokens: Int? = nil,
        maximumOutputTokens: Int? = nil,
        unpriced: UnpricedRule? = nil,
        unknownOutput: UnknownOutputRule? = nil,
        isEnforced: Bool? = nil
    ) {
        self.approvedModels = approvedModels
        self.tags = tags
        self.maximumInputTokens = maximumInputTokens
        self.maximumOutputTokens = maximumOutputTokens
        self.unpriced = unpriced
        self.unknownOutput = unknownOutput
        self.isEnforced = isEnforced
    }

    /// Returns these rules with what `other` states in place of what they do; of a tag, its whole rule.
    func overlaid(by other: PolicyRules?) -> PolicyRules {
        guard let other else { return self }
        return PolicyRules(
            approvedModels: other.approvedModels ?? self.approvedModels,
            tags: self.tags.merging(other.tags) { $1 },
            maximumInputTokens: other.maximumInputTokens ?? self.maximumInputTokens,
            maximumOutputTokens: other.maximumOutputTokens ?? self.maximumOutputTokens,
            unpriced: other.unpriced ?? self.unpriced,
            unknownOutput: other.unknownOutput ?? self.unknownOutput,
            isEnforced: other.isEnforced ?? self.isEnforced
        )
    }
}

/// What is asked of a tag.
public struct TagRule: Hashable, Sendable {
    /// Whether a call has to have it.
    public var isRequired: Bool
    /// The values that it may have; any if nil.
    public var knownValues: Set<String>?

    /// Creates a rule.
    public init(isRequired: Bool = true, knownValues: Set<String>? = nil) {
        self.isRequired = isRequired
        self.knownValues = knownValues
    }
}

/// A rule that does not hold for some calls for some time, and who answers for it.
///
/// Budgets and breakers have no exceptions: who needs more gets a larger budget.
public struct PolicyException: Hashable, Sendable {
    /// What the exception is called in decisions.
    public var name: String
    /// Patterns of the names of the rules that do not hold: `models`, `tags.team`, `limits.*`; see ``PolicyFinding/rule``.
    public var rules: [NamePattern]
    /// For which calls.
    public var selector: UsageSelector
    /// Who answers for it.
    public var owner: String
    /// Why.
    public var reason: String
    /// The moment from which on the rules hold again.
    public var expires: Timestamp

    /// Creates an exception.
    public init(
        _ name: String,
        from rules: [NamePattern],
        for selector: UsageSelector = UsageSelector(),
        owner: String,
        reason: String,
        expires: Timestamp
    ) {
        self.name = name
        self.rules = rules
        self.selector = selector
        self.owner = owner
        self.reason = reason
        self.expires = expires
    }
}
