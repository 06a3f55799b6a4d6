public import TallyMetering
internal import TallyTokenizer

/// Keeps what a meter records, at once and without a pipeline: for tests of what is recorded.
public final class InMemoryRecorder: UsageRecorder {
    private let kept = Locked<[MeteringRecord]>([])

    /// Creates a recorder that has nothing.
    public init() {}

    /// Keeps the record.
    public func record(_ record: consuming MeteringRecord) {
        let record = consume record
        self.kept.withLock { $0.append(record) }
    }

    /// All that was recorded, in its order.
    public var records: [MeteringRecord] { self.kept.withLock(\.self) }

    /// The calls that were recorded, in their order.
    public var usageRecords: [UsageRecord] {
        self.records.compactMap { if case .usage(let record) = $0 { record } else { nil } }
    }
}
