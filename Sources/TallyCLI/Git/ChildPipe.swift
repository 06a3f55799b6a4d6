#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The two ends of what connects this process with a child; neither is inherited by any other child.
///
/// A pair of sockets rather than a pipe: a write to one whose reader has gone is an error and not a signal, and it is
/// made in one step, before another thread can start a child that inherits it.
struct ChildPipe {
    let ours: Int32
    let theirs: Int32

    init() throws(SystemError) {
        var ends: [Int32] = [-1, -1]
        #if canImport(Glibc)
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        #elseif canImport(Musl)
        let kind = SOCK_STREAM | SOCK_CLOEXEC
        #else
        let kind = SOCK_STREAM
        #endif
        guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw .last }
        #if canImport(Darwin)
        var isOn: Int32 = 1
        unsafe setsockopt(ends[0], SOL_SOCKET, SO_NOSIGPIPE, &isOn, socklen_t(MemoryLayout<Int32>.size))
        #endif
        self = try Self(ours: ends[0], theirs: ends[1]).placed()
    }

    private init(ours: Int32, theirs: Int32) {
        self.ours = ours
        self.theirs = theirs
    }

    func close() {
        Self.close(self.ours)
        Self.close(self.theirs)
    }

    static func close(_ descriptor: Int32) {
        #if canImport(Glibc)
        _ = Glibc.close(descriptor)
        #elseif canImport(Musl)
        _ = Musl.close(descriptor)
        #else
        _ = Darwin.close(descriptor)
        #endif
    }

    /// The same with both ends above the three standard descriptors, which a child replaces one after the other; where
    /// this process was started without some of them, the system would hand those numbers out.
    private func placed() throws(SystemError) -> ChildPipe {
        let ours = fcntl(self.ours, F_DUPFD_CLOEXEC, 3)
        let theirs = fcntl(self.theirs, F_DUPFD_CLOEXEC, 3)
        let error = SystemError.last
        self.close()
        guard ours >= 0, theirs >= 0 else {
            Self.close(ours)
            throw error
        }
        return Self(ours: ours, theirs: theirs)
    }
}
