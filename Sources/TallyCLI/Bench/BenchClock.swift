#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// What a piece of work took, in nanoseconds.
struct BenchLap {
    let wall: Int
    /// What this thread alone was given of the processor; other threads and other processes do not count.
    let cpu: Int

    /// Times `body`; the answer is kept until the clock has stopped, so that freeing it costs nothing here.
    static func timing<Answer>(_ body: () -> Answer) -> (answer: Answer, lap: BenchLap) {
        let (wall, cpu) = (Self.now(CLOCK_MONOTONIC), Self.now(CLOCK_THREAD_CPUTIME_ID))
        let answer = body()
        let (cpuEnd, wallEnd) = (Self.now(CLOCK_THREAD_CPUTIME_ID), Self.now(CLOCK_MONOTONIC))
        return (answer, BenchLap(wall: wallEnd - wall, cpu: cpuEnd - cpu))
    }

    /// The medians of the laps, each clock by itself.
    ///
    /// - Precondition: There is at least one.
    static func median(_ laps: [BenchLap]) -> BenchLap {
        BenchLap(wall: Self.median(laps.map(\.wall)), cpu: Self.median(laps.map(\.cpu)))
    }

    private static func median(_ values: [Int]) -> Int {
        let sorted = values.sorted()
        let upper = sorted[sorted.count / 2]
        return sorted.count.isMultiple(of: 2) ? (sorted[sorted.count / 2 - 1] + upper) / 2 : upper
    }

    private static func now(_ clock: clockid_t) -> Int {
        var time = timespec()
        // Unsafe only for the pointer to a local variable; these two clocks are always there.
        unsafe clock_gettime(clock, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
