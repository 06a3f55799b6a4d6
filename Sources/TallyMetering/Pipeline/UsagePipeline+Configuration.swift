public import Logging

extension UsagePipeline {
    /// How a pipeline keeps, batches and drops records.
    public struct Configuration: Sendable {
        /// The most records that wait before they are batched.
        public var queueCapacity = 16_384
        /// What is dropped when the queue or an exporter's backlog is full.
        public var overflow = OverflowPolicy.newest
        /// The most records in a batch; a batch goes out when there are as many.
        public var batchSize = 512
        /// How long a record waits for others before its batch goes out.
        public var batchDelay = Duration.seconds(5)
        /// The most records that wait for one exporter, besides the queue and the batch that it works on.
        ///
        /// All exporters share the storage of the records, so that the slowest alone decides what is kept.
        public var backlogCapacity = 65_536
        /// How failures of an exporter are dealt with.
        public var retry = RetryPolicy()
        /// How long what is left may be delivered when ``UsagePipeline/run()`` is cancelled.
        public var shutdownDeadline = Duration.seconds(10)
        /// How often an exporter is told in drop records what it did not get; the first time at once.
        public var dropReportInterval = Duration.seconds(60)
        /// Where the pipeline says what it does: at debug for batches, at warning for the first drop of each reason.
        public var logger = Logger(label: "tally.pipeline")

        /// Creates the configuration that most services need.
        public init() {}

        var limits: BatchLimits {
            BatchLimits(
                batchSize: self.batchSize,
                delay: self.batchDelay,
                backlogCapacity: self.backlogCapacity,
                overflow: self.overflow,
                retry: self.retry
            )
        }
    }
}
