extension MeterClock {
    /// The clocks of the system.
    public static let system = MeterClock(
        now: { .now },
        elapsed: { SystemTime.elapsed },
        sleep: { try await Task.sleep(for: $0) }
    )
}
