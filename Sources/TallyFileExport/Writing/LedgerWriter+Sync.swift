internal import Logging
internal import TallyMetering
internal import TallyStorage

extension LedgerWriter {
    /// Brings all files to the medium.
    ///
    /// What failed is repaired at once if it can be, else before the next batch.
    mutating func syncAll() {
        for day in self.files.keys.sorted() { self.sync(day) }
        self.lastSync = self.clock.elapsed()
    }

    /// Brings a file to the medium.
    ///
    /// After a failure the system may have forgotten what was not yet written, and would say at the next try that all is
    /// well (Rebello and others, "Can Applications Recover from fsync Failures?", 2020). So the file is written to no more:
    /// what is not known to be on the medium is read back, written to a new file, and cut off from the old one.
    mutating func sync(_ day: Int64) {
        guard let file = self.files[day], file.syncedSize < file.size else { return }
        do throws(StorageError) {
            try file.handle.file.sync()
            self.files[day]?.syncedSize = file.size
            self.files[day]?.unsynced = .zero
        } catch {
            _ = self.failed(error)
            self.configuration.logger.warning(
                "a file of the ledger could not be synced, and is written again",
                metadata: ["tally.file": "\(file.name)", "tally.error": "\(error)"]
            )
            self.files[day] = nil
            self.repairs.append(.rewrite(file, day: day))
            // Tried again before the next batch.
            try? self.repair()
        }
    }

    /// Does what is owed to files before they are written to.
    mutating func repair() throws(ExportError) {
        while let repair = self.repairs.first {
            do throws(StorageError) {
                switch repair {
                case .cut(let handle, let size):
                    try handle.file.truncate(to: size)
                    self.repairs.removeFirst()
                case .rewrite(let file, let day):
                    let recovered = try self.rewrite(file, day)
                    self.repairs.removeFirst()
                    self.rewritten(file, recovered)
                }
            } catch {
                throw self.failed(error)
            }
        }
    }

    /// Writes to a new file what is behind the bytes that are on the medium, and brings it there.
    ///
    /// - Returns: What of it could be read back.
    private mutating func rewrite(_ old: OpenLedgerFile, _ day: Int64) throws(StorageError) -> RecordAmount {
        let folder = old.folder
        let process = self.process
        let now = self.clock.now()
        let elapsed = self.clock.elapsed()
        var new = try OpenLedgerFile.begin(in: folder, isSynced: true, at: elapsed) {
            LedgerFileName.make(start: now, process: process, random: .random(in: 0 ... .max))
        }
        do throws(StorageError) {
            try Self.copyRecords(of: old, to: &new)
            try new.handle.file.sync()
        } catch {
            try? folder.remove(new.name)
            throw error
        }
        self.accounts.filesBegun += 1
        self.noteClosed(new, new.amount)
        return new.amount
    }

    private mutating func rewritten(_ file: OpenLedgerFile, _ recovered: RecordAmount) {
        let lost = file.unsynced - recovered
        self.accounts.lost += lost
        self.untoldLoss += lost
        if lost != .zero {
            self.configuration.logger.warning(
                "records of the ledger were lost by the medium",
                metadata: [
                    "tally.records": "\(lost.records)", "tally.tokens": "\(lost.tokens)", "tally.cost": "\(lost.cost)",
                ]
            )
        }
        self.noteClosed(file, file.amount - file.unsynced)
        do throws(StorageError) {
            try file.handle.file.truncate(to: file.syncedSize)
            try file.handle.file.sync()
        } catch {
            self.repairs.append(.cut(file.handle, size: file.syncedSize))
        }
    }

    /// Copies whole records that can still be read; those that can not are left out.
    private static func copyRecords(
        of old: OpenLedgerFile,
        to new: inout OpenLedgerFile
    ) throws(StorageError) {
        var position = old.syncedSize
        var rest: [UInt8] = []
        while position < old.size {
            // What can not be read any more is lost, and known by its amount.
            guard let bytes = try? old.handle.file.read(at: position, count: min(1 << 20, old.size - position)),
                !bytes.isEmpty
            else { break }
            position += bytes.count
            rest += bytes
            var lines = LineBatch()
            var start = 0
            while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
                if let record = try? RecordJSON.read(rest.span.extracting(start..<end)) {
                    lines.bytes += rest[start...end]
                    lines.amount += RecordAmount(of: record)
                }
                start = end + 1
            }
            rest.removeSubrange(..<start)
            guard !lines.bytes.isEmpty else { continue }
            try new.handle.file.append(lines.bytes.span)
            new.size += lines.bytes.count
            new.amount += lines.amount
        }
    }
}
