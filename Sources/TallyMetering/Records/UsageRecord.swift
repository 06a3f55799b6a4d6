/// What one call of a provider used and costs, and who made it what for.
///
/// One HTTP attempt is one record; several attempts of one call share ``callID``, all calls of one turn of an agent or one
/// request of a user ``interactionID``. A record never changes: what becomes known later is an ``OutcomeRecord``.
///
/// It has names, counts and keyed hashes, and never text of a prompt or an answer.
public struct UsageRecord: Hashable, Sendable {
    /// The id of the record, made once.
    public let id: RecordID
    /// When the call began.
    public var time: Timestamp

    /// The call that this is an attempt of.
    public var callID: RecordID
    /// Which attempt of the call this is, from 1.
    public var attempt: Int
    /// What the caller was doing: an agent's turn, a user's request.
    public var interactionID: String?
    /// The conversation or run that the interaction belongs to.
    public var sessionID: String?
    /// Who made the call, what for.
    public var tags: UsageTags
    /// Where in the caller's work the call was made.
    public var origin: CallOrigin

    /// The provider's id as in the price book, if known.
    public var provider: String?
    /// The model that was asked for.
    public var requestedModel: String?
    /// The model that answered, in the response's words; where it did not say, the one that was asked for.
    public var model: String
    /// The form of the response.
    public var format: WireFormat?
    /// The provider's id of the response.
    public var responseID: String?
    /// The tier that served the request, in the provider's word.
    public var serviceTier: String?
    /// The speed that served the request, in the provider's word.
    public var speed: String?
    /// The region that served the request.
    public var region: String?
    /// The route: a Bedrock inference profile, an endpoint.
    public var route: String?
    /// Whether it was one of a batch.
    public var isBatch: Bool

    /// What was used, in disjoint classes.
    public var usage: TokenUsage
    /// Where ``usage`` comes from.
    public var source: UsageSource
    /// Whether the provider's numbers add up.
    public var check: UsageCheck
    /// The provider's numbers as they were said, if ``check`` is ambiguous.
    public var raw: [RawQuantity]
    /// The samplings that are charged apart; they are not in ``usage``.
    public var furtherSamplings: [Sampling]

    /// What was expected before the call.
    public var estimate: CallEstimate?
    /// What the usage costs by the price book at the time; nil until it has been priced.
    public var cost: Cost?
    /// What the further samplings cost, in their order; empty until they have been priced.
    public var samplingCosts: [Cost]
    /// What the provider itself says that the request costs.
    public var providerCost: Money?

    /// From the call to the end of the response.
    public var duration: Duration?
    /// From the call to the first piece of output.
    public var timeToFirstToken: Duration?
    /// The maximum of output tokens that was asked for.
    public var requestedMaxOutput: Int?
    /// Why the output ended, in the provider's word.
    public var finishReason: String?
    /// The kind of error, if the call failed: a status, a provider's word, the name of an error's type.
    public var errorKind: String?
    /// Whether the response came as a stream of events.
    public var isStream: Bool
    /// Whether the response came to its end.
    public var isComplete: Bool
    /// Keyed hashes and lengths of the blocks at the beginning of the prompt, from which repetition can be told.
    public var prefixBlocks: [PrefixBlock]

    /// Creates the record of a call's first attempt.
    public init(
        id: RecordID,
        time: Timestamp,
        model: String,
        usage: TokenUsage,
        provider: String? = nil,
        tags: UsageTags = UsageTags()
    ) {
        self.id = id
        self.time = time
        self.callID = id
        self.attempt = 1
        self.tags = tags
        self.origin = CallOrigin()
        self.provider = provider
        self.model = model
        self.isBatch = false
        self.usage = usage
        self.source = .provider
        self.check = .notStated
        self.raw = []
        self.furtherSamplings = []
        self.samplingCosts = []
        self.isStream = false
        self.isComplete = true
        self.prefixBlocks = []
    }
}

/// Where in the caller's work a call was made.
public struct CallOrigin: Hashable, Codable, Sendable {
    /// The repository that was worked on.
    public var repository: String?
    /// The tool or agent that made the call.
    public var tool: String?
    /// The type of work: `review`, `refactoring`, `support answer`.
    public var work: String?
    /// The place in the source, as the caller names it.
    public var callSite: String?

    /// Creates an origin.
    public init(repository: String? = nil, tool: String? = nil, work: String? = nil, callSite: String? = nil) {
        self.repository = repository
        self.tool = tool
        self.work = work
        self.callSite = callSite
    }
}

/// A block at the beginning of a prompt, of which only a hash and a length are known.
public struct PrefixBlock: Hashable, Codable, Sendable {
    /// A keyed hash of the block: equal for equal blocks, and of no use to whoever lacks the key.
    public var hash: UInt64
    /// How many tokens the block has.
    public var tokens: Int

    /// Creates a block.
    public init(hash: UInt64, tokens: Int) {
        self.hash = hash
        self.tokens = tokens
    }
}
