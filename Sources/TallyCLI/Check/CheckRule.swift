/// What a prompt can break, by the name that reports, `tally.yml` and exceptions have for it.
enum CheckRule: String, CaseIterable {
    case maximumTokens = "max_tokens"
    case maximumCostPerCall = "max_cost_per_call"
    case maximumCostPerMonth = "max_cost_per_month"
    case maximumGrowthTokens = "max_growth_tokens"
    case maximumGrowthPercent = "max_growth_percent"
    case cachePrefix = "cache_prefix"
    case approvedModels = "approved_models"
    /// Held against every prompt: more tokens than the model takes.
    case contextWindow = "context_window"
    /// Held where a rule limits a cost: a price that is not known can not be said to be low enough.
    case priced = "priced"
    /// Held against every prompt: one that can not be counted, because it is too large or still has conflicts.
    case countable = "countable"

    /// The rule in one sentence, for people who meet it for the first time.
    var explanation: String {
        switch self {
        case .maximumTokens: "A prompt has at most so many tokens."
        case .maximumCostPerCall: "A call with the prompt costs at most so much."
        case .maximumCostPerMonth: "The calls of a month with the prompt cost at most so much."
        case .maximumGrowthTokens: "A change adds at most so many tokens to a prompt."
        case .maximumGrowthPercent: "A change adds at most so many per cent to a prompt's tokens."
        case .cachePrefix: "A change leaves the start of a prompt as it is, so that providers' caches still serve it."
        case .approvedModels: "A prompt is sent to models that are approved."
        case .contextWindow: "A prompt fits into its model's context window."
        case .priced: "A prompt whose cost is limited has a model whose price is known."
        case .countable: "A prompt can be counted."
        }
    }
}
