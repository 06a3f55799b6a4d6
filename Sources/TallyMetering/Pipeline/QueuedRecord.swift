/// A record on its way through the queue.
struct QueuedRecord: Sendable {
    let record: MeteringRecord
    /// What is in it, priced as it was when it came.
    let amount: RecordAmount

    init(_ record: consuming MeteringRecord) {
        self.amount = RecordAmount.measured(record)
        self.record = record
    }

    /// Returns the record, with a price if it had none, and what is in it then.
    consuming func priced(by pricing: PricingInForce) -> (record: MeteringRecord, amount: RecordAmount) {
        guard case .usage(var usage) = self.record, usage.cost == nil else { return (self.record, self.amount) }
        pricing.price(&usage)
        var amount = self.amount
        amount.cost = .zero
        amount.setCost(of: usage)
        return (.usage(usage), amount)
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
