internal import TallyMetering
internal import TallyPricing
internal import TallyProviders

extension UsageRecord {
    /// The text that the record has of a dimension.
    func text(of dimension: Dimension) -> String? {
        switch dimension {
        case .tag(let key): self.tags[key]
        case .model: self.model
        case .requestedModel: self.requestedModel
        case .provider: self.provider
        case .repository: self.origin.repository
        case .tool: self.origin.tool
        case .work: self.origin.work
        case .callSite: self.origin.callSite
        case .format: self.format?.rawValue
        case .serviceTier: self.serviceTier
        case .region: self.region
        case .finishReason: self.finishReason
        case .error: self.errorKind
        case .interaction: self.interactionID
        case .session: self.sessionID
        }
    }
}

extension UsageRow {
    /// The row of a whole record.
    init(_ record: UsageRecord, needs: RowNeeds, symbols: SymbolTable) {
        self.id = record.id
        self.time = record.time
        self.callID = record.callID
        self.attempt = record.attempt
        self.values = needs.dimensions.map { record.text(of: $0).map(symbols.symbol(of:)) ?? .absent }
        if needs.fields.contains(.identities) {
            self.interaction = record.interactionID.map(TextIdentity.init(of:))
            self.session = record.sessionID.map(TextIdentity.init(of:))
        }
        self.tokens = RowTokens(record)
        self.cost = record.knownCost
        self.isUnpriced = record.totalCost == nil
        self.isProviderCost = record.costSource == .provider
        self.source = record.source
        if case .ambiguous = record.check { self.isAmbiguous = true }
        self.estimate = record.estimate
        self.duration = record.duration
        self.timeToFirstToken = record.timeToFirstToken
        self.requestedMaxOutput = record.requestedMaxOutput
        self.isError = record.errorKind != nil
        self.isStream = record.isStream
        self.isComplete = record.isComplete
        self.isBatch = record.isBatch
        if needs.fields.contains(.prefixBlocks) { self.prefixBlocks = record.prefixBlocks }
        if needs.fields.contains(.record) { self.record = record }
    }
}

extension OutcomeRow {
    init(_ record: OutcomeRecord, needs: RowNeeds, symbols: SymbolTable) {
        self.id = record.id
        self.time = record.time
        self.subject =
            switch record.subject {
            case .call(let id): .call(id)
            case .interaction(let text): .interaction(TextIdentity(of: text))
            case .session(let text): .session(TextIdentity(of: text))
            }
        self.outcome = record.outcome
        self.values = needs.dimensions.map { dimension in
            guard case .tag(let key) = dimension else { return .absent }
            return record.tags[key].map(symbols.symbol(of:)) ?? .absent
        }
    }
}

extension RowTokens {
    init(_ record: UsageRecord) {
        self.input = record.inputTokens ?? 0
        self.output = record.outputTokens ?? 0
        self.isKnown = record.totalTokens != nil
        for usage in [record.usage] + record.furtherSamplings.map(\.usage) {
            self.uncached = self.uncached.addingSaturated(usage[.inputUncached] ?? 0)
            self.cacheRead = self.cacheRead.addingSaturated(usage[.cacheRead] ?? 0)
            for counter in [UsageCounter.cacheWrite5m, .cacheWrite1h, .cacheWriteOther] {
                self.cacheWrite = self.cacheWrite.addingSaturated(usage[counter] ?? 0)
            }
            self.reasoning = self.reasoning.addingSaturated(usage[.reasoning] ?? 0)
        }
    }
}

extension TextIdentity {
    // Any two keys: what is wanted is 128 bits, not a secret.
    private static let keys: ((UInt64, UInt64), (UInt64, UInt64)) = ((1, 2), (3, 4))

    /// The identity of a text.
    ///
    /// - Complexity: O(*n*).
    public init(of text: String) {
        self.init(of: text.utf8Span.span)
    }

    init(of bytes: Span<UInt8>) {
        self.high = SipHash.hash(bytes, key: Self.keys.0)
        self.low = SipHash.hash(bytes, key: Self.keys.1)
    }
}
