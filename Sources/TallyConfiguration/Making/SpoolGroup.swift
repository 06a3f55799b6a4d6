internal import TallyMetering
internal import TallyStorage

/// Exporters that share a spool.
struct SpoolGroup {
    /// The folder, as it was found.
    let folder: String
    private let plan: SpoolPlan
    private var exporters: [any UsageExporter]
    private var batching: [String: SpoolBatching]

    init(_ exporter: any UsageExporter, _ plan: ExporterPlan, _ spool: SpoolPlan, _ folder: String) {
        self.folder = folder
        self.plan = spool
        self.exporters = [exporter]
        self.batching = [plan.name: Self.batching(plan.batch)]
    }

    /// Adds an exporter; false if its plan of the spool is another one.
    mutating func add(_ exporter: any UsageExporter, _ plan: ExporterPlan, _ spool: SpoolPlan) -> Bool {
        // The folder is the same, in whatever way it is found.
        var same = spool
        same.folder = self.plan.folder
        guard same == self.plan else { return false }
        self.exporters.append(exporter)
        self.batching[plan.name] = Self.batching(plan.batch)
        return true
    }

    /// The spool with its exporters.
    func exporter(_ maker: ExporterMaker) -> any UsageExporter {
        var configuration = SpoolingExporter.Configuration()
        configuration.logger = maker.logger
        if let bytes = self.plan.bytes { configuration.maximumBytes = bytes }
        if let overflow = self.plan.overflow { configuration.overflow = overflow == .oldest ? .oldest : .newest }
        configuration.maximumAge = self.plan.age
        switch self.plan.sync {
        case .batch?: configuration.durability = .eachBatch
        case .interval(let time)?: configuration.durability = .interval(time)
        case .never?: configuration.durability = .never
        case nil: break
        }
        configuration.batchingOf = self.batching
        return SpoolingExporter(
            name: self.exporters.map(\.name).joined(separator: "+"),
            folder: self.folder,
            exporters: self.exporters,
            configuration: configuration,
            clock: maker.clock
        )
    }

    private static func batching(_ plan: BatchPlan) -> SpoolBatching {
        var batching = SpoolBatching()
        if let records = plan.records { batching.records = records }
        if let bytes = plan.bytes { batching.bytes = bytes }
        if let delay = plan.delay { batching.delay = delay }
        if let delay = plan.firstRetryDelay { batching.retry.initialDelay = delay }
        if let delay = plan.longestRetryDelay { batching.retry.maximumDelay = delay }
        batching.retry.maximumDelay = max(batching.retry.initialDelay, batching.retry.maximumDelay)
        return batching
    }
}
