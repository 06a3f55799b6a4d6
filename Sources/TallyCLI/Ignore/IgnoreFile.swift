/// The lines of one `.gitignore` or `.git/info/exclude` file.
struct IgnoreFile {
    private let patterns: [IgnorePattern]
    /// The length of its folder's path from the top of the repository, with the slash.
    private let baseLength: Int

    init(_ content: [UInt8], baseLength: Int) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = content.starts(with: mark) ? content.dropFirst(mark.count) : content[...]
        self.patterns = text.split(separator: UInt8(ascii: "\n")).compactMap { line in
            IgnorePattern(line: line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
        }
        self.baseLength = baseLength
    }

    /// Reads a file; nil if there is none to be read.
    ///
    /// A link is not followed, as git does not.
    init?(at path: FilePath, baseLength: Int) {
        do throws(SystemError) {
            let file = try OpenFile(path, followsLinks: false)
            guard file.kind == .regular else { return nil }
            let buffer = InputBuffer()
            try buffer.readToEnd(file)
            self.init(buffer.withBytes { bytes in bytes.indices.map { bytes[$0] } }, baseLength: baseLength)
        } catch {
            return nil
        }
    }

    /// What the last line that is about `path` (from the top of the repository) says; nil if none is.
    func ignores(_ path: [UInt8], nameStart: Int, isFolder: Bool) -> Bool? {
        let relative = path[self.baseLength...]
        let last = self.patterns.last { $0.matches(relative, nameStart: nameStart, isFolder: isFolder) }
        return last.map { !$0.isNegated }
    }
}
