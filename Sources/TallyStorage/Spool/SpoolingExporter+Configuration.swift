public import Logging
public import TallyMetering

extension SpoolingExporter {
    /// How a spool keeps, batches and drops records.
    public struct Configuration: Sendable {
        /// What is promised about what was taken.
        public var durability = SpoolDurability.interval(.seconds(1))
        /// The most bytes that the segments of one process have together; records take some 300 to 700 each.
        ///
        /// What was taken over from other processes comes on top, and only gets less.
        public var maximumBytes = 1 << 30
        /// How large a segment grows, at most a part of ``maximumBytes``; segments are what is removed and dropped.
        public var segmentBytes = 8 << 20
        /// What is dropped when there is no room: the oldest segment, or the batch that comes.
        public var overflow = OverflowPolicy.oldest
        /// How long a record is kept; forever if it is nil.
        public var maximumAge: Duration?
        /// How the records are batched for exporters that have no batching of their own.
        public var batching = SpoolBatching()
        /// How the records are batched for the exporters with these names.
        public var batchingOf: [String: SpoolBatching] = [:]
        /// The most bytes of an exporter's quarantine file; records that are refused beyond are dropped.
        public var quarantineBytes = 16 << 20
        /// How often an exporter is told in drop records what it did not get; the first time at once.
        public var dropReportInterval = Duration.seconds(60)
        /// How often it is looked whether another process has ended and left something.
        public var adoptionInterval = Duration.seconds(30)
        /// Where the spool says what it does: at warning for the first drop of each reason and for what needs a hand.
        public var logger = Logger(label: "tally.spool")

        /// Creates the configuration that most services need.
        public init() {}

        func slotLimits(exporters: Int) -> SpoolSlot.Limits {
            // Each exporter may hold one segment, and one is written: others are to be there that can go.
            let most = max(self.maximumBytes / (2 * (exporters + 2)), 1)
            return SpoolSlot.Limits(
                segmentBytes: max(min(self.segmentBytes, most), 1),
                maximumBytes: self.maximumBytes,
                overflow: self.overflow,
                isSyncedEach: self.durability == .eachBatch,
                isDurable: self.durability != .never
            )
        }
    }
}
