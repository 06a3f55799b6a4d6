internal import Synchronization
internal import TallyPricing
internal import TallyTokenizer

/// Where records wait until somebody has time for them: bounded, and in parts, so that tasks on several cores seldom meet.
///
/// A record goes to the part that its id tells, or to the next one that has room: nothing is dropped before all parts are
/// full.
final class RecordQueue: Sendable {
    let shards: [QueueShard]
    private let overflow: OverflowPolicy
    private let threshold: Int
    /// Raised when the first record comes, and when a part has enough records for a batch.
    private let signal: Signal
    // Whether somebody has been told about the first record.
    private let isAnnounced = Atomic<Bool>(false)

    init(
        capacity: Int,
        overflow: OverflowPolicy,
        threshold: Int,
        signal: Signal,
        pricing: PricingInForce
    ) {
        let count = min(8, capacity)
        self.shards = (0..<count).map { index in
            QueueShard(capacity: capacity / count + (index < capacity % count ? 1 : 0), pricing: pricing)
        }
        self.overflow = overflow
        self.threshold = max(1, min(threshold, capacity / count))
        self.signal = signal
    }

    /// Keeps `record`, or drops one and accounts for it.
    ///
    /// - Returns: The reason, if one was dropped.
    func add(_ record: consuming MeteringRecord) -> DropReason? {
        let home = Int(truncatingIfNeeded: record.id.low % UInt64(self.shards.count))
        let queued = QueuedRecord(record)
        for step in 0..<self.shards.count {
            let index = home + step < self.shards.count ? home + step : home + step - self.shards.count
            switch self.shards[index].add(queued, replacing: false) {
            case .kept(let count):
                self.announce(count)
                return nil
            case .closed: return self.drop(queued, in: self.shards[home], as: .afterShutdown)
            case .full, .replaced: break
            }
        }
        let shard = self.shards[home]
        guard self.overflow == .oldest else { return self.drop(queued, in: shard, as: .queueFull) }
        switch shard.add(queued, replacing: true) {
        case .kept(let count):
            self.announce(count)
            return nil
        case .replaced(let oldest, let pricing):
            shard.settleDrop(from: oldest.amount, to: oldest.priced(by: pricing).amount, isLate: false)
            return .queueFull
        case .closed, .full: return self.drop(queued, in: shard, as: .afterShutdown)
        }
    }

    private func drop(_ record: QueuedRecord, in shard: QueueShard, as reason: DropReason) -> DropReason {
        let isLate = reason == .afterShutdown
        if let pricing = shard.drop(record.amount, isLate: isLate) {
            shard.settleDrop(from: record.amount, to: record.priced(by: pricing).amount, isLate: isLate)
        }
        return reason
    }

    private func announce(_ count: Int) {
        if count == self.threshold {
            self.signal.raise()
        } else if count == 1, !self.isAnnounced.exchange(true, ordering: .relaxed) {
            self.signal.raise()
        }
    }

    /// From now on the first record is announced again; call it before the records are taken.
    func rearm() {
        self.isAnnounced.store(false, ordering: .relaxed)
    }

    /// Takes no more records.
    func close() {
        for shard in self.shards { shard.close() }
    }

    /// What comes from now on is priced by `pricing`.
    func update(pricing: PricingInForce) {
        for shard in self.shards { shard.update(pricing: pricing) }
    }

    /// Whether there is enough for a batch.
    var isDue: Bool {
        self.shards.contains { $0.count >= self.threshold }
    }

    var count: Int {
        self.shards.reduce(0) { $0 + $1.count }
    }

    /// The accounts of all parts; each is consistent in itself, and so is the sum.
    var accounts: QueueShard.Accounts {
        self.shards.reduce(into: QueueShard.Accounts()) { sum, shard in
            let accounts = shard.accounts
            sum.recorded.add(accounts.recorded)
            sum.queued.add(accounts.queued)
            sum.droppedFull.add(accounts.droppedFull)
            sum.droppedLate.add(accounts.droppedLate)
            sum.settledFull.add(accounts.settledFull)
        }
    }
}
