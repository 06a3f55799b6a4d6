internal import TallyPricing

extension RecordAmount {
    /// Returns what `record` is in the accounts: one record, its tokens, and what is known of its cost.
    ///
    /// An outcome or a drop is one record without tokens: what was dropped was accounted for when it was.
    public init(of record: MeteringRecord) {
        self = .measured(record)
    }
}

extension RecordAmount: AdditiveArithmetic {
    /// Nothing.
    public static let zero = RecordAmount()

    /// Returns both together; sums stay at the ends of their range and never trap.
    public static func + (left: RecordAmount, right: RecordAmount) -> RecordAmount {
        RecordAmount(
            records: left.records.addingSaturated(right.records),
            tokens: left.tokens.addingSaturated(right.tokens),
            cost: left.cost + right.cost,
            unpricedRecords: left.unpricedRecords.addingSaturated(right.unpricedRecords)
        )
    }

    /// Returns what is left of the first without the second; differences stay at the ends of their range and never trap.
    public static func - (left: RecordAmount, right: RecordAmount) -> RecordAmount {
        RecordAmount(
            records: left.records.subtractingSaturated(right.records),
            tokens: left.tokens.subtractingSaturated(right.tokens),
            cost: left.cost - right.cost,
            unpricedRecords: left.unpricedRecords.subtractingSaturated(right.unpricedRecords)
        )
    }
}
