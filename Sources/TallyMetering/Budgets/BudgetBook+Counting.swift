internal import TallyTokenizer

extension BudgetBook {
    /// Counts what a call used that reserved nothing: one whose usage is told afterwards.
    ///
    /// It counts in the windows of the record's own time, as long as these are the current ones. The same record counts
    /// again each time: hand it over once.
    ///
    /// - Complexity: O(*n*) in the number of budgets.
    public func count(_ record: UsageRecord, at now: Timestamp) {
        let charge = BudgetCharge(record)
        var events: [BudgetEvent] = []
        self.contents.withLock { contents in
            contents.expire(at: now, events: &events)
            for (place, key) in contents.count(record, charge, at: now) {
                contents.budgets[place].announce(key, events: &events)
            }
        }
        for event in events { self.onEvent(event) }
    }
}
