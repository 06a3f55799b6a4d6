/// One rule of a ``PriceLayer``: for which models, when, and what it does to the price.
///
/// ```swift
/// PriceRule(.any, provider: "anthropic", .multiply(PriceModifier("committed use", ratio)))
/// PriceRule(.exact("gpt-4o"), .prices([.inputUncached: Price(.dollars(2), per: 1_000_000)]))
/// PriceRule(.prefix("gpt-"), when: PriceCondition(selectors: ["route": "ptu"]), .free(name: "PTU"))
/// ```
public struct PriceRule: Hashable, Sendable {
    /// What a rule does.
    public enum Effect: Hashable, Sendable {
        /// Sets prices. They hold for batch and every tier too, unless the rule's condition or a later rule says
        /// otherwise.
        case prices([UsageCounter: Price])
        /// Says that everything is known to cost nothing: capacity that is paid for otherwise.
        case free(name: String)
        /// Multiplies prices.
        case multiply(PriceModifier)
    }

    /// The models it is for.
    public var models: ModelPattern
    /// The provider it is for; nil for any.
    public var provider: String?
    /// When it holds.
    public var condition: PriceCondition
    /// What it does.
    public var effect: Effect

    /// Creates a rule.
    public init(
        _ models: ModelPattern,
        provider: String? = nil,
        when condition: PriceCondition = .always,
        _ effect: Effect
    ) {
        self.models = models
        self.provider = provider
        self.condition = condition
        self.effect = effect
    }
}

/// A factor on prices: a discount, a surcharge for a region.
public struct PriceModifier: Hashable, Sendable {
    /// Which prices a modifier changes.
    public enum Scope: String, Hashable, Codable, Sendable {
        /// Those of the layers below its own: a discount off list prices that leaves agreed fixed prices alone.
        case below
        /// Those of its own layer too.
        case ownAndBelow = "own_and_below"
    }

    /// What it is called in a cost's reasons.
    public var name: String
    /// The factor.
    public var factor: PriceFactor
    /// The counters whose prices it changes; nil for all.
    public var counters: Set<UsageCounter>?
    /// Which layers' prices it changes.
    public var scope: Scope
    /// Modifiers of the same group do not stack: the first that holds applies.
    ///
    /// Nil stacks with everything.
    public var exclusiveGroup: String?

    /// Creates a modifier.
    public init(
        _ name: String,
        _ factor: PriceFactor,
        counters: Set<UsageCounter>? = nil,
        scope: Scope = .below,
        exclusiveGroup: String? = nil
    ) {
        self.name = name
        self.factor = factor
        self.counters = counters
        self.scope = scope
        self.exclusiveGroup = exclusiveGroup
    }
}

/// The models that a rule is for.
///
/// Names are compared in lower case, with the name asked for and with the model's id.
public enum ModelPattern: Hashable, Sendable {
    /// Every model.
    case any
    /// The model of this name.
    case exact(String)
    /// The models whose names start so.
    case prefix(String)

    /// Returns whether one of `names`, all in lower case, is meant.
    func matches(_ names: [String]) -> Bool {
        switch self {
        case .any: true
        case .exact(let name): names.contains(name.lowercased())
        case .prefix(let prefix): names.contains { $0.hasPrefix(prefix.lowercased()) }
        }
    }
}
