#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The system's clock.
enum SystemClock {
    /// Now, in seconds since 1970-01-01.
    static var now: Int64 { Int64(time(nil)) }
}
