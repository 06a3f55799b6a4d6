extension UsagePipeline {
    /// Creates a pipeline that prices by a price book, and keeps what is recorded until it is run.
    ///
    /// - Parameters:
    ///   - exporters: Where records go; with none they are counted and forgotten.
    ///   - configuration: How records are kept, batched and dropped.
    ///   - clock: The time.
    ///   - prices: The prices; ``update(prices:)`` takes others later.
    /// - Precondition: The names of the exporters differ.
    public convenience init(
        exporters: [any UsageExporter],
        configuration: Configuration = Configuration(),
        clock: MeterClock = .system,
        prices: PriceBook = .bundled
    ) {
        let pricer = RecordPricer(prices)
        self.init(exporters: exporters, configuration: configuration, clock: clock) { pricer.price(&$0) }
    }

    /// Prices what is recorded from now on by `prices`; what is queued keeps the ones that were in force.
    public func update(prices: PriceBook) {
        let pricer = RecordPricer(prices)
        self.update { pricer.price(&$0) }
    }
}
