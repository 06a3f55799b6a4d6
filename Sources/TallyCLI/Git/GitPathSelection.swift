/// Files and folders that were named, from the top of a repository.
struct GitPathSelection {
    private let paths: Set<ArraySlice<UInt8>>
    private let isAll: Bool

    /// A selection of all if there are no paths.
    init(_ paths: [FilePath]) {
        let named = paths.map { path in
            let bytes = path.bytes[...]
            let end = bytes.lastIndex { $0 != .slash }
            return end.map { bytes[...$0] } ?? []
        }
        self.paths = Set(named)
        self.isAll = named.isEmpty || named.contains { $0.isEmpty || $0 == [UInt8(ascii: ".")] }
    }

    /// Whether the path or a folder above it was named.
    func contains(_ path: FilePath) -> Bool {
        if self.isAll { return true }
        let bytes = path.bytes[...]
        if self.paths.contains(bytes) { return true }
        return bytes.indices.contains { bytes[$0] == .slash && self.paths.contains(bytes[..<$0]) }
    }

    /// What git is to be asked about: at least all that is selected, and no more arguments than a program takes.
    ///
    /// Said from the top, since git else takes them from where it is run, and some questions for the folder there only.
    var patterns: [[UInt8]] {
        let top = Array(":(top,literal)".utf8)
        // What leads upwards is no path in a repository; git would give up over it.
        let isSafe = self.paths.allSatisfy { path in
            !path.split(separator: .slash, omittingEmptySubsequences: false)
                .contains { $0.isEmpty || $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }
        }
        guard !self.isAll, isSafe, self.paths.count <= 100 else { return [top] }
        return self.paths.map { top + $0 }
    }
}
