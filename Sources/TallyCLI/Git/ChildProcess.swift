#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A program that runs beside this one, its three standard streams in our hands.
///
/// Whatever waits for the child serves all three at once, so that neither side can block the other. Not for use from
/// several threads at once.
final class ChildProcess {
    /// How a process ended.
    enum Ending: Equatable {
        case status(Int32)
        case signal(Int32)
    }

    private let id: pid_t
    /// The descriptors, -1 once closed.
    private var input: Int32
    private var output: Int32
    private var errors: Int32
    private var unsent: ArraySlice<UInt8> = []
    private var ending: Ending?
    /// The start of what it wrote to standard error.
    private(set) var errorText: [UInt8] = []

    /// In bytes; what a program complains about more than this is read over.
    private static let longestErrorText = 1 << 14
    private static let readLength = 1 << 16

    /// Starts `program`.
    ///
    /// - Parameters:
    ///   - arguments: Without the program's name.
    ///   - takesInput: Whether it is to be sent something; else its input is empty.
    /// - Throws: The system's error if it can't be started.
    init(
        _ program: FilePath,
        arguments: [[UInt8]],
        environment: ChildEnvironment,
        takesInput: Bool
    ) throws(SystemError) {
        var pipes: [ChildPipe] = []
        do throws(SystemError) {
            for _ in 0..<(takesInput ? 3 : 2) { pipes.append(try ChildPipe()) }
            let start = ChildStart(
                program: program,
                arguments: arguments,
                environment: environment,
                input: takesInput ? pipes[2].theirs : nil,
                output: pipes[0].theirs,
                errors: pipes[1].theirs
            )
            self.id = try start.run()
        } catch {
            for pipe in pipes { pipe.close() }
            throw error
        }
        for pipe in pipes { ChildPipe.close(pipe.theirs) }
        self.output = pipes[0].ours
        self.errors = pipes[1].ours
        self.input = takesInput ? pipes[2].ours : -1
    }

    deinit {
        guard self.ending == nil else { return }
        kill(self.id, SIGKILL)
        _ = self.wait()
        self.closeAll()
    }

    /// Adds to what is sent to the child, whenever it reads.
    func send(_ bytes: [UInt8]) {
        self.unsent.append(contentsOf: bytes)
    }

    /// Adds to `buffer` what the child has written, at least a byte, and returns how many; 0 at the end.
    func read(into buffer: inout [UInt8]) throws(SystemError) -> Int {
        while self.output >= 0 {
            try self.waitUntilReady(milliseconds: -1)
            if self.isReady.output { return try self.receive(into: &buffer) }
        }
        return 0
    }

    /// Ends what is sent to the child and waits until it has ended by itself.
    func end() throws(SystemError) -> Ending {
        if let ending { return ending }
        Self.close(&self.input)
        Self.close(&self.output)
        // What the child started in its turn may keep standard error open for as long as it likes.
        while self.errors >= 0 {
            try self.waitUntilReady(milliseconds: 20)
            if self.errors >= 0, !self.isReady.errors, let ending = self.wait(WNOHANG) {
                self.closeAll()
                return ending
            }
        }
        self.closeAll()
        return self.wait() ?? .status(0)
    }

    // MARK: - Streams

    private var isReady = (output: false, errors: false)

    /// Waits until standard output has something for us; meanwhile sends, and takes in what comes on standard error.
    private func waitUntilReady(milliseconds: Int32) throws(SystemError) {
        var states = [
            pollfd(fd: self.output, events: Int16(POLLIN), revents: 0),
            pollfd(fd: self.errors, events: Int16(POLLIN), revents: 0),
            // A descriptor below 0 is passed over.
            pollfd(fd: self.unsent.isEmpty ? -1 : self.input, events: Int16(POLLOUT), revents: 0),
        ]
        while unsafe poll(&states, nfds_t(states.count), milliseconds) < 0 {
            if SystemError.last != .isInterruption { throw .last }
        }
        self.isReady = (states[0].revents != 0, states[1].revents != 0)
        if states[2].revents != 0 { self.sendSome() }
        if self.isReady.errors { try self.receiveErrors() }
    }

    private func sendSome() {
        #if canImport(Darwin)
        let flags = MSG_DONTWAIT
        #else
        let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
        #endif
        let sent = unsafe self.unsent.withUnsafeBytes { unsafe Self.send(self.input, $0, flags) }
        if sent >= 0 {
            self.unsent = self.unsent.dropFirst(sent)
        } else if ![EINTR, EAGAIN].contains(errno) {
            // It reads no more; why is said by how it ends.
            self.unsent = []
            Self.close(&self.input)
        }
    }

    private func receive(into buffer: inout [UInt8]) throws(SystemError) -> Int {
        let count = try Self.read(self.output, into: &buffer)
        if count == 0 { Self.close(&self.output) }
        return count
    }

    private func receiveErrors() throws(SystemError) {
        var text: [UInt8] = []
        if try Self.read(self.errors, into: &text) == 0 { Self.close(&self.errors) }
        self.errorText.append(contentsOf: text.prefix(Self.longestErrorText - self.errorText.count))
    }

    private static func read(_ descriptor: Int32, into buffer: inout [UInt8]) throws(SystemError) -> Int {
        var result = 0
        let piece = unsafe [UInt8](unsafeUninitializedCapacity: Self.readLength) { memory, count in
            repeat {
                result = unsafe Self.read(descriptor, UnsafeMutableRawBufferPointer(memory))
            } while result < 0 && SystemError.last == .isInterruption
            count = max(result, 0)
        }
        if result < 0 { throw .last }
        buffer.append(contentsOf: piece)
        return result
    }

    private static func read(_ descriptor: Int32, _ memory: UnsafeMutableRawBufferPointer) -> Int {
        #if canImport(Glibc)
        unsafe Glibc.read(descriptor, memory.baseAddress, memory.count)
        #elseif canImport(Musl)
        unsafe Musl.read(descriptor, memory.baseAddress, memory.count)
        #else
        unsafe Darwin.read(descriptor, memory.baseAddress, memory.count)
        #endif
    }

    private static func send(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, _ flags: Int32) -> Int {
        #if canImport(Glibc)
        unsafe Glibc.send(descriptor, bytes.baseAddress, bytes.count, flags)
        #elseif canImport(Musl)
        unsafe Musl.send(descriptor, bytes.baseAddress, bytes.count, flags)
        #else
        unsafe Darwin.send(descriptor, bytes.baseAddress, bytes.count, flags)
        #endif
    }

    private static func close(_ descriptor: inout Int32) {
        if descriptor >= 0 { ChildPipe.close(descriptor) }
        descriptor = -1
    }

    private func closeAll() {
        Self.close(&self.input)
        Self.close(&self.output)
        Self.close(&self.errors)
    }

    /// How the child ended; nil if it has not, and `options` say not to wait for it.
    private func wait(_ options: Int32 = 0) -> Ending? {
        if let ending { return ending }
        var status: Int32 = 0
        var result: pid_t
        repeat {
            result = unsafe waitpid(self.id, &status, options)
        } while result < 0 && SystemError.last == .isInterruption
        if result == 0 { return nil }
        // Someone else has waited for it: an ending that is not known counts as none that is good.
        let signal = status & 0x7F
        self.ending = result < 0 ? .status(-1) : signal == 0 ? .status(status >> 8 & 0xFF) : .signal(signal)
        return self.ending
    }
}
