/// What a meter records and exporters deliver.
///
/// It is in a place of its own in memory: to hand it on moves a reference, however much is in it.
public indirect enum MeteringRecord: Hashable, Sendable {
    /// A call.
    case usage(UsageRecord)
    /// What became of calls.
    case outcome(OutcomeRecord)
    /// What was dropped.
    case drop(DropRecord)

    /// The id of the record.
    public var id: RecordID {
        switch self {
        case .usage(let record): record.id
        case .outcome(let record): record.id
        case .drop(let record): record.id
        }
    }

    /// When it happened.
    public var time: Timestamp {
        switch self {
        case .usage(let record): record.time
        case .outcome(let record): record.time
        case .drop(let record): record.time
        }
    }
}
