/// A receiver of OpenTelemetry.
public struct OTLPPlan: Hashable, Sendable {
    /// How the receiver is found.
    public enum Target: Hashable, Sendable {
        /// At this base address, to which the path of each signal is added.
        case endpoint(EndpointPlan)
        /// By the standard variables `OTEL_EXPORTER_OTLP_…`: `from_environment: true`.
        case environment
    }

    /// How the receiver is found.
    public var target: Target
    /// What is said of records.
    public var content = OTLPContentPlan()

    /// Creates a plan.
    public init(_ target: Target) {
        self.target = target
    }
}

/// Files of OpenTelemetry's JSON, for receivers that read files.
public struct OTLPFilePlan: Hashable, Sendable {
    /// The folder of the files.
    public var folder: ConfiguredText
    /// What is said of records.
    public var content = OTLPContentPlan()

    /// Creates a plan for a folder.
    public init(folder: ConfiguredText) {
        self.folder = folder
    }
}

/// What OpenTelemetry is told of records.
public struct OTLPContentPlan: Hashable, Sendable {
    /// The signals.
    public enum Signal: String, Hashable, Sendable, CaseIterable {
        /// Sums and distributions.
        case metrics
        /// A span for each call.
        case traces
        /// An event for each record.
        case logs
    }

    /// Which edition of the GenAI conventions is spoken.
    public enum Conventions: String, Hashable, Sendable, CaseIterable {
        /// Version 1.41.
        case version141 = "1.41"
        /// The draft.
        case latest
        /// Attributes by both names.
        case both
    }

    /// What is sent; nil for all.
    public var signals: Set<Signal>?
    /// Which edition of the conventions is spoken.
    public var conventions: Conventions?
    /// The tags that become attributes of spans and events; nil for as usual.
    public var tags: Set<String>?
    /// The tags that become attributes of metrics.
    public var metricTags: Set<String> = []
    /// Whether cost is reported.
    public var includesCost: Bool?
    /// Whether tokens that were counted here are reported as usage.
    public var includesCountedUsage: Bool?
    /// Whether an event has the whole record.
    public var includesRecords: Bool?
    /// Whether counts of metrics are JSON numbers, for receivers that read no decimal text (rotel 0.0.1a15).
    public var writesCountsAsNumbers: Bool?
    /// How many sets of attributes an instrument may have.
    public var cardinalityLimit: Int?
    /// The name of the service.
    public var service: String?
    /// Further attributes of who reports.
    public var attributes: [String: String] = [:]

    /// Creates a content as usual.
    public init() {}
}
