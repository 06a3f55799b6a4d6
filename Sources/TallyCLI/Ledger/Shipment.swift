internal import TallyEstimation
internal import TallyFileExport
internal import TallyMetering

/// Sends a ledger, batch by batch, from where an earlier run ended.
struct Shipment: Sendable {
    let ledger: String
    let target: ShipTarget
    let days: ClosedRange<LedgerDay>?
    let batchSize: Int
    /// The file with the position.
    let position: String
    let follows: Bool
    let skipsRefused: Bool
    let isQuiet: Bool
    let format: ReportFormat

    /// Sends what is there, and what comes if it follows.
    func run() async throws {
        let exporter = try self.target.makeExporter()
        // A ledger that is not there is a mistake and no empty one.
        _ = try self.reading { (reader) throws(LedgerError) in try reader.listDays() }
        let lock = try ShipLock(position: self.position)
        let earlier = try ShipPosition.read(self.position)
        let console = Console(isQuiet: self.isQuiet)
        let work = Task { await exporter.run() }
        let sending = ShipmentSending(self, exporter, earlier ?? ShipPosition(), lock)
        do {
            repeat {
                while try await sending.sendNext(console) {}
                if self.follows { try await Task.sleep(for: .seconds(1)) }
            } while self.follows
        } catch {
            await Self.end(exporter, work)
            try? console.finish()
            throw error
        }
        await Self.end(exporter, work)
        try console.answer(ShipmentSummary(self, sending, earlier).text(self.format))
        try console.finish()
        if sending.counts.refused + sending.counts.unreadable > 0 { throw ExitStatus.answerIsNo.exitCode }
    }

    private static func end(_ exporter: any UsageExporter, _ work: Task<Void, Never>) async {
        await exporter.shutdown()
        work.cancel()
        await work.value
    }

    /// A reader of the ledger, which passes over what can't be read if that is wanted.
    var reader: LedgerReader {
        var reader = LedgerReader(folder: self.ledger, days: self.days)
        if self.skipsRefused { (reader.unreadable, reader.newerSchema) = (.skip, .skip) }
        return reader
    }

    func reading<Value>(_ body: (LedgerReader) throws(LedgerError) -> Value) throws(CommandFailure) -> Value {
        do throws(LedgerError) {
            return try body(self.reader)
        } catch {
            throw CommandFailure(error, ledger: self.ledger)
        }
    }
}
