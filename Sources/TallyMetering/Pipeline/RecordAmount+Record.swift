internal import TallyPricing

extension RecordAmount {
    /// What is in a record: the tokens of a call and of its further samplings, and what is known of their cost.
    ///
    /// Outcomes, and drops that another pipeline stated, are records without tokens.
    init(of record: MeteringRecord) {
        self.init(records: 1)
        if case .usage(let usage) = record {
            self.tokens = usage.usage.tokens
            for sampling in usage.furtherSamplings { self.tokens &+= sampling.usage.tokens }
            guard let cost = usage.cost else {
                self.unpricedRecords = 1
                return
            }
            self.cost = usage.samplingCosts.reduce(cost.pricedTotal) { $0 + $1.pricedTotal }
            let isPriced = cost.isComplete && usage.samplingCosts.allSatisfy(\.isComplete)
            self.unpricedRecords = isPriced && usage.samplingCosts.count == usage.furtherSamplings.count ? 0 : 1
        }
    }

    /// What is in all of `records`.
    init(of records: some Sequence<MeteringRecord>) {
        self.init()
        for record in records { self.add(RecordAmount(of: record)) }
    }

    /// No records.
    static let nothing = RecordAmount()

    /// Adds an amount; sums of tokens wrap, so that whatever was added can be taken away again.
    mutating func add(_ other: RecordAmount) {
        self.records &+= other.records
        self.tokens &+= other.tokens
        self.cost = self.cost + other.cost
        self.unpricedRecords &+= other.unpricedRecords
    }

    /// Takes away an amount that was added.
    mutating func remove(_ other: RecordAmount) {
        self.records &-= other.records
        self.tokens &-= other.tokens
        self.cost = self.cost - other.cost
        self.unpricedRecords &-= other.unpricedRecords
    }

    /// This amount and another.
    func adding(_ other: RecordAmount) -> RecordAmount {
        var sum = self
        sum.add(other)
        return sum
    }

    /// This amount without another that is a part of it.
    func removing(_ other: RecordAmount) -> RecordAmount {
        var rest = self
        rest.remove(other)
        return rest
    }
}

extension TokenUsage {
    /// All tokens that were said, 0 for none; it allocates nothing, since every record asks.
    fileprivate var tokens: Int {
        (self.inputTotal ?? 0) &+ (self.outputTotal ?? 0)
    }
}
