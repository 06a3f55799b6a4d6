/// Where everything is that a pipeline was given, in records, tokens and money, at one moment.
///
/// For each exporter, what was recorded is what was delivered, what is queued and what was dropped; see
/// ``ExporterAccounts/isBalanced``. A record that has no price yet counts among the
/// ``RecordAmount/unpricedRecords``, on both sides, until it leaves the queue.
///
/// The drop records that the pipeline itself makes are not counted: they state what is.
public struct PipelineAccounts: Hashable, Sendable {
    /// What was given to ``UsagePipeline/record(_:)``.
    public var recorded: RecordAmount
    /// What has not gone to the exporters' backlogs yet.
    public var queued: RecordAmount
    /// One for each exporter, in their order.
    public var exporters: [ExporterAccounts]

    /// Whether nothing is missing anywhere.
    public var isBalanced: Bool {
        self.exporters.allSatisfy(\.isBalanced)
    }

    /// The accounts of the exporter with that name.
    public subscript(exporter: String) -> ExporterAccounts? {
        self.exporters.first { $0.name == exporter }
    }
}

/// Where everything is that an exporter gets.
public struct ExporterAccounts: Hashable, Sendable {
    /// The exporter's name.
    public var name: String
    /// What was given to the pipeline.
    public var recorded: RecordAmount
    /// What the exporter has taken.
    public var delivered: RecordAmount
    /// What waits or is on its way, in the common queue and in the exporter's backlog.
    public var queued: RecordAmount
    /// What will not come, in the common queue or for this exporter, by reason.
    public var dropped: [DropReason: RecordAmount]

    /// What was dropped for any reason.
    public var droppedTotal: RecordAmount {
        self.dropped.values.reduce(into: RecordAmount()) { $0.add($1) }
    }

    /// Whether nothing is missing.
    public var isBalanced: Bool {
        self.recorded == self.delivered.adding(self.queued).adding(self.droppedTotal)
    }
}
