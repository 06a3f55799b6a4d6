internal import TallyFileExport
public import TallyMetering
internal import TallyPricing
internal import TallyTokenizer

/// Reads a ledger once and sums it up.
///
/// ```swift
/// let scan = LedgerScan(.folder("ledger"))
/// let (sums, findings) = try scan.fold(RowNeeds([.team, .model]), into: MySums())
/// ```
///
/// Lines that are no records are passed over, counted and named in ``ScanFindings``; a record that is there twice counts
/// once.
///
/// Days are read at the same time on all cores. A line that is written as Tally writes lines is read without making a
/// record of it; any other is read by `RecordJSON`. Both make the same checks, so that a line whose tokens or costs do not
/// add up is no record in either way.
///
/// What is held in memory are the ids of the days that are being read, 16 to 43 bytes each, a piece of 256 KiB a thread,
/// and what the folds hold.
public struct LedgerScan: Sendable {
    /// Where records are read from.
    public var source: LedgerSource
    /// Calls are left out unless all of these hold.
    public var filter: [RowCondition] = []
    /// The time of the scan; what is later is in the future.
    public var now: Timestamp
    /// The most threads that read at the same time.
    public var threads: Int
    /// The texts of the rows.
    public let symbols: SymbolTable

    /// Creates a scan; nothing is opened yet.
    public init(_ source: LedgerSource, now: Timestamp = Timestamp(millisecondsSince1970: .max)) {
        self.source = source
        self.now = now
        self.threads = Threads.available
        self.symbols = SymbolTable()
    }

    /// Returns the fold with all that the ledger has, and what was come upon besides.
    ///
    /// - Parameter fold: An empty one, which each day begins with.
    /// - Throws: ``LedgerError`` for a file or folder that the system does not give, and for a damaged compressed file.
    /// - Complexity: O(*n*) in the bytes of the ledger.
    public func fold<Fold: LedgerFold>(
        _ needs: RowNeeds,
        into fold: Fold
    ) throws(LedgerError) -> (Fold, ScanFindings) {
        let units: [ParallelScan<Fold>.Unit] =
            switch self.source {
            case .folder(let folder, let days):
                try LedgerReader(folder: folder, days: days).listDays().map { .day($0) }
            case .files(let paths): [.files(paths)]
            }
        return try ParallelScan(self, needs, units, fold).run(threads: max(1, self.threads))
    }
}
