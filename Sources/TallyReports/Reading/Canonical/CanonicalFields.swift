internal import TallyMetering
internal import TallyPricing
internal import TallyProviders

/// The fields of a call in the order in which Tally writes them.
enum CallField: String, CaseIterable {
    case schema, kind, id, time
    case callID = "call_id"
    case attempt
    case interaction = "interaction_id"
    case session = "session_id"
    case team, feature
    case useCase = "use_case"
    case environment, customer, user, tags
    case tagsTruncated = "tags_truncated"
    case repository, tool, work
    case callSite = "call_site"
    case provider
    case requestedModel = "requested_model"
    case model, format
    case responseID = "response_id"
    case serviceTier = "service_tier"
    case speed, region, route, batch
    case usage
    case inputTokens = "input_tokens"
    case outputTokens = "output_tokens"
    case totalTokens = "total_tokens"
    case source = "usage_source"
    case check = "usage_check"
    case estimate
    case cost = "cost_usd"
    case costSource = "cost_source"
    case priced = "priced_usd"
    case providerCost = "provider_cost_usd"
    case catalogueCost = "catalogue_cost_usd"
    case drift = "cost_drift_usd"
    case unpriced, lines
    case pricedModel = "priced_model"
    case pricedProvider = "priced_provider"
    case disregarded, book
    case duration = "duration_ms"
    case timeToFirstToken = "time_to_first_token_ms"
    case requestedMaxOutput = "requested_max_output"
    case finishReason = "finish_reason"
    case error, stream, complete
    case prefixBlocks = "prefix_blocks"

    /// The place in the order.
    var number: Int { Self.numbers[self] ?? 0 }

    private static let numbers = Dictionary(uniqueKeysWithValues: zip(Self.allCases, 0...))
}

/// What the fields are looked for by.
struct CanonicalNames: Sendable {
    static let all = CanonicalNames()

    let fields = CallField.allCases.map { BytePattern("\"\($0.rawValue)\":") }
    let all = CallField.allCases
    let estimate = Self.patterns([
        "input_tokens", "output_tokens", "max_output_tokens", "cost_usd", "max_cost_usd", "input_difference",
        "output_difference", "cost_difference_usd",
    ])
    let line = Self.patterns([
        "counter", "quantity", "charged", "rate", "per", "amount_usd", "list", "priced_as", "free_because", "from",
        "selectors", "tier", "factors",
    ])
    let unpriced = Self.patterns(["counter", "quantity", "reason"])
    let tier = Self.patterns(["metric", "comparison", "value"])
    let factor = Self.patterns(["name", "factor"])
    let block = Self.patterns(["hash", "tokens"])

    let counters = NameSet(UsageCounter.allCases.map(\.rawValue))
    let formats = NameSet(WireFormat.allCases.map(\.rawValue))
    let sources = NameSet(Self.sourceValues.map(\.rawValue))
    let checks = NameSet(["agrees", "not_stated"])
    let costSources = NameSet(CostSource.allCases.map(\.rawValue))
    let metrics = NameSet(["input_total", "output_total", "quantity"])
    let comparisons = NameSet([">", ">="])
    let reasons = NameSet([
        "unknown_model", "unknown_provider", "no_rate", "not_in_force", "ambiguous_rate", "inconsistent_usage",
        "unknown_usage", "amount_too_large",
    ])
    let usageKind = BytePattern("\"usage\"")

    /// The values of ``UsageSource`` by their numbers in ``sources``.
    static let sourceValues: [UsageSource] = [.provider, .counted, .unknown]
    /// By the number of a counter, whether it is a class of input tokens.
    let isInput = UsageCounter.allCases.map { TokenUsage([$0: 1]).inputTotal != nil }
    /// By the number of a counter, whether it is a class of output tokens.
    let isOutput = UsageCounter.allCases.map { TokenUsage([$0: 1]).outputTotal != nil }
    /// By the number of a counter, what of a row it is added to.
    let parts = UsageCounter.allCases.map(TokenPart.init)

    private static func patterns(_ names: [String]) -> [BytePattern] {
        names.map { BytePattern("\"\($0)\":") }
    }
}

/// What of ``RowTokens`` a counter is in.
enum TokenPart: Sendable {
    case none, uncached, cacheRead, cacheWrite, reasoning

    init(_ counter: UsageCounter) {
        self =
            switch counter {
            case .inputUncached: .uncached
            case .cacheRead: .cacheRead
            case .cacheWrite5m, .cacheWrite1h, .cacheWriteOther: .cacheWrite
            case .reasoning: .reasoning
            default: .none
            }
    }
}
