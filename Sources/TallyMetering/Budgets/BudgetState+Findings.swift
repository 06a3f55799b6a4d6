extension BudgetState {
    /// The thresholds that are passed if `asked` is reserved as well, the lowest first; of several that stop, the lowest.
    func findings(asking asked: Int128, of key: Key) -> [BudgetFinding] {
        let account = self.account(key)
        let total = account.spent.addingSaturated(account.reserved).addingSaturated(asked)
        guard let lowest = self.thresholds.first, total > lowest.units else { return [] }
        var findings: [BudgetFinding] = []
        for (units, threshold) in self.thresholds where total > units {
            findings.append(self.finding(threshold, asked: asked, account, key))
            if threshold.action == .stop { break }
        }
        return findings
    }

    /// Tells of the thresholds that are passed for the first time in the window.
    mutating func announce(_ key: Key, events: inout [BudgetEvent]) {
        guard let lowest = self.thresholds.first else { return }
        let account = self.account(key)
        let total = account.spent.addingSaturated(account.reserved)
        guard total > lowest.units else { return }
        let passed = self.thresholds.prefix { total > $0.units }.count
        guard passed > account.announced else { return }
        for (_, threshold) in self.thresholds[account.announced..<passed] {
            events.append(.threshold(self.finding(threshold, asked: 0, account, key)))
        }
        self.announce(passed, key)
    }

    private func finding(
        _ threshold: BudgetThreshold,
        asked: Int128,
        _ account: BudgetAccount,
        _ key: Key
    ) -> BudgetFinding {
        BudgetFinding(
            budget: self.budget.name,
            value: key.value,
            limit: self.budget.limit,
            percent: threshold.percent,
            action: threshold.action,
            spent: self.budget.limit.with(units: account.spent),
            reserved: self.budget.limit.with(units: account.reserved),
            asked: self.budget.limit.with(units: asked),
            windowEnd: Timestamp(millisecondsSince1970: self.span.end)
        )
    }
}

extension BudgetState.Key {
    /// The value of the tag, if the limit is that of one value.
    var value: String? {
        if case .value(let value) = self { value } else { nil }
    }
}
