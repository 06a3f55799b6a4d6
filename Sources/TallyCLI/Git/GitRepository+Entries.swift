#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension GitRepository {
    /// The files on the side that is looked at, in the order of their paths.
    ///
    /// In the index, in `HEAD` if the repository is bare, or with `workingTree` on the disk, with those that git
    /// neither has nor ignores. Paths with conflicts are left out.
    ///
    /// - Parameter paths: Files and folders from the top of the repository; all files if there are none.
    /// - Complexity: O(*n*), where *n* is the number of files of the repository.
    func entries(below paths: [FilePath], workingTree: Bool) throws(CommandFailure) -> [GitEntry] {
        // Compared with nothing at all, everything is new.
        let selection = GitPathSelection(paths)
        let difference = try self.difference(
            from: self.emptyTree,
            workingTree: workingTree,
            findsRenames: false,
            patterns: selection.patterns
        )
        var entries: [GitEntry] = []
        for change in difference.changes where selection.contains(change.path) {
            if let object = change.after { entries.append(GitEntry(path: change.path, object: object)) }
        }
        guard workingTree else { return entries }
        let loose = try self.looseFiles(patterns: selection.patterns)
        let undecided = Set(loose.conflicts)
        entries.removeAll { undecided.contains($0.path) }
        entries += loose.untracked.filter { selection.contains($0.path) }
        entries.sort { $0.path.bytes.lexicographicallyPrecedes($1.path.bytes) }
        return entries
    }

    /// What the working tree has that no tree knows: new files, and paths with conflicts.
    func looseFiles(
        patterns: [[UInt8]] = GitPathSelection([]).patterns
    ) throws(CommandFailure) -> (untracked: [GitEntry], conflicts: [FilePath]) {
        let answer = try self.git.answer(
            ["ls-files", "-z", "-t", "--others", "--exclude-standard", "--unmerged", "--full-name", "--"],
            paths: patterns
        )
        var untracked: [GitEntry] = []
        var conflicts: [FilePath] = []
        for line in answer.split(separator: 0) where line.count > 2 {
            let rest = line.dropFirst(2)
            if line.first == UInt8(ascii: "?") {
                // A repository in a folder of its own ends with a slash.
                let path = FilePath(bytes: Array(rest))
                if rest.last != .slash, let mode = self.modeOnDisk(path) {
                    untracked.append(GitEntry(path: path, object: GitObject(mode: mode, id: nil)))
                }
            } else if let tab = rest.firstIndex(of: UInt8(ascii: "\t")) {
                // Once for each side of the conflict.
                let path = FilePath(bytes: Array(rest[(tab + 1)...]))
                if conflicts.last != path { conflicts.append(path) }
            }
        }
        return (untracked, conflicts)
    }

    /// What git would take a file for; nil if it is neither a file nor a link.
    private func modeOnDisk(_ path: FilePath) -> GitObject.Mode? {
        guard let root else { return nil }
        var info = stat()
        guard unsafe root.appending(path.bytes).withCString({ unsafe lstat($0, &info) }) == 0 else { return nil }
        switch info.st_mode & S_IFMT {
        case S_IFREG: return info.st_mode & S_IXUSR == 0 ? .file : .executable
        case S_IFLNK: return .link
        default: return nil
        }
    }
}
