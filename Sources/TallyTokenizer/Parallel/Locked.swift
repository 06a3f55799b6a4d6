internal import Synchronization

/// A value behind a lock, as `Mutex`, in a way that the thread sanitizer can follow.
///
/// On Linux the kernel hands a contended `Mutex` from thread to thread, which the sanitizer does not see: it reports races
/// that can not be. The two operations on `turn` show it the order; they are plain loads and stores on the usual processors.
package struct Locked<Value: Sendable>: ~Copyable, Sendable {
    private let value: Mutex<Value>
    private let turn = Atomic<Bool>(false)

    package init(_ value: Value) {
        self.value = Mutex(value)
    }

    /// Calls `body` while no other thread is in a `body` of this lock; it must not lock again.
    package borrowing func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try self.value.withLock { (value: inout sending Value) throws(Failure) -> Result in
            _ = self.turn.load(ordering: .acquiring)
            defer { self.turn.store(true, ordering: .releasing) }
            return try body(&value)
        }
    }
}
