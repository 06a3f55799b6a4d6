internal import TallyMetering
internal import TallyStorage

extension LedgerWriter {
    /// Writes all of a batch, or leaves nothing of it.
    mutating func write(_ batch: [MeteringRecord]) throws(ExportError) {
        try self.repair()
        self.closeWhatIsDue()
        var marks: [Int64: OpenLedgerFile.Mark] = [:]
        var taken = RecordAmount.zero
        do throws(ExportError) {
            taken = try self.append(batch, &marks)
            if self.configuration.sync == .eachBatch { try self.syncBatch(marks) }
        } catch {
            self.undo(marks)
            throw error
        }
        self.accounts.taken += taken
        if case .interval(let interval) = self.configuration.sync,
            self.clock.elapsed() - self.lastSync >= interval
        {
            self.syncAll()
        }
        self.closeWhatIsDue()
    }

    private mutating func append(
        _ batch: [MeteringRecord],
        _ marks: inout [Int64: OpenLedgerFile.Mark]
    ) throws(ExportError) -> RecordAmount {
        var taken = RecordAmount.zero
        // The lines of the day that records are of, and those of other days.
        var (day, lines) = (Int64.min, LineBatch())
        var others: [Int64: LineBatch] = [:]
        swap(&lines, &self.spare)
        defer {
            lines.removeAll()
            swap(&lines, &self.spare)
        }
        for record in batch {
            let dayOfRecord = Self.day(of: record.time)
            if dayOfRecord != day {
                let known = others.removeValue(forKey: dayOfRecord)
                if !lines.bytes.isEmpty { others[day] = lines }
                if let known {
                    lines = known
                } else if !lines.bytes.isEmpty {
                    lines = LineBatch()
                }
                day = dayOfRecord
                if marks[day] == nil { marks[day] = try self.mark(day, record.time, marks.count) }
            }
            let amount = RecordAmount(of: record)
            guard lines.add(record, amount) else {
                throw ExportError(
                    batch.count == 1 ? .rejected : .tooLarge,
                    "the record \(record.id) has more than \(RecordJSON.maximumLineLength) bytes as a line"
                )
            }
            taken += amount
            if lines.bytes.count >= LineBatch.enough {
                try self.write(lines, day)
                lines.removeAll()
            }
        }
        for (day, lines) in others { try self.write(lines, day) }
        if !lines.bytes.isEmpty { try self.write(lines, day) }
        return taken
    }

    private mutating func mark(
        _ day: Int64,
        _ time: Timestamp,
        _ days: Int
    ) throws(ExportError) -> OpenLedgerFile.Mark? {
        guard days < Self.mostDaysInBatch else {
            throw ExportError(.tooLarge, "the batch has records of more than \(Self.mostDaysInBatch) days")
        }
        do throws(StorageError) {
            try self.openFile(day, time)
        } catch {
            throw self.failed(error)
        }
        return self.files[day]?.mark
    }

    /// Writes lines in one call of the system.
    private mutating func write(_ lines: LineBatch, _ day: Int64) throws(ExportError) {
        guard let handle = self.files[day]?.handle else { return }
        do throws(StorageError) {
            let count = try handle.file.appendOnce(lines.bytes.span)
            guard count == lines.bytes.count else {
                throw StorageError.shortWrite(handle.file.path)
            }
        } catch {
            throw self.failed(error)
        }
        self.files[day]?.add(lines, at: self.clock.elapsed())
    }

    /// Cuts off what was written of a batch.
    private mutating func undo(_ marks: [Int64: OpenLedgerFile.Mark]) {
        for (day, mark) in marks {
            if self.files[day]?.handle === mark.handle { self.files[day]?.goBack(to: mark) }
            do throws(StorageError) {
                try mark.handle.file.truncate(to: mark.size)
            } catch {
                // It is not written to until that has been done.
                self.repairs.append(.cut(mark.handle, size: mark.size))
            }
        }
    }

    /// Brings a batch to the medium, or closes the files where that failed: what the medium has of them then, nobody knows.
    private mutating func syncBatch(_ marks: [Int64: OpenLedgerFile.Mark]) throws(ExportError) {
        var failure: StorageError?
        for day in marks.keys.sorted() {
            guard let file = self.files[day] else { continue }
            do throws(StorageError) {
                try file.handle.file.sync()
                self.files[day]?.syncedSize = file.size
                self.files[day]?.unsynced = .zero
            } catch {
                failure = error
                self.files[day] = nil
                if let mark = marks[day] { self.noteClosed(file, mark.amount) }
            }
        }
        self.lastSync = self.clock.elapsed()
        guard let failure else { return }
        throw self.failed(failure)
    }
}
