internal import Instrumentation

extension UsageMeter {
    /// Records the usage of a call that has ended.
    ///
    /// It takes constant time, does no I/O, does not wait and can not fail; the price comes later, by the prices in force
    /// now.
    ///
    /// - Parameters:
    ///   - usage: What the provider says was used.
    ///   - model: The model's name, best the one in the response.
    ///   - provider: The provider's id or name, where the model's name does not tell it.
    ///   - tags: Who made the call, what for, beyond what the meter and the task say.
    public func record(
        _ usage: TokenUsage,
        model: String,
        provider: String? = nil,
        tags: UsageTags = UsageTags()
    ) {
        self.record(self.makeRecord(usage, model: model, provider: provider, tags: tags))
    }

    /// Records what a response reports.
    ///
    /// - Parameters:
    ///   - report: What a `ResponseReader` made of the response.
    ///   - requestedModel: The model that was asked for.
    ///   - tags: Who made the call, what for, beyond what the meter and the task say.
    public func record(_ report: ReportedUsage, requestedModel: String? = nil, tags: UsageTags = UsageTags()) {
        let model = report.model ?? requestedModel ?? ""
        var record = self.makeRecord(report.usage, model: model, provider: report.provider, tags: tags)
        record.requestedModel = requestedModel
        record.take(report)
        self.record(record)
    }

    /// Records a call that somebody else has put together, as it is.
    ///
    /// Where the meter has an ``admission``, what the call used counts in its budgets.
    public func record(_ record: consuming UsageRecord) {
        var record = record
        if let admission { record = admission.count(record, at: self.clock.now()) }
        self.deliver(record, in: self.spans == nil ? nil : .current)
    }

    /// Tells the trace and passes the record on.
    func deliver(_ record: consuming UsageRecord, in context: InstrumentationContext?) {
        var record = record
        if let spans { record = spans.tell(record, in: context) }
        self.recorder.record(.usage(record))
    }

    /// Records what became of the work that a call, an interaction or a session was for.
    public func outcome(_ outcome: Outcome, for subject: OutcomeSubject, tags: UsageTags = UsageTags()) {
        let now = self.clock.now()
        let record = OutcomeRecord(
            id: self.ids.makeID(at: now),
            time: now,
            subject: subject,
            outcome: outcome,
            tags: self.tags.merging(UsageScope.current.tags).merging(tags)
        )
        self.recorder.record(.outcome(record))
    }

    /// A record of now, with the tags and ids of the meter and the task.
    func makeRecord(_ usage: TokenUsage, model: String, provider: String?, tags: UsageTags) -> UsageRecord {
        let now = self.clock.now()
        let scope = UsageScope.current
        var record = UsageRecord(
            id: self.ids.makeID(at: now),
            time: now,
            model: model,
            usage: usage,
            provider: provider,
            tags: self.tags.merging(scope.tags).merging(tags)
        )
        record.interactionID = scope.interactionID
        record.sessionID = scope.sessionID
        return record
    }
}

extension UsageRecord {
    /// Takes over what a response reports.
    mutating func take(_ report: ReportedUsage) {
        self.usage = report.usage
        self.source = report.source
        self.check = report.check
        self.raw = report.raw
        self.furtherSamplings = report.furtherSamplings
        self.format = report.format
        self.provider = report.provider ?? self.provider
        self.model = report.model ?? self.model
        self.responseID = report.responseID
        self.serviceTier = report.serviceTier ?? self.serviceTier
        self.speed = report.speed ?? self.speed
        self.region = report.region ?? self.region
        self.isBatch = report.isBatch || self.isBatch
        self.finishReason = report.finishReason
        self.errorKind = report.errorKind ?? self.errorKind
        self.providerCost = report.providerCost
        self.isStream = report.isStream
        self.isComplete = report.isComplete
    }
}
