internal import Synchronization

#if canImport(Darwin)
private import Darwin
#elseif canImport(Musl)
private import Musl
#elseif canImport(Bionic)
private import Bionic
#elseif canImport(Glibc)
private import Glibc
#endif

/// Threads that work for one call and are gone when it returns.
///
/// They are the system's own: a library that lends some would have to be linked by every program that only counts, and
/// starting one takes less time than counting 100 KB.
package enum Threads {
    /// How many threads the system can run at the same time.
    package static let available = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))

    /// Calls `body` with every number below `count`, once, from up to `width` threads of which this is one, and returns
    /// when all calls have.
    ///
    /// Each thread takes the next number when it is done with the one before, so that uneven work balances. Where the
    /// system refuses another thread, those that there are do all of it.
    package static func perform(_ count: Int, width: Int, _ body: @Sendable (Int) -> Void) {
        withoutActuallyEscaping(body) { body in
            let work = Work(count: count, body: body)
            var handles: [pthread_t] = []
            while handles.count < min(width, count) - 1, let handle = work.startThread() {
                handles.append(handle)
            }
            work.run()
            // From here on no thread has the body, which must not escape.
            for handle in handles { pthread_join(handle, nil) }
        }
    }
}

/// What the threads of one call share.
private final class Work: Sendable {
    private let next = Atomic<Int>(0)
    private let count: Int
    private let body: @Sendable (Int) -> Void

    init(count: Int, body: @escaping @Sendable (Int) -> Void) {
        self.count = count
        self.body = body
    }

    func run() {
        while true {
            // Nothing is handed over by the number; joining is what makes the results visible.
            let number = self.next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard number < self.count else { return }
            self.body(number)
        }
    }

    /// Starts a thread that runs this, or returns nil if the system has none left.
    func startThread() -> pthread_t? {
        #if canImport(Darwin) || canImport(Musl)
        var handle: pthread_t?
        #else
        var handle = pthread_t()
        #endif
        // Unsafe: the reference goes through C as a pointer. The thread takes over the count it was retained with; if
        // there is no thread, it is taken back.
        let context = unsafe Unmanaged.passRetained(self)
        let status = unsafe pthread_create(
            &handle,
            nil,
            { context in
                // The pointer is optional on some systems only.
                let context = unsafe context as UnsafeMutableRawPointer?
                if let context = unsafe context {
                    unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
                }
                return nil
            },
            context.toOpaque()
        )
        guard status == 0 else {
            unsafe context.release()
            return nil
        }
        return handle
    }
}
