internal import TallyMetering

/// Which signals have taken records whose batch failed elsewhere.
///
/// It goes by record, since a batch that failed may come back in parts.
struct SignalProgress: Sendable {
    /// How many records are remembered at least; of more than twice as many the earliest are forgotten, and would be sent
    /// again.
    private let capacity: Int
    private var taken: [RecordID: Set<OTLPSignal>] = [:]
    // In the order in which they came; may have some that have been forgotten.
    private var order: [RecordID] = []

    init(capacity: Int = 65_536) {
        self.capacity = capacity
    }

    /// The records of `batch` that `signal` has not taken.
    func due(_ batch: [MeteringRecord], _ signal: OTLPSignal) -> [MeteringRecord] {
        self.taken.isEmpty ? batch : batch.filter { !(self.taken[$0.id]?.contains(signal) ?? false) }
    }

    /// `signal` has taken `records`.
    ///
    /// - Complexity: O(*n*) for *n* records, on average over many calls.
    mutating func taken(_ records: [MeteringRecord], _ signal: OTLPSignal) {
        for record in records {
            if self.taken[record.id] == nil { self.order.append(record.id) }
            self.taken[record.id, default: []].insert(signal)
        }
        guard self.order.count > 2 * self.capacity else { return }
        self.order.removeAll { self.taken[$0] == nil }
        let excess = max(0, self.order.count - self.capacity)
        for id in self.order.prefix(excess) { self.taken[id] = nil }
        self.order.removeFirst(excess)
    }

    /// All of `batch` is done.
    mutating func forget(_ batch: [MeteringRecord]) {
        guard !self.taken.isEmpty else { return }
        for record in batch { self.taken[record.id] = nil }
        if self.taken.isEmpty { self.order = [] }
    }

    /// How many records are remembered.
    var count: Int { self.taken.count }
}
