/// A budget with what is counted in its current window.
struct BudgetState: Sendable {
    /// Which limit of a budget.
    enum Key: Hashable, Sendable {
        case whole
        case value(String)
        /// Calls that lack the tag.
        case missing
        /// Calls with values beyond the number that is kept.
        case others
    }

    /// Made once and never again, so that a reservation finds the budget it was made of, or none.
    let id: UInt64
    var budget: Budget { didSet { self.prepare() } }
    private(set) var span = WindowSpan(start: -.max / 2, end: -.max / 2)
    private(set) var accounts: [Key: BudgetAccount] = [:]
    /// The thresholds from the lowest to the highest, in the units of the budget.
    private(set) var thresholds: [(units: Int128, threshold: BudgetThreshold)] = []
    private(set) var slotMilliseconds: Int64?
    /// What a reservation remembers of the time it was made in: the number of the window, or the start of the slot.
    var mark: Int64 { self.slotMilliseconds == nil ? self.windows : self.span.start }
    private var windows: Int64 = 0
    private var lastSweep: Int64 = .min

    init(id: UInt64, budget: Budget) {
        self.id = id
        self.budget = budget
        self.prepare()
    }

    private mutating func prepare() {
        self.slotMilliseconds = self.budget.window.slotMilliseconds
        let limit = self.budget.limit.units
        // Rounded down: a whole number is more than the share exactly if it is more than the share rounded down.
        self.thresholds = self.budget.thresholds.map { threshold in
            let percent = Int128(threshold.percent)
            let units = (limit / 100).multipliedSaturated(by: percent)
                .addingSaturated(limit % 100 * percent / 100)
            return (units, threshold)
        }.sorted { $0.units < $1.units }
    }

    /// The units of the lowest limit at which the budget stops; nil if it never does.
    var stop: Int128? { self.thresholds.first { $0.threshold.action == .stop }?.units }

    /// Moves on to the window that holds `time`; time that goes back stays in the current one.
    ///
    /// A clock that was more than a day ahead and is set right would never come to the end of its window: then the window
    /// is the one of `time`, with all that is counted.
    mutating func advance(to time: Timestamp) {
        let moment = BudgetWindow.milliseconds(time)
        if moment >= self.span.end {
            self.span = self.budget.window.span(holding: time, in: self.budget.timeZone)
            guard self.slotMilliseconds == nil else { return }
            self.accounts.removeAll()
            self.windows += 1
        } else if moment < self.span.start, self.span.start - moment > 86_400_000 {
            self.span = self.budget.window.span(holding: time, in: self.budget.timeZone)
            guard let slot = self.slotMilliseconds else { return }
            for key in self.accounts.keys { self.accounts[key]?.rebase(to: self.span.start.floored(by: slot)) }
        }
    }

    /// The limit that a call counts for, in the current window.
    mutating func key(of tags: UsageTags) -> Key {
        guard let name = self.budget.perValueOf else { return .whole }
        guard let value = tags[name] else { return .missing }
        let key = Key.value(value)
        if self.accounts.count < self.budget.maximumValues || self.accounts[key] != nil { return key }
        // Of a rolling window values may be past; looked for once a slot, so that it costs nothing in the mean.
        if let slot = self.slotMilliseconds, self.lastSweep != self.span.start {
            self.lastSweep = self.span.start
            let newest = self.span.start.floored(by: slot)
            self.accounts = self.accounts.compactMapValues { account in
                var account = account
                account.advance(to: newest)
                return account.isIdle ? nil : account
            }
            if self.accounts.count < self.budget.maximumValues { return key }
        }
        return .others
    }

    /// What is counted for a limit, in the current window.
    func account(_ key: Key) -> BudgetAccount {
        var account = self.accounts[key] ?? BudgetAccount()
        if let slot = self.slotMilliseconds { account.advance(to: self.span.start.floored(by: slot)) }
        return account
    }

    mutating func reserve(_ units: Int128, _ key: Key) {
        self.accounts[key, default: BudgetAccount()].reserved += units
    }

    /// Gives back what a call reserved in the window of `mark`; in a later one nothing is left of it.
    mutating func release(_ units: Int128, _ key: Key, since mark: Int64) {
        guard self.slotMilliseconds != nil || mark == self.windows else { return }
        self.accounts[key]?.reserved -= units
    }

    /// Counts what a call used in the window, or the slot, of `mark`.
    mutating func spend(_ units: Int128, isUnpriced: Bool, _ key: Key, since mark: Int64) {
        if let slot = self.slotMilliseconds {
            self.accounts[key, default: BudgetAccount()].spend(units, slot: mark.floored(by: slot))
        } else {
            guard mark == self.windows else { return }
            self.accounts[key, default: BudgetAccount()].spend(units)
        }
        if isUnpriced { self.accounts[key]?.unpricedCalls += 1 }
    }

    /// Marks thresholds as announced.
    mutating func announce(_ count: Int, _ key: Key) {
        // A slot that is newer forgets what was announced; it must not do so again at the next call.
        if let slot = self.slotMilliseconds { self.accounts[key]?.advance(to: self.span.start.floored(by: slot)) }
        self.accounts[key]?.announced = count
    }
}
