internal import TallyTokenizer

/// What a call was allowed to use, and what its attempts have used of it.
final class CallPermit: Sendable {
    private let admission: Admission
    private let rules: CallAdmission
    // Nil until an attempt has used something.
    private let charge = Locked<BudgetCharge?>(nil)

    init(_ admission: Admission, _ rules: CallAdmission) {
        self.admission = admission
        self.rules = rules
    }

    /// Adds what an attempt used, and returns its record with the price that it was added at.
    func charge(_ record: UsageRecord) -> UsageRecord {
        let record = self.rules.pricer.pricedOnce(record)
        // Of an attempt that failed before anything came nothing is known to have been used.
        guard record.errorKind == nil || !record.usage.isEmpty else { return record }
        let used = BudgetCharge(record)
        self.charge.withLock { $0 = ($0 ?? .none) + used }
        return record
    }

    /// Counts what all attempts used, or gives back what was reserved if none used anything.
    func close(at now: Timestamp) {
        if let charge = self.charge.withLock(\.self) {
            self.rules.gate.settle(self.admission, charge, at: now)
        } else {
            self.admission.reservation?.release()
        }
    }
}
