internal import Logging
internal import TallyMetering
internal import TallyTokenizer

/// Tells a logger how a spool does: nothing for a record, batches at debug, at warning what somebody should know once.
struct SpoolLog: Sendable {
    private struct Topic: Hashable {
        var exporter: String
        var what: String
    }

    private final class Said: Sendable {
        let topics = Locked<Set<Topic>>([])
    }

    private let logger: Logger
    private let said = Said()

    init(_ logger: Logger) {
        self.logger = logger
    }

    private func isFirst(_ exporter: String, _ what: String) -> Bool {
        self.said.topics.withLock { $0.insert(Topic(exporter: exporter, what: what)).inserted }
    }

    private static func metadata(_ exporter: String, _ amount: RecordAmount) -> Logger.Metadata {
        [
            "tally.exporter": "\(exporter)", "tally.records": "\(amount.records)", "tally.tokens": "\(amount.tokens)",
            "tally.cost": "\(amount.cost)", "tally.unpriced": "\(amount.unpricedRecords)",
        ]
    }

    func dropped(_ amount: RecordAmount, _ reason: DropReason, exporter: String) {
        guard amount.records != 0 else { return }
        var metadata = Self.metadata(exporter, amount)
        metadata["tally.drop.reason"] = "\(reason.rawValue)"
        self.logger.log(
            level: self.isFirst(exporter, reason.rawValue) ? .warning : .debug,
            "a spool has dropped usage records; the exporter is told in drop records",
            metadata: metadata
        )
    }

    func quarantined(_ amount: RecordAmount, _ reason: String, exporter: String, path: String) {
        var metadata = Self.metadata(exporter, amount)
        metadata["tally.quarantine.reason"] = "\(reason)"
        metadata["tally.quarantine.file"] = "\(path)"
        self.logger.log(
            level: self.isFirst(exporter, "quarantine \(reason)") ? .warning : .debug,
            "an exporter refuses usage records: they are in its quarantine file",
            metadata: metadata
        )
    }

    func exported(_ count: Int, exporter: String) {
        self.logger.debug(
            "usage records were delivered from a spool",
            metadata: ["tally.exporter": "\(exporter)", "tally.batch.size": "\(count)"]
        )
    }

    /// An export has failed in another way than the last one.
    func failed(_ error: ExportError, exporter: String) {
        self.logger.log(
            level: error.code == .misconfigured ? .warning : .info,
            error.code == .misconfigured
                ? "an exporter can not work as it is set up; its records are kept until it is repaired"
                : "usage records can not be delivered at the moment; they are kept",
            metadata: ["tally.exporter": "\(exporter)", "tally.export.error": "\(error)"]
        )
    }

    func recovered(exporter: String) {
        self.logger.info("usage records are delivered again", metadata: ["tally.exporter": "\(exporter)"])
    }

    func storage(_ error: StorageError, _ what: String) {
        self.logger.log(
            level: self.isFirst("", "\(what)\(error.operation)\(error.number)") ? .warning : .debug,
            "a spool has trouble with its files",
            metadata: ["tally.spool.work": "\(what)", "tally.spool.error": "\(error)"]
        )
    }

    func opened(_ slot: SpoolSlot, _ findings: SpoolSlot.Findings) {
        for (name, waiting) in findings.unknown {
            self.logger.log(
                level: waiting.records > 0 ? .warning : .info,
                "a spool has the place of an exporter that is not there any more, and forgets it",
                metadata: Self.metadata(name, waiting)
            )
        }
        if findings.damagedCursorBytes > 0 {
            self.logger.warning(
                "the places of exporters in a spool were damaged in part: some records may be sent again",
                metadata: [
                    "tally.spool.folder": "\(slot.folder.path)",
                    "tally.spool.damaged_bytes": "\(findings.damagedCursorBytes)",
                ]
            )
        }
        for (index, name) in slot.names.enumerated() where slot.waiting(index).records > 0 {
            var metadata = Self.metadata(name, slot.waiting(index))
            metadata["tally.spool.folder"] = "\(slot.folder.path)"
            self.logger.info("a spool has taken over usage records", metadata: metadata)
        }
    }
}
