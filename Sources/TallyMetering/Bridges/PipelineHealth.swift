internal import Logging
internal import Synchronization
internal import TallyTokenizer

/// Tells a logger, and metrics where the package is built with them, how a pipeline does.
///
/// Nothing is logged for a record: batches at debug, the first drop of each reason at warning, further drops when the
/// exporter is told about them.
struct PipelineHealth: Sendable {
    private struct Drop: Hashable {
        var lane: Int
        var reason: DropReason
    }

    private let logger: Logger
    private let exporters: [String]
    private let warned = WarnedDrops()
    #if Metrics
    private let metrics: PipelineMetrics
    #endif

    init(logger: Logger, exporters: [String]) {
        self.logger = logger
        self.exporters = exporters
        #if Metrics
        self.metrics = PipelineMetrics(exporters: exporters)
        #endif
    }

    private final class WarnedDrops: Sendable {
        private let drops = Locked<Set<Drop>>([])
        private let hasWarnedFull = Atomic<Bool>(false)
        private let hasWarnedLate = Atomic<Bool>(false)

        /// Whether it is the first drop of its kind before the queue, where tasks should not meet at a lock.
        func isFirstBeforeQueue(_ reason: DropReason) -> Bool {
            if reason == .afterShutdown {
                return !self.hasWarnedLate.load(ordering: .relaxed)
                    && !self.hasWarnedLate.exchange(true, ordering: .relaxed)
            }
            return !self.hasWarnedFull.load(ordering: .relaxed)
                && !self.hasWarnedFull.exchange(true, ordering: .relaxed)
        }

        func isFirst(_ drop: Drop) -> Bool {
            self.drops.withLock { $0.insert(drop).inserted }
        }
    }

    /// The queue has dropped a record.
    func droppedBeforeQueue(_ reason: DropReason) {
        #if Metrics
        self.metrics.droppedBeforeQueue(reason)
        #endif
        guard self.warned.isFirstBeforeQueue(reason) else { return }
        self.logger.warning(
            "the queue of usage records drops records; further drops are counted and not logged",
            metadata: ["tally.drop.reason": "\(reason.rawValue)"]
        )
    }

    /// An exporter's part of the pipeline has dropped records.
    func dropped(_ drop: BatchState.Drop, lane: Int) {
        guard !drop.piece.isReport else { return }
        #if Metrics
        self.metrics.dropped(drop.piece.amount, drop.reason, lane: lane)
        #endif
        let isFirst = self.warned.isFirst(Drop(lane: lane, reason: drop.reason))
        self.logger.log(
            level: isFirst ? .warning : .debug,
            "usage records were dropped",
            metadata: [
                "tally.exporter": "\(self.exporters[lane])",
                "tally.drop.reason": "\(drop.reason.rawValue)",
                "tally.drop.records": "\(drop.piece.amount.records)",
                "tally.drop.tokens": "\(drop.piece.amount.tokens)",
                "tally.drop.cost": "\(drop.piece.amount.cost)",
            ]
        )
    }

    /// Records went from the queue to the exporters' backlogs.
    func recorded(_ amount: RecordAmount) {
        #if Metrics
        self.metrics.recorded(amount)
        #endif
    }

    /// So many records wait in the queue.
    func queueDepth(_ count: Int) {
        #if Metrics
        self.metrics.queueDepth(count)
        #endif
    }

    /// An export has returned.
    func exported(_ result: Result<Void, ExportError>, count: Int, duration: Duration, lane: Int) {
        #if Metrics
        self.metrics.exported(duration, lane: lane)
        #endif
        var metadata: Logger.Metadata = [
            "tally.exporter": "\(self.exporters[lane])",
            "tally.batch.size": "\(count)",
            "tally.export.duration": "\(duration)",
        ]
        switch result {
        case .success:
            self.logger.debug("usage records were delivered", metadata: metadata)
        case .failure(let error):
            metadata["tally.export.error"] = "\(error)"
            self.logger.debug("usage records could not be delivered", metadata: metadata)
        }
    }

    /// An exporter has taken records.
    func delivered(_ piece: BatchPiece, lane: Int) {
        #if Metrics
        self.metrics.delivered(piece.amount, lane: lane)
        #endif
    }

    /// A flush has failed.
    func failedFlush(_ error: ExportError, lane: Int) {
        self.logger.debug(
            "an exporter of usage records could not be flushed",
            metadata: ["tally.exporter": "\(self.exporters[lane])", "tally.export.error": "\(error)"]
        )
    }

    /// The pipeline has been shut down.
    func ended(_ accounts: PipelineAccounts) {
        for exporter in accounts.exporters {
            let lost = exporter.droppedTotal.adding(exporter.queued)
            self.logger.log(
                level: lost.records > 0 ? .warning : .debug,
                "the pipeline of usage records was shut down",
                metadata: [
                    "tally.exporter": "\(exporter.name)",
                    "tally.records.recorded": "\(exporter.recorded.records)",
                    "tally.records.delivered": "\(exporter.delivered.records)",
                    "tally.records.queued": "\(exporter.queued.records)",
                    "tally.records.dropped": "\(exporter.droppedTotal.records)",
                ]
            )
        }
    }
}
