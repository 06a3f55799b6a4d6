#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Writes files that are there whole or not at all.
enum WholeFile {
    /// Writes `bytes` beside `path` and gives the result its name at the end; what had the name before is replaced.
    static func write(_ bytes: [UInt8], to path: FilePath) throws(CommandFailure) {
        let partial = FilePath(bytes: path.bytes + Array(".\(getpid()).part".utf8))
        let descriptor = unsafe partial.withCString { unsafe open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644) }
        guard descriptor >= 0 else { throw Self.failure(.last, path) }
        do throws(CommandFailure) {
            let output = BufferedOutput(descriptor: descriptor)
            try output.write(bytes)
            try output.flush()
        } catch {
            close(descriptor)
            _ = unsafe partial.withCString { unsafe unlink($0) }
            throw CommandFailure(.unwritableOutput, what: path.displayText, why: error.why)
        }
        let isClosed = close(descriptor) == 0
        let isNamed = unsafe partial.withCString { old in unsafe path.withCString { unsafe rename(old, $0) } } == 0
        guard isClosed, isNamed else {
            let error = SystemError.last
            _ = unsafe partial.withCString { unsafe unlink($0) }
            throw Self.failure(error, path)
        }
    }

    private static func failure(_ error: SystemError, _ path: FilePath) -> CommandFailure {
        CommandFailure(.unwritableOutput, what: path.displayText, why: error.description)
    }
}
