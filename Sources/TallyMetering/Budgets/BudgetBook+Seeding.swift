internal import TallyTokenizer

/// What became of the records that a book was seeded with.
public struct SeedReport: Hashable, Sendable {
    /// Records of calls that at least one budget counts in its current window.
    public var counted = 0
    /// Records that came again.
    public var repeated = 0
    /// Records of calls that no budget counts, or not in its current window.
    public var outside = 0
    /// Counted records without a complete price.
    public var unpriced = 0
}

extension BudgetBook {
    /// How many ids of records are remembered, to know one that comes again.
    static let rememberedIDs = 1 << 20

    /// Counts what records of the current windows spent, so that a restart forgets nothing.
    ///
    /// A record that comes again is counted once if no more than a million others are between the two; after more it would
    /// be counted again, so that budgets are rather too strict than too generous, and the memory is bounded. Another run
    /// counts again: seed once, before the first call.
    ///
    /// - Complexity: O(*n* · *m*) for *n* records and *m* budgets.
    public func seed(with records: some Sequence<MeteringRecord>, at now: Timestamp) -> SeedReport {
        var seeding = Seeding(capacity: Self.rememberedIDs)
        for record in records { self.seed(with: record, at: now, &seeding) }
        return seeding.report
    }

    /// Counts what records of the current windows spent, as they come.
    ///
    /// - Throws: What `records` throws; what came before is counted.
    public func seed<Records: AsyncSequence>(
        with records: Records,
        at now: Timestamp
    ) async throws -> SeedReport where Records.Element == MeteringRecord {
        var seeding = Seeding(capacity: Self.rememberedIDs)
        for try await record in records { self.seed(with: record, at: now, &seeding) }
        return seeding.report
    }

    func seed(with record: MeteringRecord, at now: Timestamp, _ seeding: inout Seeding) {
        guard case .usage(let usage) = record else { return }
        guard seeding.isNew(usage.id) else {
            seeding.report.repeated += 1
            return
        }
        let charge = BudgetCharge(usage)
        let isCounted = self.contents.withLock { $0.seed(usage, charge, at: now) }
        seeding.report.outside += isCounted ? 0 : 1
        seeding.report.counted += isCounted ? 1 : 0
        seeding.report.unpriced += isCounted && charge.cost == nil ? 1 : 0
    }
}

extension BudgetBook.Contents {
    /// Counts a record in each budget in whose current window it is; false if there is none.
    fileprivate mutating func seed(_ record: UsageRecord, _ charge: BudgetCharge, at now: Timestamp) -> Bool {
        !self.count(record, charge, at: now).isEmpty
    }

    /// Counts a record in each budget in whose current window it is, and returns which limits these are.
    mutating func count(
        _ record: UsageRecord,
        _ charge: BudgetCharge,
        at now: Timestamp
    ) -> [(place: Int, key: BudgetState.Key)] {
        var counted: [(place: Int, key: BudgetState.Key)] = []
        for place in self.budgets.indices {
            let budget = self.budgets[place].budget
            // A budget selects by what was asked for, as before the call; of a record without it, by what answered.
            let model = record.requestedModel ?? record.model
            guard budget.selector.matches(tags: record.tags, model: model, provider: record.provider) else { continue }
            self.budgets[place].advance(to: now)
            let assumed = CallDemand.assumedCost(ofTokens: charge.tokens, self.unpriced)
            let units: Int128
            var isUnpriced = false
            switch budget.limit {
            case .tokens: units = Int128(charge.tokens)
            case .money:
                isUnpriced = charge.cost == nil
                let cost = charge.cost ?? max(assumed ?? .zero, charge.knownCost)
                units = min(max(cost.picodollars, 0), BudgetAmount.largest)
            }
            let key = self.budgets[place].key(of: record.tags)
            if self.budgets[place].seed(units, isUnpriced: isUnpriced, key, of: record.time) {
                counted.append((place, key))
            }
        }
        return counted
    }
}

extension BudgetState {
    /// Counts what a call of an earlier time used; false if that is not in the current window.
    mutating func seed(_ units: Int128, isUnpriced: Bool, _ key: Key, of time: Timestamp) -> Bool {
        let moment = BudgetWindow.milliseconds(time)
        guard moment < self.span.end else { return false }
        guard let slot = self.slotMilliseconds else {
            guard moment >= self.span.start else { return false }
            self.spend(units, isUnpriced: isUnpriced, key, since: self.mark)
            return true
        }
        let start = moment.floored(by: slot)
        guard self.span.start.floored(by: slot) - start <= Int64(BudgetWindow.slots) else { return false }
        // The newest slot first, so that the ring reaches back from now.
        self.spend(0, isUnpriced: false, key, since: self.span.start)
        self.spend(units, isUnpriced: isUnpriced, key, since: start * slot)
        return true
    }
}

/// The state of one run of seeding.
struct Seeding {
    var report = SeedReport()
    private var known: Set<RecordID> = []
    private var order: [RecordID] = []
    private var oldest = 0
    private let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// Whether an id has not come before, as far as is remembered.
    mutating func isNew(_ id: RecordID) -> Bool {
        guard self.known.insert(id).inserted else { return false }
        if self.order.count < self.capacity {
            self.order.append(id)
        } else {
            self.known.remove(self.order[self.oldest])
            self.order[self.oldest] = id
            self.oldest = (self.oldest + 1) % self.capacity
        }
        return true
    }
}
