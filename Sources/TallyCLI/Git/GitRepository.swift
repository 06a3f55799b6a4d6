#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A repository, asked by the program git.
///
/// Only commands whose answers are made for programs are run, so that neither a person's configuration nor a language
/// changes anything. Nothing is written.
struct GitRepository {
    /// The whole path of the working tree's top; nil if there is none.
    let root: FilePath?
    /// The folder that was started from, below the top, with a slash at its end; empty at the top.
    let prefix: [UInt8]
    let isBare: Bool
    /// Whether commits were left out when it was cloned.
    let isShallow: Bool
    /// The commit that is checked out; nil before the first one.
    let head: String?
    /// Where git keeps what belongs to this working tree.
    let gitFolder: FilePath
    let git: GitCommand
    /// The name of the tree without entries, which every repository knows without having it.
    let emptyTree: String

    /// The repository around a folder; nil if it is in none.
    ///
    /// - Parameters:
    ///   - folder: Where to start; nil for the current folder.
    ///   - environment: What git is told, as by the hooks that it runs.
    /// - Throws: ``CommandFailure`` if there is no git, or git does not read the repository.
    static func find(
        from folder: FilePath? = nil,
        environment: ChildEnvironment = .inherited
    ) throws(CommandFailure) -> GitRepository? {
        let git: GitCommand
        do throws(CommandFailure) {
            git = try GitCommand(folder: folder, environment: environment)
        } catch {
            // Where there is no repository, nobody misses git.
            guard environment["GIT_DIR"] != nil || Self.isInsideRepository(folder) else { return nil }
            throw error
        }
        let (answer, refusal) = try git.run([
            "rev-parse", "--is-bare-repository", "--is-shallow-repository", "--show-object-format", Self.mark,
            "--show-prefix", Self.mark, "--absolute-git-dir", Self.mark, "--show-cdup", Self.mark, "--revs-only",
            "HEAD",
        ])
        if let refusal {
            if refusal.isNoRepository, environment["GIT_DIR"] == nil { return nil }
            throw refusal.failure
        }
        return try GitRepository(Self.sections(of: answer), git)
    }

    /// A flag that git does not know and repeats in its answer: unlike a line's end, no path looks like its line.
    private static let mark = "--tally-next"

    private init(_ sections: [[UInt8]], _ git: GitCommand) throws(CommandFailure) {
        let facts = sections.first.map { $0.split(separator: UInt8(ascii: "\n")) } ?? []
        guard sections.count == 5, facts.count == 3, !sections[2].isEmpty else {
            throw CommandFailure(
                .unreadableInput,
                what: "git rev-parse",
                why: "answers in a form that is not known",
                remedy: "git 2.15 or later"
            )
        }
        let yes = Array("true".utf8)[...]
        self.isBare = facts[0] == yes
        self.isShallow = facts[1] == yes
        self.emptyTree =
            facts[2] == Array("sha256".utf8)[...]
            ? "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321"
            : "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
        self.prefix = Array(sections[1].dropLast())
        self.gitFolder = FilePath(bytes: Array(sections[2].dropLast()))
        self.head = sections[4].isEmpty ? nil : String(decoding: sections[4].dropLast(), as: UTF8.self)
        self.git = git
        if self.isBare {
            self.root = nil
            return
        }
        let way = FilePath(bytes: Array(sections[3].dropLast()))
        let top = way.bytes.first == .slash ? way : (git.folder ?? FilePath(".")).appending(way.bytes)
        guard !sections[3].isEmpty, let root = Self.whole(top) else {
            throw CommandFailure(
                .unreadableInput,
                what: self.gitFolder.displayText,
                why: "this folder is inside what git keeps for itself, not inside the working tree",
                remedy: "cd to the working tree"
            )
        }
        self.root = root
    }

    /// The answer's sections, each with its lines' ends.
    private static func sections(of answer: [UInt8]) -> [[UInt8]] {
        var sections: [[UInt8]] = [[]]
        var rest = answer[...]
        let mark = Array((Self.mark + "\n").utf8)
        while !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? rest.endIndex
            if rest[..<end] == mark[...] {
                sections.append([])
            } else {
                sections[sections.count - 1].append(contentsOf: rest[..<end])
            }
            rest = rest[end...]
        }
        return sections
    }

    private static func isInsideRepository(_ folder: FilePath?) -> Bool {
        var next = Self.whole(folder ?? FilePath("."))
        while let current = next {
            if OpenFile.kind(of: current.appending(Array(".git".utf8))) != nil { return true }
            next = current.parent
        }
        return false
    }

    /// The path from the top of the file system, without links; nil if nothing is there.
    private static func whole(_ path: FilePath) -> FilePath? {
        unsafe path.withCString { text in
            guard let resolved = unsafe realpath(text, nil) else { return nil }
            defer { unsafe free(resolved) }
            return unsafe FilePath(bytes: Array(UnsafeRawBufferPointer(start: resolved, count: strlen(resolved))))
        }
    }
}
