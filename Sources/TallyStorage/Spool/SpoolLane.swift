internal import TallyMetering

/// The way from a spool to one exporter: when it gets what, and its accounts.
struct SpoolLane: Sendable {
    let name: String
    var delivery: DeliveryState
    /// The number of the slot from which it gets records.
    var slot: Int?
    /// When drop records may be made next.
    var nextReport = Duration.zero
    /// When it is looked next whether something has expired.
    var nextExpiry = Duration.zero
    /// The kind of the last failure, so that a change is seen.
    var lastFailure: ExportError.Code?

    var takenOver = RecordAmount.nothing
    var added = RecordAmount.nothing
    var delivered = RecordAmount.nothing
    var dropped: [DropReason: RecordAmount] = [:]
    var quarantined = RecordAmount.nothing

    init(name: String, batching: SpoolBatching) {
        self.name = name
        self.delivery = DeliveryState(batching: batching)
    }

    func accounts(waiting: RecordAmount) -> SpoolExporterAccounts {
        SpoolExporterAccounts(
            name: self.name,
            takenOver: self.takenOver,
            added: self.added,
            delivered: self.delivered,
            waiting: waiting,
            dropped: self.dropped.filter { $0.value.records != 0 },
            quarantined: self.quarantined
        )
    }
}
