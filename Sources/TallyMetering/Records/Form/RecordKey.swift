/// The names of all fields of records, in their order within an object.
///
/// They are part of the schema: a name never changes its meaning, and none is used again.
enum RecordKey: String, CaseIterable, Sendable {
    // What every record begins with.
    case schema
    case kind
    case id
    case time

    // A call.
    case callID = "call_id"
    case attempt
    case interactionID = "interaction_id"
    case sessionID = "session_id"
    case team
    case feature
    case useCase = "use_case"
    case environment
    case customer
    case user
    case tags
    case tagsTruncated = "tags_truncated"
    case repository
    case tool
    case work
    case callSite = "call_site"
    case provider
    case requestedModel = "requested_model"
    case model
    case format
    case responseID = "response_id"
    case serviceTier = "service_tier"
    case speed
    case region
    case route
    case batch
    case usage
    case inputTokens = "input_tokens"
    case outputTokens = "output_tokens"
    case totalTokens = "total_tokens"
    case usageSource = "usage_source"
    case usageCheck = "usage_check"
    case ambiguity
    case raw
    case samplings
    case estimate
    case costUSD = "cost_usd"
    case costSource = "cost_source"
    case pricedUSD = "priced_usd"
    case providerCostUSD = "provider_cost_usd"
    case catalogueCostUSD = "catalogue_cost_usd"
    case costDriftUSD = "cost_drift_usd"
    case unpriced
    case lines
    case pricedModel = "priced_model"
    case pricedProvider = "priced_provider"
    case disregarded
    case book
    case durationMilliseconds = "duration_ms"
    case timeToFirstTokenMilliseconds = "time_to_first_token_ms"
    case requestedMaxOutput = "requested_max_output"
    case finishReason = "finish_reason"
    case error
    case stream
    case complete
    case prefixBlocks = "prefix_blocks"

    // A raw quantity, an estimate.
    case path
    case number
    case maximumOutputTokens = "max_output_tokens"
    case maximumCostUSD = "max_cost_usd"
    case inputDifference = "input_difference"
    case outputDifference = "output_difference"
    case costDifferenceUSD = "cost_difference_usd"

    // A line of a cost.
    case counter
    case quantity
    case charged
    case rate
    case per
    case amountUSD = "amount_usd"
    case list
    case pricedAs = "priced_as"
    case freeBecause = "free_because"
    case from
    case hours
    case selectors
    case tier
    case factors
    case reason
    case start
    case end
    case metric
    case comparison
    case value
    case name
    case factor

    // A block of a prompt.
    case hash
    case tokens

    // An outcome, a drop.
    case outcome
    case exporter
    case droppedRecords = "dropped_records"
    case droppedTokens = "dropped_tokens"
    case droppedCostUSD = "dropped_cost_usd"
    case droppedUnpricedRecords = "dropped_unpriced_records"
}
