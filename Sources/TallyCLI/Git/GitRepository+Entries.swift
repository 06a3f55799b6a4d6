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
        var difference = try self.difference(
            from: self.emptyTree,
            findsRenames: false,
            patterns: selection.patterns
        )
        if workingTree { difference.replaceIndex(by: try self.diskState(patterns: selection.patterns)) }
        var entries: [GitEntry] = []
        for change in difference.changes where selection.contains(change.path) {
            if let object = change.after { entries.append(GitEntry(path: change.path, object: object)) }
        }
        return entries
    }

    /// How the files on the disk differ from the index.
    ///
    /// - Parameter patterns: What to look at, in git's own words; everything if there are none.
    func diskState(patterns: [[UInt8]] = []) throws(CommandFailure) -> GitDiskState {
        let command = [
            "status", "--porcelain=v2", "-z", "--no-renames", "--untracked-files=all", "--ignore-submodules=dirty",
            "--",
        ]
        return try GitDiskState(try self.git.answer(command, paths: patterns), mode: self.modeOnDisk)
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
