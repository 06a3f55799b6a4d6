public import TallyPricing

/// When finished work was worth its tokens: the section `efficiency` of the policy file, as a value.
///
/// Work is a session, or the interaction or call where there is none. What was accepted is productive, unless it passes one
/// of the limits here; reports say which.
public struct EfficiencyRules: Hashable, Sendable {
    /// What accepted work may use to be productive.
    public var limits: EfficiencyLimits
    /// Other limits by use case; what they do not say is as in ``limits``.
    public var useCases: [String: EfficiencyLimits]
    /// How many pieces of work a median, and how many outcomes a verdict needs.
    public var minimumSessions: Int
    /// A tool or model is kept if so many percent of its work are surely productive.
    public var keepPercent: Int
    /// A tool or model is cut if surely less than so many percent of its work are productive.
    public var cutPercent: Int

    /// Creates rules; without arguments they are the usual ones.
    public init(
        limits: EfficiencyLimits = .usual,
        useCases: [String: EfficiencyLimits] = [:],
        minimumSessions: Int = 30,
        keepPercent: Int = 50,
        cutPercent: Int = 30
    ) {
        self.limits = limits
        self.useCases = useCases
        self.minimumSessions = minimumSessions
        self.keepPercent = keepPercent
        self.cutPercent = cutPercent
    }

    /// Returns the limits for work of a use case.
    public func limits(for useCase: String?) -> EfficiencyLimits {
        guard let useCase, let own = self.useCases[useCase] else { return self.limits }
        return own.over(self.limits)
    }
}

/// What accepted work may use to be productive; nil is not said.
public struct EfficiencyLimits: Hashable, Sendable {
    /// The most that a piece of work may cost.
    public var maximumCost: Money?
    /// The most tokens of a piece of work.
    public var maximumTokens: Int?
    /// The most tokens and cost of a piece of work, in percent of the median of its use case.
    public var medianPercent: Int?
    /// The most calls that are retries, in percent of all calls of a piece of work.
    public var retryPercent: Int?

    /// Creates limits.
    public init(
        maximumCost: Money? = nil,
        maximumTokens: Int? = nil,
        medianPercent: Int? = nil,
        retryPercent: Int? = nil
    ) {
        self.maximumCost = maximumCost
        self.maximumTokens = maximumTokens
        self.medianPercent = medianPercent
        self.retryPercent = retryPercent
    }

    /// Three times the median, and one call in ten a retry.
    public static let usual = EfficiencyLimits(medianPercent: 300, retryPercent: 10)

    /// Returns these limits, and those of `others` where these say nothing.
    public func over(_ others: EfficiencyLimits) -> EfficiencyLimits {
        EfficiencyLimits(
            maximumCost: self.maximumCost ?? others.maximumCost,
            maximumTokens: self.maximumTokens ?? others.maximumTokens,
            medianPercent: self.medianPercent ?? others.medianPercent,
            retryPercent: self.retryPercent ?? others.retryPercent
        )
    }
}
