#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The files below a folder, in the order of their names, without those that git would ignore.
///
/// Memory holds the names of one path of folders at a time. Links are never followed, so there are no loops.
struct FolderWalk {
    /// What is found on the way.
    enum Entry {
        case file(FilePath)
        case skipped(FilePath, SkipReason)
        case failed(FilePath, SystemError)
    }

    /// Whether `.gitignore` and `.git/info/exclude` are respected; `.git` itself is passed over in any case.
    let ignoresFiles: Bool

    /// Calls `body` with each entry below `folder`.
    func forEach(in folder: FilePath, _ body: (Entry) throws -> Void) throws {
        let rules = self.ignoresFiles ? IgnoreRules(startingAt: folder) : nil
        try self.visit(folder, rules, isStart: true, body)
    }

    private func visit(_ folder: FilePath, _ outer: IgnoreRules?, isStart: Bool, _ body: (Entry) throws -> Void) throws
    {
        let entries: [Item]
        do throws(SystemError) {
            entries = try Self.list(folder)
        } catch {
            return try body(.failed(folder, error))
        }
        var rules = outer
        if self.ignoresFiles, !isStart, entries.contains(where: { $0.name == IgnoreRules.repositoryName }) {
            // A repository inside another has rules of its own.
            rules = IgnoreRules(repository: folder)
        }
        if entries.contains(where: { $0.name == IgnoreRules.fileName }) { rules?.addFile(of: folder) }

        for entry in entries where entry.name != IgnoreRules.repositoryName {
            if rules?.ignores(entry.name, isFolder: entry.kind == .folder) == true { continue }
            let path = folder.appending(entry.name)
            switch entry.kind {
            case .regular: try body(.file(path))
            case .folder: try self.visit(path, rules?.inside(entry.name), isStart: false, body)
            case .link: try body(.skipped(path, .link))
            case .stream, .other: try body(.skipped(path, .special))
            }
        }
    }

    /// An entry of a folder.
    struct Item {
        let name: [UInt8]
        let kind: OpenFile.Kind

        /// Folders sort as if their names ended with a slash, so that the paths come out sorted.
        var sortKey: [UInt8] { self.kind == .folder ? self.name + [UInt8(ascii: "/")] : self.name }
    }

    /// The entries of a folder, in order.
    static func list(_ folder: FilePath) throws(SystemError) -> [Item] {
        guard let stream = unsafe folder.withCString({ unsafe opendir($0) }) else { throw .last }
        defer { unsafe closedir(stream) }
        var items: [(key: [UInt8], item: Item)] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(stream) else {
                if errno != 0 { throw .last }
                break
            }
            let name = unsafe Self.name(of: entry)
            if name == [UInt8(ascii: ".")] || name == [UInt8(ascii: "."), UInt8(ascii: ".")] { continue }
            let known = unsafe Self.kind(Int32(entry.pointee.d_type))
            // Some file systems don't tell; what vanishes meanwhile is no entry any more.
            guard let kind = known ?? OpenFile.kind(of: folder.appending(name)) else { continue }
            let item = Item(name: name, kind: kind)
            items.append((item.sortKey, item))
        }
        items.sort { $0.key.lexicographicallyPrecedes($1.key) }
        return items.map(\.item)
    }

    private static func name(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
        unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
            unsafe Array(bytes.prefix { $0 != 0 })
        }
    }

    private static func kind(_ type: Int32) -> OpenFile.Kind? {
        switch type {
        case Int32(DT_REG): .regular
        case Int32(DT_DIR): .folder
        case Int32(DT_LNK): .link
        case Int32(DT_UNKNOWN): nil
        default: .other
        }
    }
}
