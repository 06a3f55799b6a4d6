internal import TallyEstimation

/// Finds the usual prompts below a folder and counts them.
struct PromptSurvey {
    /// The folders that have prompts, in the order of their paths.
    private(set) var folders: [PromptFolder] = []
    /// How many files that could be prompts were not counted: binary files, very large ones, and those that can't be read.
    private(set) var skipped = 0

    /// In bytes; what is larger is no prompt, whatever it is called.
    static let maximumSize = 1 << 24

    /// How many prompts there are.
    var prompts: Int { self.folders.reduce(0) { $0 + $1.prompts } }

    /// The folder with the largest prompt.
    var largest: PromptFolder? { self.folders.max { $0.tokens < $1.tokens } }

    /// Looks through all that git would not ignore below `top`; repositories inside it are their own.
    init(below top: FilePath, _ choice: EncodingChoice, _ console: Console) throws {
        var known: [FilePath: Int] = [:]
        var inner: [FilePath: Bool] = [:]
        let prefix = top.bytes.last == .slash ? top.bytes.count : top.bytes.count + 1
        let buffer = InputBuffer()
        try FolderWalk(ignoresFiles: true).forEach(in: top) { entry in
            if case .failed(let path, let error) = entry {
                try console.note(path.displayText, "left out: \(error.description)")
            }
            guard case .file(let path) = entry else { return }
            let relative = FilePath(bytes: Array(path.bytes[prefix...]))
            guard UsualPrompts.contains(relative.bytes) else { return }
            let folder = FilePath(bytes: Array(relative.bytes.dropLast(relative.name.count + 1)))
            guard !Self.isInside(folder, top, &inner) else { return }
            try console.showProgress {
                "\(NumberText.counted(known.count, "folder")) with prompts, \(path.displayText)"
            }
            guard let tokens = try Self.count(path, choice, console, buffer) else {
                self.skipped += 1
                return
            }
            let index = known[folder] ?? self.folders.count
            if index == self.folders.count {
                known[folder] = index
                self.folders.append(PromptFolder(folder))
            }
            self.folders[index].add(relative, tokens: tokens)
        }
        self.folders.sort { $0.path.bytes.lexicographicallyPrecedes($1.path.bytes) }
    }

    /// Whether a folder is in a repository inside the one at `top`.
    private static func isInside(_ folder: FilePath, _ top: FilePath, _ known: inout [FilePath: Bool]) -> Bool {
        guard !folder.bytes.isEmpty else { return false }
        if let answer = known[folder] { return answer }
        let entry = top.appending(folder.bytes).appending(IgnoreRules.repositoryName)
        let outer = FilePath(bytes: Array(folder.bytes.dropLast(folder.name.count + 1)))
        let answer = OpenFile.kind(of: entry) != nil || Self.isInside(outer, top, &known)
        known[folder] = answer
        return answer
    }

    /// The tokens of a file; nil, and a note, for one that is not counted.
    private static func count(
        _ path: FilePath,
        _ choice: EncodingChoice,
        _ console: Console,
        _ buffer: InputBuffer
    ) throws(CommandFailure) -> Int? {
        buffer.removeAll()
        do throws(SystemError) {
            let file = try OpenFile(path, followsLinks: false)
            if file.kind == .regular, file.size <= Self.maximumSize {
                try buffer.readToEnd(file)
                let isBinary = buffer.withBytes { bytes in
                    (0..<min(bytes.count, InputReader.sniffedBytes)).contains { bytes[$0] == 0 }
                }
                if !isBinary { return buffer.withBytes { choice.counter.count($0) } }
            }
        } catch {
            try console.note(path.displayText, "left out: \(error.description)")
            return nil
        }
        try console.note(path.displayText, "left out: a prompt is a text of at most 16 MiB")
        return nil
    }
}
