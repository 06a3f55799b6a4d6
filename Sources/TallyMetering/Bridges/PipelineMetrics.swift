#if Metrics
internal import CoreMetrics

/// A pipeline's own health in swift-metrics.
///
/// | label | type | dimensions |
/// |---|---|---|
/// | `tally.pipeline.recorded` | counter: records that left the queue | |
/// | `tally.pipeline.queue_depth` | gauge: records that wait in the queue | |
/// | `tally.pipeline.delivered` | counter: records | `exporter` |
/// | `tally.pipeline.dropped` | counter: records | `exporter` (`queue` for the one before all), `reason` |
/// | `tally.pipeline.export_duration` | timer: calls of `export`, failed ones too | `exporter` |
///
/// All are made once; their number is that of exporters times reasons.
struct PipelineMetrics: Sendable {
    private struct Lane: Sendable {
        let delivered: Counter
        let dropped: [DropReason: Counter]
        let exportDuration: Timer
    }

    private let recordedRecords = Counter(label: "tally.pipeline.recorded")
    private let depth = Gauge(label: "tally.pipeline.queue_depth")
    private let lanes: [Lane]
    private let queueDrops: [DropReason: Counter]

    init(exporters: [String]) {
        self.lanes = exporters.map { name in
            Lane(
                delivered: Counter(label: "tally.pipeline.delivered", dimensions: [("exporter", name)]),
                dropped: Self.drops(exporter: name),
                exportDuration: Timer(label: "tally.pipeline.export_duration", dimensions: [("exporter", name)])
            )
        }
        self.queueDrops = Self.drops(exporter: "queue")
    }

    private static func drops(exporter: String) -> [DropReason: Counter] {
        Dictionary(
            uniqueKeysWithValues: DropReason.allCases.map { reason in
                let dimensions = [("exporter", exporter), ("reason", reason.rawValue)]
                return (reason, Counter(label: "tally.pipeline.dropped", dimensions: dimensions))
            }
        )
    }

    func recorded(_ amount: RecordAmount) { self.recordedRecords.increment(by: amount.records) }
    func queueDepth(_ count: Int) { self.depth.record(count) }
    func droppedBeforeQueue(_ reason: DropReason) { self.queueDrops[reason]?.increment() }

    func delivered(_ amount: RecordAmount, lane: Int) {
        self.lanes[lane].delivered.increment(by: amount.records)
    }

    func dropped(_ amount: RecordAmount, _ reason: DropReason, lane: Int) {
        self.lanes[lane].dropped[reason]?.increment(by: amount.records)
    }

    func exported(_ duration: Duration, lane: Int) {
        self.lanes[lane].exportDuration.recordNanoseconds(Int64(clamping: Int128(duration / .nanoseconds(1))))
    }
}
#endif
