internal import Synchronization
internal import TallyTokenizer

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Runs what is asynchronous while the main thread waits, so that only the commands that need it pay for it.
enum Waiting {
    /// Runs `body` to its end, and throws what it throws.
    static func run(_ body: @escaping @Sendable () async throws -> Void) throws {
        let result = Locked<Result<Void, any Error>?>(nil)
        let isDone = Pipe()
        Task.detached {
            do {
                try await body()
                result.withLock { $0 = .success(()) }
            } catch {
                result.withLock { $0 = .failure(error) }
            }
            isDone.signal()
        }
        isDone.wait()
        try result.withLock { $0 }?.get()
    }

    /// A pipe whose reader waits until the writer writes.
    private struct Pipe: Sendable {
        private let reader: Int32
        private let writer: Int32

        init() {
            var ends: [Int32] = [-1, -1]
            precondition(unsafe pipe(&ends) == 0, "no pipe: the process has no file descriptors left")
            (self.reader, self.writer) = (ends[0], ends[1])
        }

        func signal() {
            var byte: UInt8 = 1
            _ = unsafe write(self.writer, &byte, 1)
        }

        func wait() {
            var byte: UInt8 = 0
            while unsafe read(self.reader, &byte, 1) < 0, errno == EINTR {}
        }
    }
}
