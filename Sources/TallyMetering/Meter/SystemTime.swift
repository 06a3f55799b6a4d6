#if canImport(Darwin)
private import Darwin
#elseif canImport(Musl)
private import Musl
#elseif canImport(Bionic)
private import Bionic
#elseif canImport(Glibc)
private import Glibc
#endif

/// The system's clocks, read without a system call where the system can.
enum SystemTime {
    /// Milliseconds since 1970-01-01 UTC.
    static var millisecondsSince1970: Int64 {
        let time = Self.read(CLOCK_REALTIME)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// The time since some beginning, which only goes forward.
    static var elapsed: Duration {
        let time = Self.read(CLOCK_MONOTONIC)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }

    private static func read(_ clock: clockid_t) -> timespec {
        var time = timespec()
        // It can not fail with a clock that every system has.
        _ = unsafe clock_gettime(clock, &time)
        return time
    }
}
