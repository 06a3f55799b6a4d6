public import TallyMetering

/// Where everything is that a spool was given, in records, tokens and money, at one moment of its process.
public struct SpoolAccounts: Hashable, Sendable {
    /// One for each exporter, in their order.
    public var exporters: [SpoolExporterAccounts]
    /// How many bytes the segments have that this process writes.
    public var bytes: Int

    /// Whether nothing is missing anywhere.
    public var isBalanced: Bool { self.exporters.allSatisfy(\.isBalanced) }

    /// The accounts of the exporter with that name.
    public subscript(exporter: String) -> SpoolExporterAccounts? {
        self.exporters.first { $0.name == exporter }
    }
}

/// Where everything is that an exporter gets from a spool.
///
/// The drop records that the spool itself makes are not counted: they state what is.
public struct SpoolExporterAccounts: Hashable, Sendable {
    /// The exporter's name.
    public var name: String
    /// What was waiting when this process took it over: from before its start, or from a process that has ended.
    public var takenOver: RecordAmount
    /// What this process was given.
    public var added: RecordAmount
    /// What the exporter has taken.
    public var delivered: RecordAmount
    /// What waits or is on its way.
    public var waiting: RecordAmount
    /// What will not come, by reason.
    public var dropped: [DropReason: RecordAmount]
    /// What the exporter refused, or nobody can read, and is in the quarantine file.
    public var quarantined: RecordAmount

    /// What was dropped for any reason.
    public var droppedTotal: RecordAmount {
        self.dropped.values.reduce(into: RecordAmount.nothing) { $0.add($1) }
    }

    /// Whether nothing is missing.
    public var isBalanced: Bool {
        self.takenOver.adding(self.added)
            == self.delivered.adding(self.waiting).adding(self.droppedTotal).adding(self.quarantined)
    }
}
