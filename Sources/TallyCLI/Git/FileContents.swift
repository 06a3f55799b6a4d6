/// Where the content of a file is.
enum FilePlace {
    /// In git, under this id.
    case object(String)
    /// In a file of the disk.
    case disk(FilePath)
}

/// Reads files from where they are: out of git or from the disk.
struct FileContents {
    /// Nil outside a repository.
    let objects: GitObjects?
    /// The most bytes of a file that are read.
    let limit: Int

    /// What was found.
    enum Content {
        case text([UInt8])
        /// A NUL byte so far from the start, as git tells binary files.
        case binary(offset: Int)
        /// So many bytes, more than ``FileContents/limit``.
        case tooLarge(Int)
    }

    func read(_ place: FilePlace) throws(CommandFailure) -> Content {
        let bytes: [UInt8]
        switch place {
        case .object(let id):
            guard let objects else { preconditionFailure("only a repository has objects") }
            switch try objects.contents(of: id, limit: self.limit) {
            case .bytes(let content): bytes = content
            case .tooLarge(let size): return .tooLarge(size)
            }
        case .disk(let path):
            if let size = Self.size(of: path), size > self.limit { return .tooLarge(size) }
            bytes = try WholeInput.bytes(of: path)
        }
        if let offset = bytes.prefix(InputReader.sniffedBytes).firstIndex(of: 0) { return .binary(offset: offset) }
        return .text(bytes)
    }

    private static func size(of path: FilePath) -> Int? {
        guard let file = try? OpenFile(path, followsLinks: false) else { return nil }
        return file.size
    }
}

extension GitRepository {
    /// Where the content of a file is; nil for a link or a submodule, which have none.
    func place(of object: GitObject, at path: FilePath) -> FilePlace? {
        guard object.mode == .file || object.mode == .executable else { return nil }
        if let id = object.id { return .object(id) }
        return self.root.map { .disk($0.appending(path.bytes)) }
    }

    /// A path of the command line, from the top.
    ///
    /// - Throws: ``CommandFailure`` if it leads out of the repository.
    func path(of path: FilePath) throws(CommandFailure) -> FilePath {
        if let fromTop = path.fromTop(prefix: self.prefix, root: self.root) { return fromTop }
        throw CommandFailure(
            .invalidArgument,
            what: path.displayText,
            why: "is outside of this repository",
            remedy: "a path below the repository's top"
        )
    }
}
