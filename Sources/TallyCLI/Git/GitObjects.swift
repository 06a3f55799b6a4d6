/// The contents that git has, each read when it is asked for, by one process for all of them.
final class GitObjects {
    /// What an object holds.
    enum Contents: Equatable {
        case bytes([UInt8])
        /// More bytes than were asked for at most; the number that there are.
        case tooLarge(Int)
    }

    private let git: GitCommand
    /// What stands before a path to name it on the side that is looked at.
    private let side: [UInt8]
    private var process: ChildProcess?
    private var buffer: [UInt8] = []

    private static let arguments = ["cat-file", "--batch"]
    /// In bytes: what a new process can be started in the time of.
    private static let longestReadOver = 1 << 22

    /// Starts git, so that it is ready by the time it is asked.
    init(_ git: GitCommand, side: String) throws(CommandFailure) {
        self.git = git
        self.side = Array(side.utf8)
        self.process = try git.start(Self.arguments, takesInput: true)
    }

    /// What the object `id` holds.
    ///
    /// - Throws: ``CommandFailure`` if there is no such object, it is no file's, or git can't read it.
    func contents(of id: String, limit: Int) throws(CommandFailure) -> Contents {
        guard let contents = try self.ask(Array(id.utf8), limit) else {
            throw CommandFailure(
                .unreadableInput,
                what: "object \(FilePath(id).displayText)",
                why: "the repository names it and does not have it",
                remedy: "git fsck; in a shallow or partial clone: git fetch --unshallow, or git fetch --refetch"
            )
        }
        return contents
    }

    /// What is at `path` (from the top) in the index, or in `HEAD` if the repository is bare; nil if nothing is.
    ///
    /// Of a link it is the path that the link leads to.
    func contents(at path: FilePath, limit: Int) throws(CommandFailure) -> Contents? {
        try self.ask(self.side + path.bytes, limit)
    }

    private func ask(_ name: [UInt8], _ limit: Int) throws(CommandFailure) -> Contents? {
        // A question is a line.
        if name.contains(UInt8(ascii: "\n")) { return nil }
        let process = try self.running()
        process.send(name + [UInt8(ascii: "\n")])
        let header = try self.line(process)
        if [" missing", " ambiguous"].contains(where: { header.suffix($0.utf8.count).elementsEqual($0.utf8) }) {
            return nil
        }
        let parts = header.split(separator: UInt8(ascii: " "))
        guard parts.count == 3, let size = Int(String(decoding: parts[2], as: UTF8.self)), size >= 0 else {
            throw self.ended("an answer in a form that is not known")
        }
        if size > limit {
            if size > Self.longestReadOver {
                self.stop()
            } else {
                _ = try self.take(size + 1, process)
            }
            return .tooLarge(size)
        }
        let bytes = try self.take(size + 1, process).dropLast()
        return parts[1].elementsEqual("blob".utf8) ? .bytes(Array(bytes)) : nil
    }

    private func running() throws(CommandFailure) -> ChildProcess {
        if let process { return process }
        let process = try self.git.start(Self.arguments, takesInput: true)
        self.process = process
        return process
    }

    private func stop() {
        self.process = nil
        self.buffer = []
    }

    /// The next line, without its end.
    private func line(_ process: ChildProcess) throws(CommandFailure) -> [UInt8] {
        var searched = 0
        while true {
            if let end = self.buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                return try self.take(end + 1, process).dropLast()
            }
            searched = self.buffer.count
            try self.readMore(process)
        }
    }

    /// The next `count` bytes.
    private func take(_ count: Int, _ process: ChildProcess) throws(CommandFailure) -> [UInt8] {
        while self.buffer.count < count { try self.readMore(process) }
        // One answer follows one question, so that what is left is short.
        let result = Array(self.buffer[..<count])
        self.buffer.removeFirst(count)
        return result
    }

    private func readMore(_ process: ChildProcess) throws(CommandFailure) {
        do throws(SystemError) {
            if try process.read(into: &self.buffer) > 0 { return }
        } catch {
            throw self.ended(error.description)
        }
        throw self.ended(nil)
    }

    /// The failure of a git that can't be asked any more; the next question starts another one.
    private func ended(_ reason: String?) -> CommandFailure {
        let process = self.process
        self.stop()
        let command = "git \(Self.arguments[0])"
        guard reason == nil, let process else {
            return CommandFailure(.unreadableInput, what: command, why: reason ?? "ended")
        }
        do throws(SystemError) {
            return GitRefusal(try process.end(), process.errorText, command: command).failure
        } catch {
            return CommandFailure(.unreadableInput, what: command, why: error.description)
        }
    }
}

extension GitRepository {
    /// The contents that git has.
    func objects() throws(CommandFailure) -> GitObjects {
        try GitObjects(self.git, side: self.isBare ? "HEAD:" : ":")
    }
}
