/// Patterns of paths, written as in `.gitignore`: one with a slash is about the path from the top, one without about a name
/// anywhere, and a folder's pattern is about all that is below it.
struct PathPatterns {
    private let patterns: [IgnorePattern]

    /// Compiles patterns; one that nothing can match is passed over.
    init(_ texts: [String]) {
        self.patterns = texts.compactMap { IgnorePattern(line: Array($0.utf8)[...]) }
    }

    /// Whether one of the patterns is about the file at `path`, from the top, or about a folder that it is in.
    ///
    /// - Complexity: O(*n* · *m* · *d*) at worst for a path of *n* bytes in *d* folders and patterns of *m* bytes together.
    func match(_ path: FilePath) -> Bool {
        let bytes = path.bytes[...]
        let folders = bytes.indices.filter { bytes[$0] == .slash }
        if self.matchFile(path.bytes) { return true }
        return self.patterns.contains { pattern in
            var start = 0
            return folders.contains { end in
                defer { start = end + 1 }
                return pattern.matches(bytes[..<end], nameStart: start, isFolder: true)
            }
        }
    }

    /// Whether one of the patterns is about the file itself.
    func matchFile(_ path: [UInt8]) -> Bool {
        let start = path.lastIndex(of: .slash).map { $0 + 1 } ?? 0
        return self.patterns.contains { $0.matches(path[...], nameStart: start, isFolder: false) }
    }
}
