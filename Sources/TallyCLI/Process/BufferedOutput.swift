#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A file descriptor that is written in large pieces.
///
/// A reader that has gone away ends the process without a word, as it ends any filter; every other error is thrown, so
/// that a full disk is never taken for success.
final class BufferedOutput {
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private let capacity = 1 << 16
    /// Whether a person reads this as it is written.
    let isTerminal: Bool

    init(descriptor: Int32) {
        self.descriptor = descriptor
        self.isTerminal = isatty(descriptor) == 1
        self.buffer.reserveCapacity(self.capacity)
    }

    /// Adds `text`; what is written so far may stay in memory until ``flush()``.
    func write(_ text: String) throws(CommandFailure) {
        self.buffer.append(contentsOf: text.utf8)
        if self.buffer.count >= self.capacity { try self.flush() }
    }

    /// Adds `bytes` as they are.
    func write(_ bytes: [UInt8]) throws(CommandFailure) {
        self.buffer.append(contentsOf: bytes)
        if self.buffer.count >= self.capacity { try self.flush() }
    }

    /// Hands everything over to the system.
    func flush() throws(CommandFailure) {
        var written = 0
        while written < self.buffer.count {
            let result = unsafe self.buffer.withUnsafeBytes { bytes in
                unsafe Self.write(self.descriptor, bytes[written...])
            }
            switch result {
            case .success(let count): written += count
            case .failure(.isInterruption): continue
            case .failure(.brokenPipe): _exit(ExitStatus.brokenPipe.rawValue)
            case .failure(let error):
                self.buffer.removeAll()
                throw CommandFailure(.unwritableOutput, what: "standard output", why: error.description)
            }
        }
        self.buffer.removeAll(keepingCapacity: true)
    }

    private static func write(_ descriptor: Int32, _ bytes: Slice<UnsafeRawBufferPointer>) -> Result<Int, SystemError> {
        let rebased = unsafe UnsafeRawBufferPointer(rebasing: bytes)
        #if canImport(Glibc)
        let count = unsafe Glibc.write(descriptor, rebased.baseAddress, rebased.count)
        #elseif canImport(Musl)
        let count = unsafe Musl.write(descriptor, rebased.baseAddress, rebased.count)
        #else
        let count = unsafe Darwin.write(descriptor, rebased.baseAddress, rebased.count)
        #endif
        return count < 0 ? .failure(.last) : .success(count)
    }
}
