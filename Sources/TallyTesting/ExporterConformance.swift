public import TallyMetering

/// Checks that an exporter keeps what `UsageExporter` promises to a pipeline.
///
/// It belongs to no testing library; with Swift Testing a whole test is
///
/// ```swift
/// @Test func keepsThePromises() async {
///     let violations = await ExporterConformance.check(
///         makeExporter: { FileExporter(folder: folder) },
///         readBack: { _ in try read(folder) }
///     )
///     #expect(violations.isEmpty, "\(violations)")
/// }
/// ```
///
/// `makeExporter` makes an exporter that is ready, with a receiver of its own that is empty and takes everything.
public enum ExporterConformance {
    /// What an exporter promises.
    ///
    /// The raw values are stable.
    public enum Promise: String, Hashable, Sendable, CaseIterable {
        /// The name is not empty and does not change.
        case steadyName = "steady_name"
        /// A batch that is taken is all there: each id, once the exporter has been flushed, as often as it likes.
        case delivery
        /// The records are those that were given: not changed, none made up.
        case fidelity
        /// Records of all kinds are taken: calls, outcomes, drops; nearly empty ones, and ones with awkward text.
        case allKinds = "all_kinds"
        /// A batch of one record and one of a thousand are taken, or refused as too large, which makes the pipeline split
        /// it; one record is never too large.
        case anySize = "any_size"
        /// A batch that comes again, after a try whose answer was lost, is taken again and keeps its ids: none is lost,
        /// and a receiver that knows ids has each record once.
        case repetition
        /// Flushing is allowed at any time: before the first batch, and twice.
        case flushAnytime = "flush_anytime"
        /// Shutting down is allowed at any time and twice, and keeps what was taken.
        case shutdownAnytime = "shutdown_anytime"
        /// A batch after shutting down is not taken silently: it throws, or the records are there.
        case honestAfterShutdown = "honest_after_shutdown"
        /// A call whose task is cancelled returns all the same.
        ///
        /// An exporter that breaks this promise does not come to the end of the check.
        case returnsWhenCancelled = "returns_when_cancelled"
    }

    /// A promise that was not kept.
    public struct Violation: Hashable, Sendable, CustomStringConvertible {
        /// The promise.
        public let promise: Promise
        /// What happened instead.
        public let message: String

        /// The message after the promise.
        public var description: String { "\(self.promise.rawValue): \(self.message)" }
    }

    /// Tries the exporters that `makeExporter` makes, each on one promise.
    ///
    /// - Parameters:
    ///   - makeExporter: Makes an exporter with an empty receiver of its own.
    ///   - readBack: Returns what the receiver of an exporter has, in any order, a record as often as it is there. It is
    ///     called after the exporter was flushed or shut down. Without it only what can be seen from outside is checked.
    /// - Returns: The promises that were not kept; empty for an exporter that a pipeline can rely on.
    public static func check<Exporter: UsageExporter>(
        makeExporter: () async throws -> Exporter,
        readBack: ((Exporter) async throws -> [MeteringRecord])? = nil
    ) async -> [Violation] {
        var violations: [Violation] = []
        for promise in Promise.allCases {
            do {
                let exporter = try await makeExporter()
                let trial = ConformanceTrial(exporter: exporter, readBack: readBack)
                if let message = try await trial.broken(promise) {
                    violations.append(Violation(promise: promise, message: message))
                }
            } catch {
                violations.append(Violation(promise: promise, message: "it threw \(error)"))
            }
        }
        return violations
    }
}
