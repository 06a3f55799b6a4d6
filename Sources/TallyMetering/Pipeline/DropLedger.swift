/// What was dropped, and what of it an exporter has been told.
///
/// Each exporter is told in drop records what it did not get. They go to it alone, and one that it does not get gives its
/// amount back, to be stated by a later one: a ledger that is read to its end names each missing record once.
struct DropLedger: Sendable {
    private struct Key: Hashable {
        var exporter: String?
        var reason: DropReason
    }

    private var stated: [Key: RecordAmount] = [:]
    /// How many drop records are on their way.
    private(set) var outstanding = 0

    /// The drop records for what has not been stated yet, which count as stated then.
    ///
    /// - Parameters:
    ///   - own: What the exporter's own part of the pipeline dropped.
    ///   - common: What the queue before all exporters dropped.
    mutating func reports(
        of exporter: String,
        own: [DropReason: RecordAmount],
        common: RecordAmount,
        at time: Timestamp,
        makeID: (Timestamp) -> RecordID
    ) -> [DropRecord] {
        var totals = own.map { (Key(exporter: exporter, reason: $0.key), $0.value) }
        totals.append((Key(exporter: nil, reason: .queueFull), common))
        var reports: [DropRecord] = []
        for (key, total) in totals.sorted(by: { $0.0.reason.rawValue < $1.0.reason.rawValue }) {
            let amount = total.removing(self.stated[key] ?? .nothing)
            guard amount.records > 0 else { continue }
            self.stated[key] = total
            let id = makeID(time)
            reports.append(DropRecord(id: id, time: time, exporter: key.exporter, reason: key.reason, amount: amount))
        }
        self.outstanding += reports.count
        return reports
    }

    /// Whether something has not been stated.
    func isBehind(exporter: String, own: [DropReason: RecordAmount], common: RecordAmount) -> Bool {
        common.records > (self.stated[Key(exporter: nil, reason: .queueFull)]?.records ?? 0)
            || own.contains { $0.value.records > (self.stated[Key(exporter: exporter, reason: $0.key)]?.records ?? 0) }
    }

    /// The reports in `records` have been delivered.
    mutating func delivered(_ records: some Collection<MeteringRecord>) {
        self.outstanding -= records.count
    }

    /// The reports in `records` will not be delivered.
    mutating func giveBack(_ records: some Collection<MeteringRecord>) {
        self.outstanding -= records.count
        for case .drop(let report) in records {
            let key = Key(exporter: report.exporter, reason: report.reason)
            self.stated[key]?.remove(report.amount)
        }
    }
}
