public import TallyMetering
public import TallyPricing

/// One call of a ledger, as far as reports need it.
///
/// Texts are in ``values``, as symbols and in the order of ``RowNeeds/dimensions``.
public struct UsageRow: Sendable {
    /// The id of the record.
    public var id: RecordID
    /// When the call began.
    public var time: Timestamp
    /// The call that this is an attempt of.
    public var callID: RecordID
    /// Which attempt of the call this is, from 1.
    public var attempt = 1
    /// The texts that were asked for, in the order they were asked for.
    public var values: [Symbol] = []
    /// The interaction, if the record has one.
    public var interaction: TextIdentity?
    /// The session, if the record has one.
    public var session: TextIdentity?

    /// The tokens that were used.
    public var tokens = RowTokens()
    /// What is known of the cost: all of it, or what of it has a price.
    public var cost = Money.zero
    /// Whether something of the call has no known price.
    public var isUnpriced = false
    /// Whether the cost is the provider's own figure.
    public var isProviderCost = false
    /// Where the usage comes from.
    public var source = UsageSource.provider
    /// Whether the provider's numbers do not add up.
    public var isAmbiguous = false
    /// What was expected before the call.
    public var estimate: CallEstimate?

    /// From the call to the end of the response.
    public var duration: Duration?
    /// From the call to the first piece of output.
    public var timeToFirstToken: Duration?
    /// The maximum of output tokens that was asked for.
    public var requestedMaxOutput: Int?
    /// Whether the call failed.
    public var isError = false
    /// Whether the response came as a stream of events.
    public var isStream = false
    /// Whether the response came to its end.
    public var isComplete = true
    /// Whether it was one of a batch.
    public var isBatch = false

    /// The blocks at the beginning of the prompt; empty unless ``RowFields/prefixBlocks`` is asked for.
    public var prefixBlocks: [PrefixBlock] = []
    /// The whole record; nil unless ``RowFields/record`` is asked for.
    public var record: UsageRecord?

    /// A row of nothing, to be filled.
    init() {
        self.id = RecordID(high: 0, low: 0)
        self.callID = self.id
        self.time = Timestamp(millisecondsSince1970: 0)
    }
}

/// Tokens of a call in classes; a class that the provider did not say is 0.
public struct RowTokens: Hashable, Sendable {
    /// All input tokens, cached ones and further samplings included.
    public var input = 0
    /// All output tokens, reasoning and further samplings included.
    public var output = 0
    /// Input tokens that no cache served or kept.
    public var uncached = 0
    /// Input tokens that a cache served.
    public var cacheRead = 0
    /// Input tokens that were written into a cache.
    public var cacheWrite = 0
    /// Output tokens of reasoning.
    public var reasoning = 0
    /// Whether the provider said how many tokens there were.
    public var isKnown = true

    /// Creates no tokens.
    public init() {}

    /// Input and output tokens.
    ///
    /// A sum stays at `Int.max` and never traps.
    public var total: Int { self.input.addingSaturated(self.output) }
}

/// A text of which only whether it is the same as another matters: a hash of 128 bits.
public struct TextIdentity: Hashable, Sendable {
    /// The first half.
    public let high: UInt64
    /// The second half.
    public let low: UInt64
}

/// An outcome of a ledger.
public struct OutcomeRow: Sendable {
    /// What an outcome is of.
    public enum Subject: Hashable, Sendable {
        /// A call, by its id.
        case call(RecordID)
        /// An interaction.
        case interaction(TextIdentity)
        /// A session.
        case session(TextIdentity)
    }

    /// The id of the record.
    public var id: RecordID
    /// When it became known.
    public var time: Timestamp
    /// What it is the outcome of.
    public var subject: Subject
    /// What became of it.
    public var outcome: Outcome
    /// The texts that were asked for, as far as an outcome has them: its tags.
    public var values: [Symbol] = []
}
