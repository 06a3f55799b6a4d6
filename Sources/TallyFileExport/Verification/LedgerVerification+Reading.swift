internal import TallyMetering
internal import TallyStorage

extension LedgerVerification {
    /// Reads the whole ledger, or the days that `reader` is for, and checks it.
    ///
    /// It blocks until all is read.
    ///
    /// - Throws: ``LedgerError`` if the folder can not be read, if a file is compressed and this build can not read it, or
    ///   if the task is cancelled; all else is a problem that is counted.
    /// - Complexity: O(*n*) in the size of the ledger; memory for one line and for the ids.
    public init(of reader: LedgerReader, limits: Limits = Limits()) throws(LedgerError) {
        self.init()
        var reader = reader
        (reader.unreadable, reader.newerSchema) = (.skip, .skip)
        let cursor = reader.read()
        var ids: Set<RecordID> = []
        var last = ""
        while true {
            do throws(LedgerError) {
                guard let line = try cursor.nextLine() else { break }
                if line.path != last {
                    last = line.path
                    self.files += 1
                    if Task.isCancelled { throw LedgerError(.unavailable, "the check was cancelled") }
                }
                self.add(line, &ids, limits)
            } catch {
                guard error.code == .damaged, let file = error.file else { throw error }
                self.add(.damagedFile, file, nil, error.message, limits)
            }
        }
        try self.countQuarantine(reader)
    }

    private mutating func add(_ line: LedgerLine, _ ids: inout Set<RecordID>, _ limits: Limits) {
        self.lines += 1
        switch line.record {
        case .success(let record)?: self.add(record, line, &ids, limits)
        case .failure(let error)?:
            let kind: LedgerProblem.Kind = error.code == .unsupportedSchema ? .newerSchema : .unreadable
            self.add(kind, line.path, line.line, error.message, limits)
        case nil where line.isClosed:
            self.add(.torn, line.path, line.line, "the line has no end: its writer was stopped meanwhile", limits)
        case nil: self.unfinishedLines += 1
        }
    }

    private mutating func add(
        _ record: MeteringRecord,
        _ line: LedgerLine,
        _ ids: inout Set<RecordID>,
        _ limits: Limits
    ) {
        let amount = RecordAmount(of: record)
        self.amount = self.amount + amount
        let day = LedgerDay(record.time)
        self.days[day, default: .zero] = self.days[day, default: .zero] + amount
        if day != line.day {
            self.add(.wrongDay, line.path, line.line, "the record is of \(day)", limits)
        }
        switch record {
        case .usage: self.calls += 1
        case .outcome: self.outcomes += 1
        case .drop(let drop):
            self.drops += 1
            let source = DropSource(exporter: drop.exporter, reason: drop.reason)
            self.dropped[source, default: .zero] = self.dropped[source, default: .zero] + drop.amount
        }
        let isKnown: Bool
        if ids.count < limits.ids {
            isKnown = !ids.insert(record.id).inserted
        } else {
            isKnown = ids.contains(record.id)
            if !isKnown { self.uncomparedRecords += 1 }
        }
        if isKnown {
            self.duplicates = self.duplicates + amount
            self.add(.duplicate, line.path, line.line, "the id \(record.id) was there before", limits)
        }
    }

    private mutating func add(
        _ kind: LedgerProblem.Kind,
        _ file: String,
        _ line: Int?,
        _ message: String,
        _ limits: Limits
    ) {
        self.counts[kind, default: 0] += 1
        guard self.problems.count < limits.problems else { return }
        self.problems.append(LedgerProblem(kind: kind, file: file, line: line, message: message))
    }

    private mutating func countQuarantine(_ reader: LedgerReader) throws(LedgerError) {
        do throws(StorageError) {
            let root = Folder(reader.folder)
            for day in try LedgerFile.days(in: root) where reader.days?.contains(day) ?? true {
                for entry in try root.folder(LedgerFileName.folder(of: day)).entries()
                where entry.name.hasSuffix(LedgerFileName.tornEnding) {
                    self.quarantinedFiles += 1
                    self.quarantinedBytes += entry.size
                }
            }
        } catch {
            throw LedgerError(error)
        }
    }
}
