extension RecordAmount {
    /// What is in a record, which stays where it is: an initialiser would take a copy.
    static func measured(_ record: borrowing MeteringRecord) -> RecordAmount {
        switch record {
        case .usage(let usage): Self.measured(usage)
        case .outcome, .drop: RecordAmount(records: 1)
        }
    }

    private static func measured(_ usage: borrowing UsageRecord) -> RecordAmount {
        // Few calls have further samplings.
        let tokens = (usage.furtherSamplings.isEmpty ? usage.usage.total : usage.totalTokens) ?? 0
        var amount = RecordAmount(records: 1, tokens: tokens)
        amount.setCost(of: usage)
        return amount
    }

    /// States what is known of the cost of the only record, whose tokens have been counted.
    mutating func setCost(of usage: borrowing UsageRecord) {
        guard usage.cost != nil || usage.providerCost != nil else {
            self.unpricedRecords = 1
            return
        }
        self.cost = usage.knownCost
        self.unpricedRecords = usage.totalCost == nil ? 1 : 0
    }

    /// What is in all of `records`.
    package init(of records: some Sequence<MeteringRecord>) {
        self.init()
        for record in records { self.add(RecordAmount(of: record)) }
    }

    /// No records.
    package static let nothing = RecordAmount()

    /// Adds an amount; sums of tokens wrap, so that whatever was added can be taken away again.
    package mutating func add(_ other: RecordAmount) {
        self.records &+= other.records
        self.tokens &+= other.tokens
        self.cost = self.cost + other.cost
        self.unpricedRecords &+= other.unpricedRecords
    }

    /// Takes away an amount that was added.
    package mutating func remove(_ other: RecordAmount) {
        self.records &-= other.records
        self.tokens &-= other.tokens
        self.cost = self.cost - other.cost
        self.unpricedRecords &-= other.unpricedRecords
    }

    /// This amount and another.
    package func adding(_ other: RecordAmount) -> RecordAmount {
        var sum = self
        sum.add(other)
        return sum
    }

    /// This amount without another that is a part of it.
    package func removing(_ other: RecordAmount) -> RecordAmount {
        var rest = self
        rest.remove(other)
        return rest
    }
}
