/// What became of the work that calls were made for, known later than the calls.
public struct OutcomeRecord: Hashable, Sendable {
    /// The id of the record, made once.
    public let id: RecordID
    /// When the outcome was stated.
    public var time: Timestamp
    /// What it is the outcome of.
    public var subject: OutcomeSubject
    /// What became of it.
    public var outcome: Outcome
    /// Who stated it, what for.
    public var tags: UsageTags

    /// Creates a record.
    public init(
        id: RecordID,
        time: Timestamp,
        subject: OutcomeSubject,
        outcome: Outcome,
        tags: UsageTags = UsageTags()
    ) {
        self.id = id
        self.time = time
        self.subject = subject
        self.outcome = outcome
        self.tags = tags
    }
}

/// What became of work.
///
/// The raw values are stable and a bounded set, safe as metric labels.
public enum Outcome: String, Hashable, Codable, Sendable, CaseIterable {
    /// It was taken as it was.
    case accepted
    /// It was taken after more work on it.
    case reworked
    /// Nobody took it.
    case abandoned
    /// It was taken and undone later.
    case reverted
    /// It could not be used.
    case failed
}

/// What an outcome is of.
public enum OutcomeSubject: Hashable, Sendable {
    /// One call, by ``UsageRecord/callID``.
    case call(RecordID)
    /// An interaction, by ``UsageRecord/interactionID``.
    case interaction(String)
    /// A session, by ``UsageRecord/sessionID``.
    case session(String)
}
