/// Records that will not reach an exporter, in number, tokens and money: what is missing is known.
public struct DropRecord: Hashable, Sendable {
    /// The id of the record, made once.
    public let id: RecordID
    /// When the drop was stated.
    public var time: Timestamp
    /// Who dropped them: the name of an exporter, or nil for the queue before all of them.
    public var exporter: String?
    /// Why.
    public var reason: DropReason
    /// How many, and of what.
    public var amount: RecordAmount

    /// Creates a record.
    public init(id: RecordID, time: Timestamp, exporter: String? = nil, reason: DropReason, amount: RecordAmount) {
        self.id = id
        self.time = time
        self.exporter = exporter
        self.reason = reason
        self.amount = amount
    }
}

/// Why records were dropped.
///
/// The raw values are stable and a bounded set, safe as metric labels.
public enum DropReason: String, Hashable, Codable, Sendable, CaseIterable {
    /// The queue was full.
    case queueFull = "queue_full"
    /// The exporter refused them for good.
    case rejected
    /// The exporter failed more often than it is asked to try.
    case retriesExhausted = "retries_exhausted"
    /// They were still there when the time for shutting down was over.
    case shutdown
    /// They came after shutting down.
    case afterShutdown = "after_shutdown"
    /// The place where they were kept was full.
    case spoolFull = "spool_full"
    /// They were kept longer than they may be.
    case expired
    /// The place where they were kept was damaged, and they can not be read any more.
    case damaged
}

/// A number of records and what is in them: the unit in which nothing may be missing.
public struct RecordAmount: Hashable, Codable, Sendable {
    /// Records of all kinds.
    public var records: Int
    /// Tokens of all classes in them.
    public var tokens: Int
    /// What is known of what they cost.
    public var cost: Money
    /// How many of them have no complete price, so that ``cost`` is less than what they cost.
    public var unpricedRecords: Int

    /// Creates an amount.
    public init(records: Int = 0, tokens: Int = 0, cost: Money = .zero, unpricedRecords: Int = 0) {
        self.records = records
        self.tokens = tokens
        self.cost = cost
        self.unpricedRecords = unpricedRecords
    }
}
