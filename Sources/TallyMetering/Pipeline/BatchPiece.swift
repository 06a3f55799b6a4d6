/// Records that travel together: a part of a batch, a batch, or a half of one that was refused.
///
/// All exporters share the storage of the records.
struct BatchPiece: Sendable {
    var records: ArraySlice<MeteringRecord>
    /// What is in the records; nothing for a report, which is not counted itself.
    var amount: RecordAmount
    /// When the first of them was recorded.
    var arrival: Duration
    /// Counts the pieces of an exporter, so that it is known when all before a flush are gone.
    var sequence = 0
    /// Whether these are the pipeline's own words about what was dropped.
    var isReport = false

    /// How often the piece was tried.
    var attempts = 0
    /// When it was tried first.
    var firstTried: Duration?
    /// When it may be tried next.
    var notBefore: Duration?

    init(records: ArraySlice<MeteringRecord>, amount: RecordAmount, arrival: Duration) {
        self.records = records
        self.amount = amount
        self.arrival = arrival
    }

    /// The drop records that `records` is, which are not counted.
    init(reports records: [DropRecord], at arrival: Duration) {
        self.init(records: records.map { .drop($0) }[...], amount: .nothing, arrival: arrival)
        self.isReport = true
    }

    /// Cuts off the records from the one at `count` on, with their amount; both parts are new to the exporter.
    ///
    /// - Complexity: O(*n*) for *n* records, which are measured.
    mutating func cut(after count: Int) -> BatchPiece {
        var rest = self
        rest.records = self.records.dropFirst(count)
        self.records = self.records.prefix(count)
        if !self.isReport {
            self.amount = RecordAmount(of: self.records)
            rest.amount.remove(self.amount)
        }
        self.forgetTries()
        rest.forgetTries()
        return rest
    }

    private mutating func forgetTries() {
        self.attempts = 0
        self.firstTried = nil
        self.notBefore = nil
    }

    /// Puts `other` behind; both must be of the same kind.
    mutating func append(_ other: BatchPiece) {
        self.records += other.records
        self.amount.add(other.amount)
        self.sequence = other.sequence
    }
}
