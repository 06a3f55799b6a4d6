#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The file that GitHub shows as a job's summary; every step appends to it.
enum JobSummary {
    /// Appends text.
    static func append(_ text: String, to path: FilePath) throws(CommandFailure) {
        guard !text.isEmpty else { return }
        let descriptor = unsafe path.withCString { unsafe open($0, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644) }
        guard descriptor >= 0 else {
            throw CommandFailure(.unwritableOutput, what: path.displayText, why: SystemError.last.description)
        }
        defer { close(descriptor) }
        let output = BufferedOutput(descriptor: descriptor)
        do throws(CommandFailure) {
            try output.write(text)
            try output.flush()
        } catch {
            throw CommandFailure(.unwritableOutput, what: path.displayText, why: error.why)
        }
    }
}
