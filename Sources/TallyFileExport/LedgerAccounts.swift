public import TallyMetering

/// What an exporter has done with its ledger since it was created.
public struct LedgerAccounts: Hashable, Sendable {
    /// Records that were taken: batches whose `export` returned.
    public internal(set) var taken = RecordAmount.zero
    /// Of those, records that the medium did not keep: it failed when they were to be synced, and they could not be read
    /// back to be written again.
    public internal(set) var lost = RecordAmount.zero
    /// Of those taken, records that are not known to be on the medium; with ``SyncPolicy/never`` only those of open files.
    public internal(set) var unsynced = RecordAmount.zero
    /// Files that were begun.
    public internal(set) var filesBegun = 0
    /// Files that were closed with records in them.
    public internal(set) var filesClosed = 0
    /// Files of stopped processes whose torn end was cut off or completed.
    public internal(set) var filesRepaired = 0
    /// How many bytes of torn ends are kept in files beside them.
    public internal(set) var quarantinedBytes = 0
    /// Files that were compressed.
    public internal(set) var filesCompressed = 0
    /// Closed files that were removed since the ledger was too old or too large.
    public internal(set) var filesRemoved = 0
    /// How many bytes those had.
    public internal(set) var removedBytes = 0
    /// What was in those as far as this exporter wrote them itself.
    public internal(set) var removed = RecordAmount.zero
    /// Failures of the system that were met: each made a batch be tried again, or is tried again later.
    public internal(set) var failures = 0
}
