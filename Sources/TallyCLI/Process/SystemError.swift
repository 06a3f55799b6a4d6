#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A system call's error number.
struct SystemError: Error, Equatable, CustomStringConvertible {
    let number: Int32

    /// The error of the system call that has just failed on this thread.
    static var last: SystemError { SystemError(number: errno) }

    static let notFound = SystemError(number: ENOENT)
    static let isInterruption = SystemError(number: EINTR)
    static let brokenPipe = SystemError(number: EPIPE)

    /// The system's words, in a sentence's small letters.
    var description: String {
        guard let text = unsafe strerror(self.number) else { return "error \(self.number)" }
        let words = unsafe String(cString: text)
        return words.prefix(1).lowercased() + words.dropFirst()
    }
}
