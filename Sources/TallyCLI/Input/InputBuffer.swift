#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The memory that one input after the other is read into.
///
/// Read rather than mapped: a file that shrinks or changes meanwhile can then neither end the process nor change under
/// the tokenizer, and the one copy costs less than the page faults it saves.
@safe
final class InputBuffer {
    private var storage: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    private static let smallest = 1 << 16
    /// What is kept from one file to the next; the memory for a larger file is given back after it.
    private static let largestKept = 1 << 24

    init() {
        unsafe self.storage = .allocate(capacity: Self.smallest)
    }

    deinit {
        unsafe self.storage.deallocate()
    }

    /// Calls `body` with what has been read.
    func withBytes<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let filled = unsafe UnsafeBufferPointer(rebasing: self.storage[..<self.count])
        return try unsafe body(filled.span)
    }

    /// Forgets the first `length` bytes and moves the rest to the front.
    func discard(_ length: Int) {
        guard length > 0, let base = unsafe self.storage.baseAddress else { return }
        unsafe memmove(base, base + length, self.count - length)
        self.count -= length
    }

    /// Forgets everything.
    func removeAll() {
        self.count = 0
        if unsafe self.storage.count > Self.largestKept { self.resize(to: Self.smallest) }
    }

    /// Reads until there are at least `minimum` bytes more, or the end.
    ///
    /// - Returns: Whether there may be more to read.
    func read(_ file: borrowing OpenFile, atLeast minimum: Int) throws(SystemError) -> Bool {
        let goal = self.count + minimum
        while self.count < goal {
            guard try self.readOnce(file) > 0 else { return false }
        }
        return true
    }

    /// Reads to the end.
    func readToEnd(_ file: borrowing OpenFile) throws(SystemError) {
        // One byte more than its size, so that a file that has not grown ends without another allocation.
        self.reserve(file.size + 1)
        while try self.readOnce(file) > 0 {}
    }

    private func readOnce(_ file: borrowing OpenFile) throws(SystemError) -> Int {
        self.reserve(self.count + 1)
        let all = unsafe UnsafeMutableRawBufferPointer(self.storage)
        let received = try unsafe file.read(into: UnsafeMutableRawBufferPointer(rebasing: all[self.count...]))
        self.count += received
        return received
    }

    private func reserve(_ capacity: Int) {
        let current = unsafe self.storage.count
        if capacity > current { self.resize(to: max(capacity, current * 2)) }
    }

    private func resize(to capacity: Int) {
        let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: capacity)
        _ = unsafe larger.update(fromContentsOf: self.storage[..<self.count])
        unsafe self.storage.deallocate()
        unsafe self.storage = larger
    }
}
