#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A folder whose entries survive a crash once it has been synced.
package struct Folder: Hashable, Sendable {
    /// An entry of a folder.
    package struct Entry: Hashable, Sendable {
        /// The name within the folder.
        package let name: String
        /// Whether it is a folder itself.
        package let isFolder: Bool
        /// How many bytes a file has.
        package let size: Int
        /// When it was last written to, in seconds since 1970.
        package let modified: Int
    }

    /// Where it is.
    package let path: String

    /// The folder at `path`, which need not be there.
    package init(_ path: String) {
        self.path = path
    }

    /// The path of an entry.
    package func path(of name: String) -> String {
        self.path.hasSuffix("/") ? self.path + name : "\(self.path)/\(name)"
    }

    /// The folder of that name within.
    package func folder(_ name: String) -> Folder {
        Folder(self.path(of: name))
    }

    /// Makes the folder with mode 0700, and those above it, where they are not there.
    package func create() throws(StorageError) {
        guard let number = try self.makeFolder() else { return }
        guard number == ENOENT, let parent = self.parent else {
            throw StorageError(.createFolder, self.path, number: number)
        }
        try parent.create()
        // Once only: a file system of the kernel's own, such as /proc, says the same of a folder in one that is there.
        if let number = try self.makeFolder() { throw StorageError(.createFolder, self.path, number: number) }
    }

    /// Makes the folder in one that is there.
    ///
    /// - Returns: The system's number of the error; nil if the folder is there now.
    private func makeFolder() throws(StorageError) -> Int32? {
        if unsafe self.path.withCString({ unsafe mkdir($0, 0o700) }) == 0 {
            try self.parent?.sync()
            return nil
        }
        let number = errno
        return number == EEXIST && Self.isFolder(self.path) ? nil : number
    }

    private var parent: Folder? {
        let path = self.path.hasSuffix("/") ? self.path.dropLast() : self.path[...]
        guard let slash = path.lastIndex(of: "/") else { return path == "." || path.isEmpty ? nil : Folder(".") }
        let parent = path[..<slash]
        return parent.isEmpty ? (path == "/" ? nil : Folder("/")) : Folder(String(parent))
    }

    /// The entries, ordered by name; those that vanish meanwhile are left out.
    package func entries() throws(StorageError) -> [Entry] {
        guard let listing = unsafe self.path.withCString({ unsafe opendir($0) }) else {
            throw .last(.listFolder, self.path)
        }
        defer { unsafe closedir(listing) }
        var entries: [Entry] = []
        while true {
            errno = 0
            guard let next = unsafe readdir(listing) else { break }
            let name = unsafe withUnsafePointer(to: &next.pointee.d_name) { start in
                return unsafe String(cString: UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self))
            }
            guard name != ".", name != "..", let entry = self.entry(name) else { continue }
            entries.append(entry)
        }
        guard errno == 0 else { throw .last(.listFolder, self.path) }
        return entries.sorted { $0.name < $1.name }
    }

    /// The entry of that name; nil if it is not there or can't be looked at.
    package func entry(_ name: String) -> Entry? {
        var status = stat()
        guard unsafe self.path(of: name).withCString({ unsafe lstat($0, &status) }) == 0 else { return nil }
        #if canImport(Darwin)
        let modified = status.st_mtimespec.tv_sec
        #else
        let modified = status.st_mtim.tv_sec
        #endif
        return Entry(
            name: name,
            isFolder: status.st_mode & S_IFMT == S_IFDIR,
            size: Int(status.st_size),
            modified: Int(modified)
        )
    }

    /// Gives an entry another name, replacing what has it; the change is durable when the folder has been synced.
    package func rename(_ name: String, to newName: String) throws(StorageError) {
        let (old, new) = (self.path(of: name), self.path(of: newName))
        let result = unsafe old.withCString { old in unsafe new.withCString { new in unsafe Self.rename(old, new) } }
        guard result == 0 else { throw .last(.rename, old) }
    }

    /// Removes a file, if it is there; the change is durable when the folder has been synced.
    package func remove(_ name: String) throws(StorageError) {
        let path = self.path(of: name)
        guard unsafe path.withCString({ unsafe unlink($0) }) == 0 || errno == ENOENT else { throw .last(.remove, path) }
    }

    /// Removes the folder of that name within, if it is there and empty.
    ///
    /// - Returns: Whether it is gone.
    package func removeEmptyFolder(_ name: String) -> Bool {
        unsafe self.path(of: name).withCString { unsafe rmdir($0) } == 0 || errno == ENOENT
    }

    /// Returns when all new, renamed and removed entries are on the medium, as far as the system can say.
    package func sync() throws(StorageError) {
        let descriptor = SystemCalls.retrying { unsafe self.path.withCString { unsafe open($0, O_RDONLY | O_CLOEXEC) } }
        guard let descriptor else { throw .last(.syncFolder, self.path) }
        defer { close(descriptor) }
        // Some file systems have nothing to sync in a folder, and say so.
        guard SystemCalls.retrying({ SystemCalls.sync(descriptor) }) != nil || errno == EINVAL else {
            throw .last(.syncFolder, self.path)
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return unsafe path.withCString { unsafe stat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    @unsafe
    private static func rename(_ old: UnsafePointer<CChar>, _ new: UnsafePointer<CChar>) -> Int32 {
        #if canImport(Glibc)
        unsafe Glibc.rename(old, new)
        #elseif canImport(Musl)
        unsafe Musl.rename(old, new)
        #else
        unsafe Darwin.rename(old, new)
        #endif
    }
}
