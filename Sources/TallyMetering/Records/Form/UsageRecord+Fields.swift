internal import TallyPricing
internal import TallyProviders

// The fields of a call's record, once for writing and once for reading.

extension UsageRecord {
    /// Writes all fields behind those that every record begins with.
    func write<Writer: RecordWriter & ~Copyable>(to writer: inout Writer) {
        writer.write(.callID, self.callID)
        writer.write(.attempt, self.attempt)
        writer.write(.interactionID, self.interactionID)
        writer.write(.sessionID, self.sessionID)
        self.tags.write(to: &writer)
        writer.write(.repository, self.origin.repository)
        writer.write(.tool, self.origin.tool)
        writer.write(.work, self.origin.work)
        writer.write(.callSite, self.origin.callSite)

        writer.write(.provider, self.provider)
        writer.write(.requestedModel, self.requestedModel)
        writer.write(.model, self.model)
        writer.write(.format, self.format?.rawValue)
        writer.write(.responseID, self.responseID)
        writer.write(.serviceTier, self.serviceTier)
        writer.write(.speed, self.speed)
        writer.write(.region, self.region)
        writer.write(.route, self.route)
        writer.write(.batch, self.isBatch)

        writer.write(.usage, counts: self.usage)
        writer.write(.inputTokens, self.inputTokens)
        writer.write(.outputTokens, self.outputTokens)
        writer.write(.totalTokens, self.totalTokens)
        writer.write(.usageSource, self.source.rawValue)
        writer.write(.usageCheck, self.check.name)
        writer.write(.ambiguity, self.check.ambiguity?.rawValue)
        writer.writeObjects(.raw, self.raw) { raw, writer in
            writer.write(.path, raw.path)
            writer.write(.number, raw.number)
        }
        writer.writeObjects(.samplings, Array(self.furtherSamplings.indices)) {
            index,
            writer in
            let cost = index < self.samplingCosts.count ? self.samplingCosts[index] : nil
            self.furtherSamplings[index].write(cost: cost, to: &writer)
        }
        self.writeEstimate(to: &writer)
        self.writeCost(to: &writer)

        writer.write(.durationMilliseconds, self.duration)
        writer.write(.timeToFirstTokenMilliseconds, self.timeToFirstToken)
        writer.write(.requestedMaxOutput, self.requestedMaxOutput)
        writer.write(.finishReason, self.finishReason)
        writer.write(.error, self.errorKind)
        writer.write(.stream, self.isStream)
        writer.write(.complete, self.isComplete)
        writer.writeObjects(.prefixBlocks, self.prefixBlocks) { block, writer in
            writer.write(.hash, block.hexadecimalHash)
            writer.write(.tokens, block.tokens)
        }
    }

    /// Reads what ``write(to:)`` writes.
    init(id: RecordID, time: Timestamp, from source: some RecordSource) throws {
        self.init(
            id: id,
            time: time,
            model: try source.required(.model),
            usage: try source.required(.usage),
            provider: try source.value(.provider),
            tags: try UsageTags(from: source)
        )
        self.callID = try source.required(.callID)
        self.attempt = try source.count(.attempt, from: 1) ?? 1
        self.interactionID = try source.value(.interactionID)
        self.sessionID = try source.value(.sessionID)
        self.origin.repository = try source.value(.repository)
        self.origin.tool = try source.value(.tool)
        self.origin.work = try source.value(.work)
        self.origin.callSite = try source.value(.callSite)

        self.requestedModel = try source.value(.requestedModel)
        self.format = try source.value(.format)
        self.responseID = try source.value(.responseID)
        self.serviceTier = try source.value(.serviceTier)
        self.speed = try source.value(.speed)
        self.region = try source.value(.region)
        self.route = try source.value(.route)
        self.isBatch = try source.value(.batch) ?? false

        self.source = try source.required(.usageSource)
        self.check = try UsageCheck(from: source)
        self.raw = try source.objects(.raw) { source in
            RawQuantity(path: try source.required(.path), number: try source.required(.number))
        }
        let samplings = try source.objects(.samplings) { (try Sampling(from: $0), try Cost(from: $0)) }
        self.furtherSamplings = samplings.map(\.0)
        self.samplingCosts = samplings.prefix { $0.1 != nil }.compactMap(\.1)
        self.estimate = try source.object(.estimate).map(CallEstimate.init(from:))
        self.cost = try Cost(from: source)
        self.providerCost = try source.money(.providerCostUSD)

        self.duration = try source.duration(.durationMilliseconds)
        self.timeToFirstToken = try source.duration(.timeToFirstTokenMilliseconds)
        self.requestedMaxOutput = try source.value(.requestedMaxOutput)
        self.finishReason = try source.value(.finishReason)
        self.errorKind = try source.value(.error)
        self.isStream = try source.value(.stream) ?? false
        self.isComplete = try source.value(.complete) ?? true
        self.prefixBlocks = try source.objects(.prefixBlocks, PrefixBlock.init(from:))

        try source.check(.inputTokens, source.value(.inputTokens), is: self.inputTokens)
        try source.check(.outputTokens, source.value(.outputTokens), is: self.outputTokens)
        try source.check(.totalTokens, source.value(.totalTokens), is: self.totalTokens)
        try source.check(.costUSD, source.money(.costUSD), is: self.totalCost)
    }
}

extension UsageCheck {
    /// What the check is called in a record.
    fileprivate var name: String {
        switch self {
        case .agrees: "agrees"
        case .notStated: "not_stated"
        case .ambiguous: "ambiguous"
        }
    }

    fileprivate init(from source: some RecordSource) throws {
        switch try source.required(.usageCheck, as: String.self) {
        case "agrees": self = .agrees
        case "not_stated": self = .notStated
        case "ambiguous": self = .ambiguous(try source.required(.ambiguity))
        default: throw source.invalid(.usageCheck, "must be agrees, not_stated or ambiguous")
        }
    }
}

extension Sampling {
    fileprivate func write<Writer: RecordWriter & ~Copyable>(cost: Cost?, to writer: inout Writer) {
        writer.write(.kind, self.kind)
        writer.write(.model, self.model)
        writer.write(.usage, counts: self.usage)
        writer.write(.costUSD, cost?.total)
        cost?.write(to: &writer)
    }

    fileprivate init(from source: some RecordSource) throws {
        self.init(
            kind: try source.required(.kind),
            model: try source.value(.model),
            usage: try source.required(.usage)
        )
    }
}

extension PrefixBlock {
    /// The hash as sixteen hexadecimal digits: as a number it would not fit what engines count in.
    fileprivate var hexadecimalHash: String {
        let digits = String(self.hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    fileprivate init(from source: some RecordSource) throws {
        let text = try source.required(.hash, as: String.self)
        guard text.utf8.count == 16, let hash = UInt64(text, radix: 16) else {
            throw source.invalid(.hash, "must be sixteen hexadecimal digits")
        }
        self.init(hash: hash, tokens: try source.required(.tokens))
    }
}
