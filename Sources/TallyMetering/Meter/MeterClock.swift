/// The time, as a meter and its pipeline see it: passed in, so that tests need not wait.
public struct MeterClock: Sendable {
    /// The time of day.
    public var now: @Sendable () -> Timestamp
    /// A time that only goes forward, since any beginning: what durations are measured by.
    public var elapsed: @Sendable () -> Duration
    /// Waits that long, or until the task is cancelled.
    public var sleep: @Sendable (Duration) async throws -> Void

    /// Creates a clock of these three.
    public init(
        now: @escaping @Sendable () -> Timestamp,
        elapsed: @escaping @Sendable () -> Duration,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.now = now
        self.elapsed = elapsed
        self.sleep = sleep
    }
}
