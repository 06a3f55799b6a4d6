internal import Logging
internal import TallyTokenizer

/// Takes records and brings them to exporters, each at its own pace.
///
/// ```swift
/// let pipeline = UsagePipeline(exporters: [ledger, dashboard])
/// await withTaskGroup(of: Void.self) { group in
///     group.addTask { await pipeline.run() }   // or in a ServiceGroup
///     await serve(meteringTo: pipeline)
///     let accounts = await pipeline.shutdown(deadline: .seconds(10))
///     await group.waitForAll()
/// }
/// ```
///
/// ``record(_:)`` puts a record into a bounded queue. ``run()`` takes it out, prices it by the pricing that was in force
/// when it was recorded, and puts it into the backlog of each exporter, from where it goes in batches. An exporter that is
/// slow or fails holds no other. What does not fit is dropped by policy; ``accounts`` says at every moment where everything
/// is, and each exporter is told in drop records what it did not get. What is dropped when the time for shutting down is
/// over, and what comes later, is in the accounts and the log alone.
///
/// Records of a batch are in no order; receivers sort them by time.
public final class UsagePipeline: UsageRecorder {
    /// Gives a usage record its cost; called for records without one, on the pipeline's own time.
    ///
    /// It must be quick and do no I/O: when the queue is full, it is called on the way of the call that is metered.
    public typealias Pricing = @Sendable (inout UsageRecord) -> Void

    let exporters: [any UsageExporter]
    let configuration: Configuration
    let clock: MeterClock
    let queue: RecordQueue
    let state: Locked<PipelineState>
    let health: PipelineHealth
    let makeID: @Sendable (Timestamp) -> RecordID

    /// Wakes whoever empties the queue.
    let intake = Signal()
    /// Wakes whoever waits for the end of the time for shutting down.
    let closing = Signal()
    /// Wakes whoever delivers to the exporter at that index.
    let deliveries: [Signal]

    /// Creates a pipeline, which keeps what is recorded until it is run.
    ///
    /// - Parameters:
    ///   - exporters: Where records go; with none they are counted and forgotten.
    ///   - configuration: How records are kept, batched and dropped.
    ///   - clock: The time.
    ///   - pricing: Gives records their cost.
    /// - Precondition: The names of the exporters differ.
    public convenience init(
        exporters: [any UsageExporter],
        configuration: Configuration = Configuration(),
        clock: MeterClock,
        pricing: @escaping Pricing
    ) {
        let seed = UInt64.random(in: .min ... .max)
        let ids = RecordIDMaker()
        self.init(exporters, configuration, clock, pricing, seed: seed) { ids.makeID(at: $0) }
    }

    /// Creates a pipeline whose delays are those of a seed.
    init(
        _ exporters: [any UsageExporter],
        _ configuration: Configuration,
        _ clock: MeterClock,
        _ pricing: @escaping Pricing,
        seed: UInt64,
        makeID: @escaping @Sendable (Timestamp) -> RecordID
    ) {
        precondition(
            Set(exporters.map(\.name)).count == exporters.count,
            "two exporters of a pipeline have the same name, and accounts could not tell them apart: give each its own"
        )
        precondition(
            configuration.queueCapacity > 0 && configuration.batchSize > 0 && configuration.backlogCapacity > 0,
            "a pipeline's queue, batches and backlogs hold at least one record"
        )
        self.exporters = exporters
        self.configuration = configuration
        self.clock = clock
        self.queue = RecordQueue(
            capacity: configuration.queueCapacity,
            overflow: configuration.overflow,
            threshold: configuration.batchSize,
            signal: self.intake,
            pricing: PricingInForce(pricing)
        )
        self.deliveries = exporters.map { _ in Signal() }
        let limits = configuration.limits
        let lanes = exporters.map { PipelineLane(name: $0.name, limits: limits) }
        self.state = Locked(PipelineState(lanes: lanes, jitter: Jitter(seed: seed)))
        self.health = PipelineHealth(logger: configuration.logger, exporters: exporters.map(\.name))
        self.makeID = makeID
    }

    /// Takes a record, in constant time and without waiting.
    ///
    /// Before ``run()`` it is kept, as far as there is room; after ``shutdown(deadline:)`` it is dropped and accounted for.
    public func record(_ record: consuming MeteringRecord) {
        if let reason = self.queue.add(record) { self.health.droppedBeforeQueue(reason) }
    }

    /// Prices what is recorded from now on by `pricing`; what is queued keeps the one that was in force.
    public func update(pricing: @escaping Pricing) {
        self.queue.update(pricing: PricingInForce(pricing))
    }

    /// Where everything is now.
    ///
    /// - Complexity: O(*n*) for *n* batches that wait; it holds up no call of ``record(_:)`` for longer than a record does.
    public var accounts: PipelineAccounts {
        self.state.withLock { $0.accounts(self.queue.accounts) }
    }
}
