#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

// The calls whose names the methods of files have.
enum SystemCalls {
    /// Repeats a call that a signal has interrupted; nil with the error in `errno` if it failed.
    static func retrying<Result: SignedInteger>(_ body: () -> Result) -> Result? {
        while true {
            let result = body()
            if result >= 0 { return result }
            if errno != EINTR { return nil }
        }
    }

    @unsafe
    static func write(_ descriptor: Int32, _ start: UnsafeRawPointer, _ count: Int) -> Int {
        #if canImport(Glibc)
        unsafe Glibc.write(descriptor, start, count)
        #elseif canImport(Musl)
        unsafe Musl.write(descriptor, start, count)
        #else
        unsafe Darwin.write(descriptor, start, count)
        #endif
    }

    /// Waits until what was written is on the medium, as far as the system can say.
    static func sync(_ descriptor: Int32) -> Int32 {
        #if canImport(Darwin)
        // On Apple's systems fsync leaves it in the drive's cache.
        fcntl(descriptor, F_FULLFSYNC)
        #else
        fsync(descriptor)
        #endif
    }
}
