internal import TallyFileExport
internal import TallyMetering
internal import TallyStorage

/// Reads the files of one day, in which a record that comes twice meets itself.
struct UnitScan<Fold: LedgerFold> {
    private let now: Timestamp
    private var reader: RowReader
    private var ids = RecordIDSet()
    /// What the fold has.
    private(set) var fold: Fold
    /// What was come upon besides.
    private(set) var findings = ScanFindings()

    init(_ scan: LedgerScan, _ needs: RowNeeds, _ fold: Fold) {
        self.now = scan.now
        self.reader = RowReader(needs, filter: scan.filter, symbols: scan.symbols)
        self.fold = fold
    }

    /// Reads a file by its lines.
    mutating func read(_ source: LineSource, _ path: String) throws(LedgerError) {
        var number = 0
        while let line = try source.next() {
            number += 1
            guard line.isEnded else {
                self.findings.unfinishedLines += 1
                continue
            }
            if !line.isTooLong {
                let isRead = unsafe source.withPaddedBytes(of: line) { bytes in unsafe self.readQuickly(bytes) }
                if isRead { continue }
            }
            self.read(source.record(line), path, number)
        }
        self.findings.bytes += source.bytesRead
    }

    /// Reads a line in the fast way; false if it is to be read in the slow one.
    @inline(__always)
    private mutating func readQuickly(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard var line = unsafe LineCursor(bytes) else { return false }
        let result = self.reader.read(&line)
        if case .unknown = result { return false }
        guard self.isNew(self.reader.id, self.reader.time) else { return true }
        self.findings.calls += 1
        if case .filtered = result {
            self.findings.filteredRecords += 1
        } else {
            self.reader.add(to: &self.fold)
        }
        return true
    }

    @inline(__always)
    private mutating func isNew(_ id: RecordID, _ time: Timestamp) -> Bool {
        guard self.ids.insert(id) else {
            self.findings.duplicates += 1
            return false
        }
        self.findings.records += 1
        if time > self.now { self.findings.futureRecords += 1 }
        return true
    }

    @inline(never)
    private mutating func read(_ record: Result<MeteringRecord, RecordError>, _ path: String, _ line: Int) {
        switch record {
        case .failure(let error):
            if error.code == .unsupportedSchema {
                self.findings.newerLines += 1
            } else {
                self.findings.unreadableLines += 1
            }
            guard self.findings.badLines.count < ScanFindings.maximumBadLines else { return }
            self.findings.badLines.append(ScanFindings.BadLine(file: path, line: line, reason: error.message))
        case .success(let record):
            guard self.isNew(record.id, record.time) else { return }
            switch record {
            case .usage(let usage):
                self.findings.calls += 1
                if let row = self.reader.row(usage) {
                    self.fold.add(row)
                } else {
                    self.findings.filteredRecords += 1
                }
            case .outcome(let outcome): self.fold.add(self.reader.row(outcome))
            case .drop(let drop): self.fold.add(drop)
            }
        }
    }
}
