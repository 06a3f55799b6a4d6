internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// What Ctrl-C does: takes the progress line off the screen and ends with status 130.
enum Interruption {
    private static let hasProgress = Atomic<Bool>(false)

    /// Makes Ctrl-C end the process cleanly, unless the caller has it ignored (as `nohup` and background jobs do).
    static func install() {
        // Touched here, so that the handler never runs a lazy initialiser.
        self.hasProgress.store(false, ordering: .relaxed)
        var current = sigaction()
        unsafe sigaction(SIGINT, nil, &current)
        if Self.isIgnored(current) { return }
        signal(SIGINT) { _ in Interruption.end() }
        // A process that a thread pool started inherits the signals that the pool's threads block.
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGINT)
        unsafe sigprocmask(SIG_UNBLOCK, &signals, nil)
    }

    /// Notes whether a progress line is on the screen, and says whether one was.
    @discardableResult
    static func progressIsVisible(_ visible: Bool) -> Bool {
        self.hasProgress.exchange(visible, ordering: .relaxed)
    }

    /// Calls only what is allowed in a signal handler: `write` and `_exit`.
    private static func end() {
        if self.hasProgress.load(ordering: .relaxed) {
            let erasure: StaticString = "\r\u{1B}[K"
            _ = unsafe write(2, erasure.utf8Start, erasure.utf8CodeUnitCount)
        }
        _exit(ExitStatus.interrupted.rawValue)
    }

    private static func isIgnored(_ action: sigaction) -> Bool {
        #if canImport(Darwin)
        let handler = unsafe action.__sigaction_u.__sa_handler
        #else
        let handler = unsafe action.__sigaction_handler.sa_handler
        #endif
        return unsafe unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
