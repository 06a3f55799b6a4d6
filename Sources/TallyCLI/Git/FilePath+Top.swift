extension FilePath {
    /// The path without `./` at its start.
    var withoutCurrentFolder: FilePath {
        self.bytes.starts(with: "./".utf8) ? FilePath(bytes: Array(self.bytes.dropFirst(2))) : self
    }

    /// This path, of a command line, from the top of a repository; nil if it leads out of it.
    ///
    /// - Parameters:
    ///   - prefix: The current folder below the top, with a slash at its end; empty at the top.
    ///   - root: The absolute path of the top, for absolute paths.
    func fromTop(prefix: [UInt8], root: FilePath?) -> FilePath? {
        var bytes = self.bytes
        if bytes.first == .slash {
            guard let root else { return nil }
            if bytes == root.bytes { return FilePath(bytes: []) }
            let folder = root.bytes.last == .slash ? root.bytes : root.bytes + [.slash]
            guard bytes.starts(with: folder) else { return nil }
            bytes.removeFirst(folder.count)
        } else {
            bytes = prefix + bytes
        }
        var parts: [ArraySlice<UInt8>] = []
        for part in bytes.split(separator: .slash) {
            if part.elementsEqual(".".utf8) { continue }
            if part.elementsEqual("..".utf8) {
                if parts.popLast() == nil { return nil }
            } else {
                parts.append(part)
            }
        }
        return FilePath(bytes: Array(parts.joined(separator: [.slash])))
    }
}
