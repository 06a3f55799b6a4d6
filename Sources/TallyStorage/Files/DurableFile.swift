#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// An open file that is appended to or read, closed when it goes out of scope.
///
/// Files are made with mode 0600 and are not inherited by other programs. Every call blocks until the system is done.
package struct DurableFile: ~Copyable, Sendable {
    /// How a file is opened.
    package enum Access: Sendable {
        /// For reading.
        case reading
        /// For reading, and writing at its end; it is made if it is not there.
        case appending
        /// For reading, and writing at its end; it must not be there yet.
        case creating
        /// For reading, and writing at its end; it must be there.
        case repairing
    }

    /// Where the file was when it was opened.
    package let path: String
    private let descriptor: Int32

    /// Opens the file at `path`, whose folder must be there.
    package init(_ path: String, _ access: Access) throws(StorageError) {
        let flags =
            switch access {
            case .reading: O_RDONLY
            case .appending: O_RDWR | O_APPEND | O_CREAT
            case .creating: O_RDWR | O_APPEND | O_CREAT | O_EXCL
            case .repairing: O_RDWR | O_APPEND
            }
        let descriptor = SystemCalls.retrying { unsafe path.withCString { unsafe open($0, flags | O_CLOEXEC, 0o600) } }
        guard let descriptor else { throw .last(.open, path) }
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(self.descriptor) }

    /// How many bytes the file has.
    package var size: Int {
        get throws(StorageError) {
            var status = stat()
            guard unsafe fstat(self.descriptor, &status) == 0 else { throw .last(.inspect, self.path) }
            return Int(status.st_size)
        }
    }

    /// Whether the file still has a name: false once it has been removed, by whoever.
    package var isLinked: Bool {
        get throws(StorageError) {
            var status = stat()
            guard unsafe fstat(self.descriptor, &status) == 0 else { throw .last(.inspect, self.path) }
            return status.st_nlink > 0
        }
    }

    /// Writes `bytes` at the end, in one call of the system if it takes them all at once.
    ///
    /// - Throws: ``StorageError``; a part of `bytes` may have been written, which ``size`` tells and ``truncate(to:)`` undoes.
    package func append(_ bytes: Span<UInt8>) throws(StorageError) {
        var position = 0
        while position < bytes.count {
            let count = try self.appendOnce(bytes.extracting(position...))
            guard count > 0 else { throw StorageError(.write, self.path, number: ENOSPC) }
            position += count
        }
    }

    /// Writes `bytes` at the end in one call of the system.
    ///
    /// - Returns: How many of them it took: fewer than all where there is no room for more.
    package func appendOnce(_ bytes: Span<UInt8>) throws(StorageError) -> Int {
        let count = unsafe bytes.withUnsafeBytes { buffer -> Int? in
            guard let start = buffer.baseAddress else { return 0 }
            return SystemCalls.retrying { unsafe SystemCalls.write(self.descriptor, start, buffer.count) }
        }
        guard let count else { throw .last(.write, self.path) }
        return count
    }

    /// Reads what there is from `offset` on, at most `count` bytes; empty at the end of the file.
    package func read(at offset: Int, count: Int) throws(StorageError) -> [UInt8] {
        // An array without room is one that all threads share, and setting its count is a race to the thread sanitizer.
        guard count > 0 else { return [] }
        var isRead = true
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            let received = SystemCalls.retrying {
                unsafe pread(self.descriptor, buffer.baseAddress, count, off_t(offset))
            }
            isRead = received != nil
            initialized = received ?? 0
        }
        guard isRead else { throw .last(.read, self.path) }
        return bytes
    }

    /// Returns when all that was written is on the medium, as far as the system can say.
    ///
    /// - Throws: ``StorageError``; what was written since the last success may be lost then, also if a later call succeeds.
    package func sync() throws(StorageError) {
        guard SystemCalls.retrying({ SystemCalls.sync(self.descriptor) }) != nil else { throw .last(.sync, self.path) }
    }

    /// Cuts off all behind the first `size` bytes.
    package func truncate(to size: Int) throws(StorageError) {
        guard SystemCalls.retrying({ ftruncate(self.descriptor, off_t(size)) }) != nil else {
            throw .last(.truncate, self.path)
        }
    }

    /// Locks the file against other processes and other openings until it is closed, also by a crash.
    ///
    /// - Returns: Whether it was not locked already.
    package func lock() throws(StorageError) -> Bool {
        if SystemCalls.retrying({ flock(self.descriptor, LOCK_EX | LOCK_NB) }) != nil { return true }
        if errno == EWOULDBLOCK { return false }
        throw .last(.lock, self.path)
    }
}
