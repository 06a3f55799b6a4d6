/// The answer of git's `--raw -z`: what differs between two sides.
///
/// A record is `:100644 100755 <id> <id> M`, a zero and a path with a zero; for a rename `R` with the likeness in per
/// cent, and two paths. An id of zeros stands for what only the disk has. `U` marks a path with conflicts.
struct GitDifference {
    var changes: [GitChange] = []
    var conflicts: [FilePath] = []

    /// - Complexity: O(*n*), where *n* is the number of bytes.
    /// - Throws: ``CommandFailure`` for anything that git does not write.
    init(_ answer: [UInt8]) throws(CommandFailure) {
        var reader = GitAnswerReader(answer)
        while !reader.isAtEnd {
            let first = try reader.field(.space)
            guard first.first == UInt8(ascii: ":") else { throw GitAnswerReader.unknown }
            let modes = (first.dropFirst(), try reader.field(.space))
            let before = Self.object(modes.0, try reader.field(.space))
            let after = Self.object(modes.1, try reader.field(.space))
            let letter = try reader.field(0).first
            let path = try reader.path()
            switch letter {
            case UInt8(ascii: "A"): self.add(.added, path, nil, after)
            case UInt8(ascii: "D"): self.add(.deleted, path, before, nil)
            case UInt8(ascii: "M"), UInt8(ascii: "T"): self.add(.modified, path, before, after)
            case UInt8(ascii: "U"): self.conflicts.append(path)
            case UInt8(ascii: "R"): self.add(.renamed, try reader.path(), before, after, from: path)
            case UInt8(ascii: "C"): self.add(.added, try reader.path(), nil, after)
            default: throw GitAnswerReader.unknown
            }
        }
    }

    private mutating func add(
        _ kind: GitChange.Kind,
        _ path: FilePath,
        _ before: GitObject?,
        _ after: GitObject?,
        from previousPath: FilePath? = nil
    ) {
        let change = GitChange(kind: kind, path: path, previousPath: previousPath, before: before, after: after)
        self.changes.append(change)
    }

    private static func object(_ mode: ArraySlice<UInt8>, _ id: ArraySlice<UInt8>) -> GitObject? {
        GitObject.Mode(octal: mode).map { mode in
            let isKnown = id.contains { $0 != UInt8(ascii: "0") }
            return GitObject(mode: mode, id: isKnown ? String(decoding: id, as: UTF8.self) : nil)
        }
    }
}
