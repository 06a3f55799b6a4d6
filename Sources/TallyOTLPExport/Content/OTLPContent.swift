public import TallyMetering

/// What is said of records in the three signals.
public struct OTLPContent: Hashable, Sendable {
    /// Which edition of the conventions is spoken; 1.41 by default.
    public var conventions: SemanticConventions
    /// The tags that become attributes of metrics, none by default: each multiplies the number of time series.
    public var metricTags: Set<String>
    /// The tags that become attributes of spans and events; all but `user` by default.
    ///
    /// An event carries the whole record besides, see ``includesRecords``.
    public var tags: TagSelection
    /// Whether cost is reported, by the names of an open proposal (semantic-conventions-genai, 443); off by default.
    public var includesCost: Bool
    /// Whether tokens that were counted here, where the provider did not say, are reported as usage; off by default.
    ///
    /// The conventions want it off. Such tokens are marked by `tally.usage.source`.
    public var includesCountedUsage: Bool
    /// Whether an event has the record as a line of the ledger for its body; on by default.
    ///
    /// The line has every field, all tags and `user` among them. Without it an event has attributes only.
    public var includesRecords: Bool
    /// How many sets of attributes an instrument may have, the one for all others included; 2,000 by default.
    ///
    /// What is measured beyond is in a point with the attribute `otel.metric.overflow`, so that sums stay complete.
    public var cardinalityLimit: Int
    /// Whether the counts of metrics are JSON numbers instead of decimal text; off by default.
    ///
    /// The specification writes text and reads both. Receivers on the Rust crate opentelemetry-proto 0.29, as rotel 0.0.1a15
    /// is, read numbers only: they answer 200 to a point with text, and keep nothing of it.
    public var writesCountsAsNumbers: Bool

    /// Creates a content.
    public init(
        conventions: SemanticConventions = .version141,
        metricTags: Set<String> = [],
        tags: TagSelection = .standard,
        includesCost: Bool = false,
        includesCountedUsage: Bool = false,
        includesRecords: Bool = true,
        cardinalityLimit: Int = 2_000,
        writesCountsAsNumbers: Bool = false
    ) {
        self.conventions = conventions
        self.metricTags = metricTags
        self.tags = tags
        self.includesCost = includesCost
        self.includesCountedUsage = includesCountedUsage
        self.includesRecords = includesRecords
        self.cardinalityLimit = cardinalityLimit
        self.writesCountsAsNumbers = writesCountsAsNumbers
    }
}
