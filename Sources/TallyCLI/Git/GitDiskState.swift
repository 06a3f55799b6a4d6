/// How the files on the disk differ from the index: the answer of `git status --porcelain=v2 -z`.
///
/// Of the commands that look into files whose time has changed, it is the one that can be told to write nothing. Of its
/// records, `1 <XY> <sub> <mH> <mI> <mW> <hH> <hI> <path>` is a file that git has, `u` and three sides one with
/// conflicts, `?` one that git neither has nor ignores.
struct GitDiskState {
    /// A file that is not as the index has it.
    struct File {
        let path: FilePath
        /// Nil for what git has only heard of, or not even that.
        let index: GitObject?
        /// Nil for a file that is gone.
        let disk: GitObject?
    }

    private(set) var files: [File] = []
    private(set) var conflicts: [FilePath] = []

    /// - Parameter mode: What git would take the new file at a path for; nil for what it would not take.
    /// - Complexity: O(*n*), where *n* is the number of bytes.
    /// - Throws: ``CommandFailure`` for anything that git does not write.
    init(_ answer: [UInt8], mode: (FilePath) -> GitObject.Mode?) throws(CommandFailure) {
        var reader = GitAnswerReader(answer)
        while !reader.isAtEnd {
            let kind = try reader.field(.space)
            switch kind.first {
            case UInt8(ascii: "1"): try self.readChanged(&reader)
            case UInt8(ascii: "u"):
                for _ in 0..<9 { _ = try reader.field(.space) }
                self.conflicts.append(try reader.path())
            case UInt8(ascii: "?"):
                let path = try reader.path()
                // A repository in a folder of its own ends with a slash.
                guard path.bytes.last != .slash, let mode = mode(path) else { continue }
                self.files.append(File(path: path, index: nil, disk: GitObject(mode: mode, id: nil)))
            // What else there is to tell about the repository.
            case UInt8(ascii: "#"), UInt8(ascii: "!"): _ = try reader.path()
            default: throw GitAnswerReader.unknown
            }
        }
    }

    private mutating func readChanged(_ reader: inout GitAnswerReader) throws(CommandFailure) {
        let difference = try reader.field(.space).last
        for _ in 0..<2 { _ = try reader.field(.space) }
        let indexMode = GitObject.Mode(octal: try reader.field(.space))
        let diskMode = GitObject.Mode(octal: try reader.field(.space))
        _ = try reader.field(.space)
        let id = String(decoding: try reader.field(.space), as: UTF8.self)
        let path = try reader.path()
        if difference == UInt8(ascii: ".") { return }
        let isAnnounced = difference == UInt8(ascii: "A")
        self.files.append(
            File(
                path: path,
                index: isAnnounced ? nil : indexMode.map { GitObject(mode: $0, id: id) },
                disk: difference == UInt8(ascii: "D") ? nil : diskMode.map { GitObject(mode: $0, id: nil) }
            )
        )
    }
}

extension GitDifference {
    /// The same difference with what is on the disk in place of what the index has.
    mutating func replaceIndex(by state: GitDiskState) {
        let undecided = Set(state.conflicts)
        var changes: [FilePath: GitChange] = [:]
        for change in self.changes where !undecided.contains(change.path) { changes[change.path] = change }
        for file in state.files {
            let known = changes.removeValue(forKey: file.path)
            // What is not among the changes is in the base as it is in the index.
            let before = known.map(\.before) ?? file.index
            let previous = known?.previousPath
            guard file.disk != nil || before != nil else { continue }
            let kind: GitChange.Kind =
                before == nil ? .added : file.disk == nil ? .deleted : previous == nil ? .modified : .renamed
            let path = kind == .deleted ? previous ?? file.path : file.path
            changes[path] = GitChange(
                kind: kind,
                path: path,
                previousPath: kind == .renamed ? previous : nil,
                before: before,
                after: file.disk
            )
        }
        self.changes = changes.values.sorted { $0.path.bytes.lexicographicallyPrecedes($1.path.bytes) }
        self.conflicts = state.conflicts
    }
}
