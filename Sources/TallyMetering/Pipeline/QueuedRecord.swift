/// A record on its way through the queue, in a place of its own, so that the queue moves a reference.
// Safe: one task has it at a time. The one that records makes it and hands it to a shard under the shard's lock; the one that
// takes it out of there under the same lock is the only one to have it then.
final class QueuedRecord: @unchecked Sendable {
    /// The record; nil once it has been taken.
    private var record: MeteringRecord?
    /// What is in it, priced as it was when it came.
    let amount: RecordAmount

    init(_ record: consuming MeteringRecord) {
        self.amount = RecordAmount.measured(record)
        self.record = record
    }

    /// Takes the record out, which can be done once, with a price if it had none, and says what is in it then.
    func take(pricedBy pricing: PricingInForce) -> (record: MeteringRecord, amount: RecordAmount)? {
        guard let record = self.record.take() else { return nil }
        // Moved out and in again, not copied: a record has two dozen references to count.
        switch consume record {
        case .usage(var usage):
            guard usage.cost == nil else { return (.usage(usage), self.amount) }
            pricing.price(&usage)
            var amount = self.amount
            amount.cost = .zero
            amount.setCost(of: usage)
            return (.usage(usage), amount)
        case let other: return (other, self.amount)
        }
    }
}

/// The pricing that was in force when records came.
///
/// It is an object since a function that goes into an array and out again is wrapped each time, without end.
final class PricingInForce: Sendable {
    let price: UsagePipeline.Pricing

    init(_ price: @escaping UsagePipeline.Pricing) {
        self.price = price
    }
}
