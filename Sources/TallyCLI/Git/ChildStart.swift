#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// All that it takes to start a program.
struct ChildStart {
    let program: FilePath
    let arguments: [[UInt8]]
    let environment: ChildEnvironment
    /// The descriptors that become its standard streams; without an input it reads an empty one.
    let input: Int32?
    let output: Int32
    let errors: Int32

    /// Starts the program and returns the process's number.
    func run() throws(SystemError) -> pid_t {
        // A text with a zero would end there, and mean something else.
        let texts = [self.program.bytes] + self.arguments + self.environment.entries
        if texts.contains(where: { $0.contains(0) }) { throw SystemError(number: EINVAL) }
        Self.keepEndings()

        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        var attributes: posix_spawnattr_t?
        #else
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        #endif
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }

        if let input {
            unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        unsafe posix_spawn_file_actions_adddup2(&actions, self.output, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, self.errors, 2)
        Self.resetSignals(&attributes)

        var id = pid_t()
        let result = unsafe Self.withCStrings([self.program.bytes] + self.arguments) { arguments in
            unsafe Self.withCStrings(self.environment.entries) { environment in
                unsafe self.program.withCString { program in
                    unsafe posix_spawn(&id, program, &actions, &attributes, arguments, environment)
                }
            }
        }
        if result != 0 { throw SystemError(number: result) }
        return id
    }

    #if canImport(Darwin)
    private typealias Attributes = posix_spawnattr_t?
    #else
    private typealias Attributes = posix_spawnattr_t
    #endif

    /// Gives the child the signals that a program expects, whatever our threads block and our starter ignored.
    private static func resetSignals(_ attributes: inout Attributes) {
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        var defaults = sigset_t()
        unsafe sigemptyset(&defaults)
        unsafe sigaddset(&defaults, SIGPIPE)
        unsafe sigaddset(&defaults, SIGCHLD)
        unsafe posix_spawnattr_setsigdefault(&attributes, &defaults)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    }

    /// Sees to it that the system keeps how children end; it does not where SIGCHLD is ignored, as some starters do.
    private static func keepEndings() {
        var current = sigaction()
        unsafe sigaction(SIGCHLD, nil, &current)
        #if canImport(Darwin)
        let handler = unsafe current.__sigaction_u.__sa_handler
        #else
        let handler = unsafe current.__sigaction_handler.sa_handler
        #endif
        if unsafe unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
            signal(SIGCHLD, SIG_DFL)
        }
    }

    /// Calls `body` with the texts as C wants them: each ended by a zero, and the list by no text.
    private static func withCStrings<Result>(
        _ texts: [[UInt8]],
        _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var offsets: [Int] = []
        var characters: [CChar] = []
        for text in texts {
            offsets.append(characters.count)
            characters.append(contentsOf: text.lazy.map { CChar(bitPattern: $0) })
            characters.append(0)
        }
        return unsafe characters.withUnsafeMutableBufferPointer { memory in
            // With no texts there is no memory, and nothing that leads into it.
            let list = unsafe offsets.map { offset in unsafe memory.baseAddress.map { unsafe $0 + offset } } + [nil]
            return unsafe list.withUnsafeBufferPointer { buffer in
                guard let base = buffer.baseAddress else { preconditionFailure("an ended list is never empty") }
                return unsafe body(base)
            }
        }
    }
}
