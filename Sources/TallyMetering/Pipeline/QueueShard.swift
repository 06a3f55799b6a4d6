internal import TallyTokenizer

/// One of the parts of a ``RecordQueue``, behind a lock of its own.
///
/// Its storage is as large as its capacity from the beginning and is used again; the system gives memory to what was ever
/// used of it.
final class QueueShard: Sendable {
    /// A record, and which of the shard's pricings was in force when it came.
    struct Entry: Sendable {
        var record: QueuedRecord
        var pricing: Int
    }

    /// What was taken out: in order from `head` around.
    struct Taken: Sendable {
        var entries: [Entry]
        var head: Int
        var pricings: [PricingInForce]
        /// What is in the entries, as they came.
        var amount: RecordAmount
    }

    /// What came of a record.
    enum Answer {
        /// It is here, one of so many; the shard was empty before if it is the first.
        case kept(count: Int)
        /// There is no room for it.
        case full
        /// It is here instead of this one.
        case replaced(QueuedRecord, PricingInForce)
        /// It came after the end.
        case closed
    }

    /// What came to the shard, and what left it other than by being taken.
    struct Accounts: Sendable {
        /// What came, priced so far as it was when it came or was dropped.
        var recorded = RecordAmount()
        /// What is here.
        var queued = RecordAmount()
        /// What was dropped because there was no room.
        var droppedFull = RecordAmount()
        /// What was dropped because it came after the end.
        var droppedLate = RecordAmount()
        /// The part of ``droppedFull`` whose price has been looked up.
        var settledFull = RecordAmount()
    }

    private struct State: Sendable {
        var entries: [Entry]
        var head = 0
        var pricings: [PricingInForce]
        var accounts = Accounts()
        var isClosed = false
    }

    private let capacity: Int
    private let state: Locked<State>

    init(capacity: Int, pricing: PricingInForce) {
        self.capacity = capacity
        var entries: [Entry] = []
        entries.reserveCapacity(capacity)
        self.state = Locked(State(entries: entries, pricings: [pricing]))
    }

    /// Takes `record` if there is room, or with `replacing` in any case, at the expense of the oldest one.
    ///
    /// A record that is not kept is accounted for by ``drop(_:isLate:)``.
    func add(_ record: QueuedRecord, replacing: Bool) -> Answer {
        self.state.withLock { state in
            if state.isClosed { return .closed }
            let isFull = state.entries.count == self.capacity
            if isFull, !replacing { return .full }
            let entry = Entry(record: record, pricing: state.pricings.count - 1)
            state.accounts.recorded.add(record.amount)
            state.accounts.queued.add(record.amount)
            guard isFull else {
                state.entries.append(entry)
                return .kept(count: state.entries.count)
            }
            let oldest = state.entries[state.head]
            state.entries[state.head] = entry
            state.head = state.head + 1 == self.capacity ? 0 : state.head + 1
            state.accounts.queued.remove(oldest.record.amount)
            state.accounts.droppedFull.add(oldest.record.amount)
            return .replaced(oldest.record, state.pricings[oldest.pricing])
        }
    }

    /// Accounts for a record that came and was not kept, as far as its price is known.
    ///
    /// - Returns: The pricing in force.
    func drop(_ amount: RecordAmount, isLate: Bool) -> PricingInForce? {
        self.state.withLock { state in
            state.accounts.recorded.add(amount)
            if isLate { state.accounts.droppedLate.add(amount) } else { state.accounts.droppedFull.add(amount) }
            return state.pricings.last
        }
    }

    /// Accounts for the price of a dropped record, which was looked up without the lock.
    func settleDrop(from amount: RecordAmount, to priced: RecordAmount, isLate: Bool) {
        let change = priced.removing(amount)
        self.state.withLock { state in
            state.accounts.recorded.add(change)
            if isLate {
                state.accounts.droppedLate.add(change)
            } else {
                state.accounts.droppedFull.add(change)
                state.accounts.settledFull.add(priced)
            }
        }
    }

    /// Takes all entries out, and gives empty storage for them, which `spare` no longer has then.
    func take(_ spare: inout [Entry]) -> Taken? {
        self.state.withLock { state in
            guard !state.entries.isEmpty, let last = state.pricings.last else { return nil }
            let taken = Taken(
                entries: state.entries,
                head: state.head,
                pricings: state.pricings,
                amount: state.accounts.queued
            )
            state.entries = []
            swap(&state.entries, &spare)
            state.entries.reserveCapacity(self.capacity)
            state.head = 0
            state.pricings = [last]
            state.accounts.queued = .nothing
            return taken
        }
    }

    /// What comes from now on is priced by `pricing`.
    func update(pricing: PricingInForce) {
        self.state.withLock { state in
            if state.entries.isEmpty { state.pricings = [] }
            state.pricings.append(pricing)
        }
    }

    /// Takes no more records.
    func close() {
        self.state.withLock { $0.isClosed = true }
    }

    var accounts: Accounts { self.state.withLock { $0.accounts } }
    var count: Int { self.state.withLock { $0.entries.count } }
}
