/// Turns the paths of a command line into texts, one at a time in constant memory.
struct InputReader {
    let paths: [FilePath]
    let ignoresFiles: Bool
    let countsBinaries: Bool

    /// How many bytes at the start decide whether a file is binary, as in git.
    static let sniffedBytes = 8_000

    /// Calls `body` with each input in order: arguments as given, folders by name, depth first.
    func forEach(_ body: (Input) throws -> Void) throws {
        let buffer = InputBuffer()
        for path in self.paths.isEmpty ? [.standardInput] : self.paths {
            if path == .standardInput {
                try body(Self.readStandardInput(into: buffer))
            } else {
                try self.read(path, buffer, body)
            }
        }
    }

    private func read(_ path: FilePath, _ buffer: InputBuffer, _ body: (Input) throws -> Void) throws {
        switch self.open(path, followsLinks: true, buffer) {
        case .input(let input): try body(input)
        case .folder:
            let walk = FolderWalk(ignoresFiles: self.ignoresFiles)
            try walk.forEach(in: path) { entry in
                switch entry {
                case .skipped(let path, let reason): try body(.skipped(path: path, reason: reason))
                case .failed(let path, let error):
                    try body(.failed(path: path, failure: CommandFailure(error, reading: path.displayText)))
                case .file(let path):
                    // A file that has just become a folder or a pipe is neither walked nor waited for.
                    switch self.open(path, followsLinks: false, buffer) {
                    case .input(let input): try body(input)
                    case .folder: try body(.skipped(path: path, reason: .special))
                    }
                }
            }
        }
    }

    private enum Opened {
        case input(Input)
        case folder
    }

    private func open(_ path: FilePath, followsLinks: Bool, _ buffer: InputBuffer) -> Opened {
        buffer.removeAll()
        do throws(SystemError) {
            let file = try OpenFile(path, followsLinks: followsLinks)
            if file.kind == .folder { return .folder }
            if file.kind != .regular, !followsLinks { return .input(.skipped(path: path, reason: .special)) }
            let hasMore = try buffer.read(file, atLeast: Self.sniffedBytes)
            if !self.countsBinaries, let offset = buffer.withBytes(Self.offsetOfNUL) {
                return .input(.skipped(path: path, reason: .binary(offset: offset)))
            }
            if hasMore { try buffer.readToEnd(file) }
            return .input(.text(path: path, content: buffer))
        } catch {
            return .input(.failed(path: path, failure: Self.failure(error, path)))
        }
    }

    private static func readStandardInput(into buffer: InputBuffer) -> Input {
        buffer.removeAll()
        do throws(SystemError) {
            try buffer.readToEnd(.standardInput())
            return .text(path: .standardInput, content: buffer)
        } catch {
            return .failed(path: .standardInput, failure: CommandFailure(error, reading: "standard input"))
        }
    }

    private static func failure(_ error: SystemError, _ path: FilePath) -> CommandFailure {
        guard error == .notFound else { return CommandFailure(error, reading: path.displayText) }
        return CommandFailure(
            .unreadableInput,
            what: path.displayText,
            why: error.description,
            remedy: "check the path, or '-' for standard input"
        )
    }

    private static func offsetOfNUL(_ bytes: Span<UInt8>) -> Int? {
        for offset in 0..<min(bytes.count, Self.sniffedBytes) where bytes[offset] == 0 {
            return offset
        }
        return nil
    }
}
