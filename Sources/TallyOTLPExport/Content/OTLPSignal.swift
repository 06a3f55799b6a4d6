/// What a receiver of OpenTelemetry can be sent.
///
/// The raw values are stable and a bounded set, safe as metric labels.
public enum OTLPSignal: String, Hashable, Sendable, CaseIterable {
    /// Sums and distributions: tokens, durations, time to the first piece of output.
    case metrics
    /// A span for each call.
    case traces
    /// An event for each record, with all of it.
    case logs

    /// Where a receiver takes it, below its base address.
    var path: String { "v1/\(self.rawValue)" }
}
