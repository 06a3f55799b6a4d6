#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A file that is written piece by piece and has its name only when all of it is there.
final class PartialFile {
    private let path: FilePath
    private let partial: FilePath
    private let descriptor: Int32
    private let output: BufferedOutput
    private var isFinished = false

    /// Opens the file beside `path`; what has that name now stays until ``finish()``.
    init(_ path: FilePath) throws(CommandFailure) {
        self.path = path
        self.partial = FilePath(bytes: path.bytes + Array(".\(getpid()).part".utf8))
        self.descriptor = unsafe self.partial.withCString {
            unsafe open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        }
        self.output = BufferedOutput(descriptor: self.descriptor)
        guard self.descriptor >= 0 else {
            self.isFinished = true
            throw Self.failure(.last, path)
        }
    }

    deinit {
        guard !self.isFinished else { return }
        close(self.descriptor)
        _ = unsafe self.partial.withCString { unsafe unlink($0) }
    }

    /// Adds a piece.
    func write(_ text: String) throws(CommandFailure) {
        do throws(CommandFailure) {
            try self.output.write(text)
        } catch {
            throw CommandFailure(.unwritableOutput, what: self.path.displayText, why: error.why)
        }
    }

    /// Gives the file its name.
    func finish() throws(CommandFailure) {
        do throws(CommandFailure) {
            try self.output.flush()
        } catch {
            throw CommandFailure(.unwritableOutput, what: self.path.displayText, why: error.why)
        }
        let isNamed =
            unsafe self.partial.withCString { old in unsafe self.path.withCString { unsafe rename(old, $0) } } == 0
        guard isNamed else { throw Self.failure(.last, self.path) }
        self.isFinished = true
        guard close(self.descriptor) == 0 else { throw Self.failure(.last, self.path) }
    }

    private static func failure(_ error: SystemError, _ path: FilePath) -> CommandFailure {
        CommandFailure(.unwritableOutput, what: path.displayText, why: error.description)
    }
}
