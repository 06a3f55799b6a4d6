internal import TallyTokenizer

/// The meter of a process, chosen once where it starts.
///
/// Libraries that call a model record with ``UsageMeter/current`` and need not be handed a meter; the application says
/// where records go:
///
/// ```swift
/// let pipeline = UsagePipeline(exporters: [ConsoleExporter()])
/// MeteringSystem.bootstrap(UsageMeter(recorder: pipeline))
/// ```
public enum MeteringSystem {
    private static let chosen = Locked<UsageMeter?>(nil)

    /// Makes `meter` the one of the process.
    ///
    /// - Precondition: It is called once. Tests use `withUsageMeter` instead.
    public static func bootstrap(_ meter: UsageMeter) {
        let isFirst = Self.chosen.withLock { chosen in
            guard chosen == nil else { return false }
            chosen = meter
            return true
        }
        precondition(
            isFirst,
            "the meter of the process was chosen already: call bootstrap once, in main; tests use withUsageMeter"
        )
    }

    /// The meter of the process: one that records nothing until ``bootstrap(_:)``.
    static var meter: UsageMeter {
        Self.chosen.withLock { $0 } ?? .noOp
    }
}
