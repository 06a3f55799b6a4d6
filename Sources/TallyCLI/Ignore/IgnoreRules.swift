#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// What git would ignore in one folder, judged by file names alone.
///
/// The rules of `gitignore(5)`: a line overrides those before it, a deeper file those above it, and all of them
/// `.git/info/exclude`; what is inside an ignored folder can't be taken back. Whether a file is tracked all the same, and
/// the person's own `core.excludesFile`, are not looked at.
struct IgnoreRules {
    /// Weakest first.
    private var files: [IgnoreFile]
    /// The folder's path from the top of the repository, with a slash at its end; empty at the top.
    private var prefix: [UInt8]

    static let fileName = Array(".gitignore".utf8)
    static let repositoryName = Array(".git".utf8)

    /// The rules for `folder` from the files above it, up to the top of its repository.
    ///
    /// Outside a repository only the files from `folder` downwards count.
    init(startingAt folder: FilePath) {
        guard let path = Self.absolute(folder), let top = Self.repository(around: path) else {
            self.init(files: [], prefix: [])
            return
        }
        self.init(repository: top)
        let below = path.bytes.dropFirst(top.bytes.count).split(separator: .slash)
        var current = top
        for name in below {
            self.addFile(of: current)
            self = self.inside(Array(name))
            current = current.appending(Array(name))
        }
    }

    /// The rules at the top of a repository, without those of its own `.gitignore`.
    init(repository top: FilePath) {
        let exclude = Self.gitFolder(of: top).appending(Array("info/exclude".utf8))
        self.init(files: IgnoreFile(at: exclude, baseLength: 0).map { [$0] } ?? [], prefix: [])
    }

    private init(files: [IgnoreFile], prefix: [UInt8]) {
        self.files = files
        self.prefix = prefix
    }

    /// Adds the `.gitignore` of the folder that these rules are for.
    mutating func addFile(of folder: FilePath) {
        if let file = IgnoreFile(at: folder.appending(Self.fileName), baseLength: self.prefix.count) {
            self.files.append(file)
        }
    }

    /// The same rules, one folder further down.
    func inside(_ name: [UInt8]) -> IgnoreRules {
        var rules = self
        rules.prefix.append(contentsOf: name)
        rules.prefix.append(.slash)
        return rules
    }

    /// Whether the entry `name` of the folder is ignored.
    func ignores(_ name: [UInt8], isFolder: Bool) -> Bool {
        let path = self.prefix + name
        for file in self.files.reversed() {
            if let answer = file.ignores(path, nameStart: self.prefix.count, isFolder: isFolder) { return answer }
        }
        return false
    }

    private static func repository(around folder: FilePath) -> FilePath? {
        var current: FilePath? = folder
        while let candidate = current {
            if OpenFile.kind(of: candidate.appending(Self.repositoryName)) != nil { return candidate }
            current = candidate.parent
        }
        return nil
    }

    /// Where `info/exclude` is: `.git`, or where the file `.git` of a worktree or submodule leads.
    private static func gitFolder(of top: FilePath) -> FilePath {
        let entry = top.appending(Self.repositoryName)
        guard let text = Self.firstLine(of: entry), text.starts(with: "gitdir: ".utf8) else { return entry }
        let folder = Self.resolve(Array(text.dropFirst("gitdir: ".utf8.count)), in: top)
        let common = Self.firstLine(of: folder.appending(Array("commondir".utf8)))
        return common.map { Self.resolve($0, in: folder) } ?? folder
    }

    private static func resolve(_ path: [UInt8], in folder: FilePath) -> FilePath {
        path.first == .slash ? FilePath(bytes: path) : folder.appending(path)
    }

    private static func firstLine(of path: FilePath) -> [UInt8]? {
        do throws(SystemError) {
            let file = try OpenFile(path, followsLinks: false)
            guard file.kind == .regular else { return nil }
            let buffer = InputBuffer()
            try buffer.readToEnd(file)
            let bytes = buffer.withBytes { bytes in bytes.indices.map { bytes[$0] } }
            return Array(bytes.prefix { $0 != UInt8(ascii: "\n") })
        } catch {
            return nil
        }
    }

    private static func absolute(_ path: FilePath) -> FilePath? {
        unsafe path.withCString { text in
            guard let resolved = unsafe realpath(text, nil) else { return nil }
            defer { unsafe free(resolved) }
            return unsafe FilePath(bytes: Array(UnsafeRawBufferPointer(start: resolved, count: strlen(resolved))))
        }
    }
}
