internal import TallyFileExport
public import TallyMetering
internal import TallyPricing

/// Reads a ledger once and sums it up.
///
/// ```swift
/// let scan = LedgerScan(.folder("ledger"))
/// let (sums, findings) = try scan.fold(RowNeeds([.team, .model]), into: MySums())
/// ```
///
/// Lines that are no records are passed over, counted and named in ``ScanFindings``; a record that is there twice counts
/// once.
public struct LedgerScan: Sendable {
    /// Where records are read from.
    public var source: LedgerSource
    /// Calls are left out unless all of these hold.
    public var filter: [RowCondition] = []
    /// The time of the scan; what is later is in the future.
    public var now: Timestamp
    /// The texts of the rows.
    public let symbols: SymbolTable

    /// Creates a scan; nothing is opened yet.
    public init(_ source: LedgerSource, now: Timestamp = Timestamp(millisecondsSince1970: .max)) {
        self.source = source
        self.now = now
        self.symbols = SymbolTable()
    }

    /// Returns the fold with all that the ledger has, and what was come upon besides.
    ///
    /// - Throws: ``LedgerError`` for a file or folder that the system does not give, and for a damaged compressed file.
    /// - Complexity: O(*n*) in the bytes of the ledger.
    public func fold<Fold: LedgerFold>(
        _ needs: RowNeeds,
        into fold: Fold
    ) throws(LedgerError) -> (Fold, ScanFindings) {
        var fold = fold
        var findings = ScanFindings()
        guard case .folder(let folder, let days) = self.source else { return (fold, findings) }
        var reader = LedgerReader(folder: folder, days: days)
        reader.unreadable = .skip
        reader.newerSchema = .skip
        let cursor = reader.read()
        var ids: Set<RecordID> = []
        while let entry = try cursor.next() {
            guard ids.insert(entry.record.id).inserted else {
                findings.duplicates += 1
                continue
            }
            findings.records += 1
            if entry.record.time > self.now { findings.futureRecords += 1 }
            switch entry.record {
            case .usage(let record):
                findings.calls += 1
                guard self.filter.allSatisfy({ $0.holds(for: record) }) else {
                    findings.filteredRecords += 1
                    continue
                }
                fold.add(UsageRow(record, needs: needs, symbols: self.symbols))
            case .outcome(let record): fold.add(OutcomeRow(record, needs: needs, symbols: self.symbols))
            case .drop(let record): fold.add(record)
            }
        }
        findings.unreadableLines = cursor.skipped.unreadableLines
        findings.newerLines = cursor.skipped.newerLines
        findings.unfinishedLines = cursor.skipped.unfinishedLines
        return (fold, findings)
    }
}
