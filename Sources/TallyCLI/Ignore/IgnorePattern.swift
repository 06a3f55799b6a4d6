/// One line of a `.gitignore` file.
struct IgnorePattern: Hashable {
    /// Whether the line takes back what earlier ones ignore (`!`).
    let isNegated: Bool
    /// Whether it is about folders only (a slash at the end).
    let isForFolders: Bool
    /// Whether it is compared with the path from the file's folder, not just with the last name.
    let isAnchored: Bool
    private let glob: GlobPattern

    /// Reads a line; nil for a comment, an empty line, or one that can't match anything.
    init?(line: ArraySlice<UInt8>) {
        guard let first = line.first, first != UInt8(ascii: "#") else { return nil }
        var text = Self.withoutTrailingSpaces(line)
        self.isNegated = text.first == UInt8(ascii: "!")
        if self.isNegated { text = text.dropFirst() }
        self.isForFolders = text.last == .slash
        if self.isForFolders { text = text.dropLast() }
        self.isAnchored = text.contains(.slash)
        if text.first == .slash { text = text.dropFirst() }
        guard !text.isEmpty, let glob = GlobPattern(Array(text)) else { return nil }
        self.glob = glob
    }

    /// Whether the line is about the entry at `path`, relative to the folder of its file.
    func matches(_ path: ArraySlice<UInt8>, nameStart: Int, isFolder: Bool) -> Bool {
        if self.isForFolders, !isFolder { return false }
        return self.glob.matches(self.isAnchored ? path : path[nameStart...])
    }

    /// Spaces at the end don't count unless a backslash stands before them.
    private static func withoutTrailingSpaces(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var end = line.startIndex
        var position = line.startIndex
        while position < line.endIndex {
            if line[position] == .backslash {
                position += 2
                end = min(position, line.endIndex)
            } else {
                position += 1
                if line[position - 1] != UInt8(ascii: " ") { end = position }
            }
        }
        return line[..<end]
    }
}
