internal import TallyEstimation
internal import TallyFileExport
internal import TallyMetering

/// The state of a shipment: what has been read and sent, and what comes next.
///
/// It belongs to one task.
final class ShipmentSending {
    /// What this run did.
    struct Counts {
        var sent = RecordAmount.zero
        var batches = 0
        var retries = 0
        var refused = 0
        var unreadable = 0
        var unfinished = 0
    }

    private(set) var counts = Counts()
    private let shipment: Shipment
    private let exporter: any UsageExporter
    /// Held as long as positions are written.
    private let lock: ShipLock
    private var position: ShipPosition
    private var cursor: LedgerCursor?
    private var isSaved = true

    init(_ shipment: Shipment, _ exporter: any UsageExporter, _ position: ShipPosition, _ lock: ShipLock) {
        self.shipment = shipment
        self.exporter = exporter
        self.position = position
        self.lock = lock
    }

    /// Sends the next batch and writes the position behind it; false at the end of what is there.
    ///
    /// - Throws: ``CommandFailure`` for what can't be read, sent or written; the position is right then too.
    func sendNext(_ console: Console) async throws -> Bool {
        let cursor = self.cursor ?? self.shipment.reader.read(since: self.position.progress)
        self.cursor = cursor
        var batch: [LedgerEntry] = []
        var failure: CommandFailure?
        while batch.count < self.shipment.batchSize {
            do throws(LedgerError) {
                guard let entry = try cursor.next() else { break }
                // Taken already by the first part of a batch.
                if !self.position.taken.contains(entry.record.id) { batch.append(entry) }
            } catch {
                // What was read before it is sent first.
                failure = CommandFailure(error, ledger: self.shipment.ledger)
                break
            }
        }
        let isEnd = batch.count < self.shipment.batchSize
        let skips = cursor.skipped
        // A place behind a line that ends the command would pass over it.
        let progress = failure == nil ? cursor.progress : nil
        if !batch.isEmpty { try await self.send(batch, console) }
        if let progress {
            if progress != self.position.progress || !self.position.taken.isEmpty { self.isSaved = false }
            self.position.progress = progress
            self.position.taken = []
        }
        try self.save()
        if let failure { throw failure }
        if isEnd {
            self.counts.unreadable += skips.unreadableLines + skips.newerLines
            self.counts.unfinished = skips.unfinishedLines
            self.cursor = nil
        }
        try console.showProgress { "\(NumberText.grouped(self.counts.sent.records)) records sent" }
        return !isEnd
    }

    private func save() throws(CommandFailure) {
        guard !self.isSaved else { return }
        try self.position.write(to: self.shipment.position)
        self.isSaved = true
    }

    /// Sends `batch`, in halves if it is refused as a whole; what was taken is in the position when this throws.
    private func send(_ batch: [LedgerEntry], _ console: Console) async throws {
        var parts = [batch[...]]
        while let part = parts.popLast() {
            do throws(ExportError) {
                try await self.deliver(part.map(\.record), console)
            } catch {
                let isDivisible = error.code == .tooLarge || error.code == .rejected
                if isDivisible, part.count > 1 {
                    let middle = part.startIndex + part.count / 2
                    parts.append(part[middle...])
                    parts.append(part[..<middle])
                    continue
                }
                guard isDivisible, self.shipment.skipsRefused, let entry = part.first else {
                    try self.save()
                    throw self.failure(error, part)
                }
                self.counts.refused += 1
                try console.note("\(entry.file), line \(entry.line)", "refused, and passed over: \(error.message)")
                self.position.taken.insert(entry.record.id)
                self.isSaved = false
                continue
            }
            let amount = part.reduce(RecordAmount.zero) { $0 + RecordAmount(of: $1.record) }
            self.counts.sent = self.counts.sent + amount
            self.counts.batches += 1
            self.position.sent = self.position.sent + amount
            for entry in part { self.position.taken.insert(entry.record.id) }
            self.isSaved = false
        }
    }

    private func failure(_ error: ExportError, _ part: ArraySlice<LedgerEntry>) -> CommandFailure {
        let isRecord = part.count == 1 && (error.code == .rejected || error.code == .tooLarge)
        let place = isRecord ? part.first.map { "\($0.file), line \($0.line): " } ?? "" : ""
        return CommandFailure(
            error.code == .misconfigured ? .invalidArgument : .unsent,
            what: "--to \(self.shipment.target.name)",
            why: "\(place)\(error.message); \(NumberText.counted(self.counts.sent.records, "record")) of this run sent",
            remedy: isRecord ? "--skip-refused" : nil
        )
    }

    /// Delivers `records`, again and again as long as that may help, and makes sure that they are there to stay.
    private func deliver(_ records: [MeteringRecord], _ console: Console) async throws(ExportError) {
        let clock = MeterClock.system
        let policy = RetryPolicy()
        let begun = clock.elapsed()
        var random = SystemRandomNumberGenerator()
        var attempts = 0
        while true {
            do throws(ExportError) {
                try await self.exporter.export(records)
                return try await self.exporter.flush()
            } catch {
                attempts += 1
                let now = clock.elapsed()
                let last = begun + policy.maximumDuration
                guard error.isRetryable, attempts < policy.maximumAttempts, now < last else { throw error }
                let delay = policy.delay(attempts: attempts, retryAfter: error.retryAfter, using: &random)
                let wait = min(delay, last - now)
                self.counts.retries += 1
                try? console.showProgress {
                    "\(error.code), next try in \(wait.components.seconds) s; "
                        + "\(NumberText.grouped(self.counts.sent.records)) records sent"
                }
                // Cancelled with the process only.
                try? await clock.sleep(wait)
            }
        }
    }
}
