internal import TallyFileExport
internal import TallyStorage
internal import TallyTokenizer

/// Reads the days of a ledger on all cores, and merges what they give in the order of days.
final class ParallelScan<Fold: LedgerFold>: Sendable {
    /// What is read by one thread: a day's folder, or files that are given by name.
    enum Unit: Sendable {
        case day(LedgerDay)
        case files([String])
    }

    private struct State: Sendable {
        var fold: Fold
        var findings = ScanFindings()
        // The number of the unit that is merged next, and those behind it that are done.
        var next = 0
        var waiting: [Int: (Fold, ScanFindings)] = [:]
        var failure: (unit: Int, error: LedgerError)?
    }

    private let scan: LedgerScan
    private let needs: RowNeeds
    private let units: [Unit]
    private let empty: Fold
    private let state: Locked<State>

    init(_ scan: LedgerScan, _ needs: RowNeeds, _ units: [Unit], _ fold: Fold) {
        self.scan = scan
        self.needs = needs
        self.units = units
        self.empty = fold
        self.state = Locked(State(fold: fold))
    }

    /// Reads all units.
    ///
    /// - Throws: The error of the first unit that could not be read.
    func run(threads: Int) throws(LedgerError) -> (Fold, ScanFindings) {
        Threads.perform(self.units.count, width: threads) { number in self.read(number) }
        return try self.state.withLock { state throws(LedgerError) in
            if let failure = state.failure { throw failure.error }
            return (state.fold, state.findings)
        }
    }

    private func read(_ number: Int) {
        // What is behind a failure is not wanted any more.
        guard self.state.withLock({ $0.failure.map { number < $0.unit } ?? true }) else { return }
        var unit = UnitScan(self.scan, self.needs, self.empty)
        do throws(LedgerError) {
            switch self.units[number] {
            case .day(let day): try self.read(day, &unit)
            case .files(let paths): for path in paths { try self.read(path, &unit) }
            }
            self.finish(number, unit.fold, unit.findings)
        } catch {
            self.state.withLock { state in
                if state.failure.map({ number < $0.unit }) ?? true { state.failure = (number, error) }
            }
        }
    }

    private func finish(_ number: Int, _ fold: Fold, _ findings: ScanFindings) {
        self.state.withLock { state in
            state.waiting[number] = (fold, findings)
            while let (fold, findings) = state.waiting.removeValue(forKey: state.next) {
                state.fold.merge(fold)
                state.findings.add(findings)
                state.next += 1
            }
        }
    }

    // MARK: - Files

    private func read(_ day: LedgerDay, _ unit: inout UnitScan<Fold>) throws(LedgerError) {
        for file in try self.list(day) {
            guard let (file, source) = try self.open(file) else { continue }
            try unit.read(source, file.path)
        }
    }

    /// Opens a file, under the name that it has got if it has been compressed meanwhile; nil if it has been removed.
    private func open(_ file: LedgerFile) throws(LedgerError) -> (LedgerFile, LineSource)? {
        do throws(LedgerError) {
            return (file, try LineSource(file, at: 0))
        } catch {
            guard file.form == nil, file.folder.entry(file.name) == nil else { throw error }
            guard let renamed = try self.list(file.day).first(where: { $0.stem == file.stem }) else { return nil }
            return (renamed, try LineSource(renamed, at: 0))
        }
    }

    private func list(_ day: LedgerDay) throws(LedgerError) -> [LedgerFile] {
        guard case .folder(let folder, _) = self.scan.source else { return [] }
        do throws(StorageError) {
            return try LedgerFile.files(in: Folder(folder), day: day)
        } catch {
            throw LedgerError(error)
        }
    }

    private func read(_ path: String, _ unit: inout UnitScan<Fold>) throws(LedgerError) {
        let form = Compression.allCases.first { path.hasSuffix($0.fileExtension) }
        try unit.read(try LineSource(path, form, calling: path), path)
    }
}
