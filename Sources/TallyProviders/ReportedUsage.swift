/// What one response says of what it used, in one form whoever the provider is.
///
/// It has numbers, names and ids, and never text of a prompt or an answer.
public struct ReportedUsage: Hashable, Sendable {
    /// What was used, in disjoint classes; empty if nobody said.
    public var usage: TokenUsage
    /// Where ``usage`` comes from.
    public var source: UsageSource
    /// Whether the provider's numbers add up.
    public var check: UsageCheck
    /// The provider's numbers as they were said, if ``check`` is ambiguous.
    public var raw: [RawQuantity]
    /// The samplings that are charged apart, each as a request of its own: compactions, answers of other models.
    ///
    /// They are not in ``usage``.
    public var furtherSamplings: [Sampling]

    /// The form of the response; nil if it was none that is known.
    public var format: WireFormat?
    /// The provider's id as in the price book, where the response or its address tells it.
    public var provider: String?
    /// The model that answered, in the response's words.
    public var model: String?
    /// The provider's id of the response.
    public var responseID: String?
    /// The tier that served the request, in the provider's word.
    public var serviceTier: String?
    /// The speed that served the request, in the provider's word.
    public var speed: String?
    /// The region that served the request, where the response says so.
    public var region: String?
    /// Whether it was one of a batch.
    public var isBatch: Bool
    /// Why the output ended, in the provider's word; of several choices the first.
    public var finishReason: String?
    /// The kind of error that the response reports instead of an answer, in the provider's word.
    public var errorKind: String?
    /// What the provider itself says that the request costs.
    public var providerCost: Money?

    /// Whether the response came as a stream of events.
    public var isStream: Bool
    /// Whether the response came to its end.
    public var isComplete: Bool

    /// Creates a report; without further ones, of a whole response that is no stream.
    public init(
        _ usage: TokenUsage = TokenUsage(),
        source: UsageSource = .provider,
        check: UsageCheck = .notStated,
        format: WireFormat? = nil,
        provider: String? = nil,
        model: String? = nil
    ) {
        self.usage = usage
        self.source = source
        self.check = check
        self.raw = []
        self.furtherSamplings = []
        self.format = format
        self.provider = provider
        self.model = model
        self.isBatch = false
        self.isStream = false
        self.isComplete = true
    }
}

/// A sampling inside a request that is charged apart from it.
public struct Sampling: Hashable, Codable, Sendable {
    /// What kind it is, in the provider's word: `compaction`, `advisor_message`.
    public var kind: String
    /// The model that was sampled; nil for that of the request.
    public var model: String?
    /// What it used.
    public var usage: TokenUsage

    /// Creates a sampling.
    public init(kind: String, model: String? = nil, usage: TokenUsage) {
        self.kind = kind
        self.model = model
        self.usage = usage
    }
}
