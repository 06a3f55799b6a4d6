/// The answer of git's `--raw -z`: what differs between two sides.
///
/// A record is `:100644 100755 <id> <id> M`, a zero and a path with a zero; for a rename `R` with the likeness in per
/// cent, and two paths. An id of zeros stands for what only the disk has. `U` marks a path with conflicts.
struct GitDifference {
    private(set) var changes: [GitChange] = []
    private(set) var conflicts: [FilePath] = []

    /// - Complexity: O(*n*), where *n* is the number of bytes.
    /// - Throws: ``CommandFailure`` for anything that git does not write.
    init(_ answer: [UInt8]) throws(CommandFailure) {
        var rest = answer[...]
        while !rest.isEmpty {
            guard rest.removeFirst() == UInt8(ascii: ":") else { throw Self.unknown }
            let modes = (try Self.field(.space, &rest), try Self.field(.space, &rest))
            let before = Self.object(modes.0, try Self.field(.space, &rest))
            let after = Self.object(modes.1, try Self.field(.space, &rest))
            let letter = try Self.field(0, &rest).first
            let path = FilePath(bytes: Array(try Self.field(0, &rest)))
            switch letter {
            case UInt8(ascii: "A"): self.add(.added, path, nil, after)
            case UInt8(ascii: "D"): self.add(.deleted, path, before, nil)
            case UInt8(ascii: "M"), UInt8(ascii: "T"): self.add(.modified, path, before, after)
            case UInt8(ascii: "U"): self.conflicts.append(path)
            case UInt8(ascii: "R"):
                let target = FilePath(bytes: Array(try Self.field(0, &rest)))
                self.add(.renamed, target, before, after, from: path)
            case UInt8(ascii: "C"):
                self.add(.added, FilePath(bytes: Array(try Self.field(0, &rest))), nil, after)
            default: throw Self.unknown
            }
        }
    }

    /// The bytes up to the next `end`, at least one; `rest` goes on behind it.
    private static func field(_ end: UInt8, _ rest: inout ArraySlice<UInt8>) throws(CommandFailure) -> ArraySlice<UInt8>
    {
        guard let index = rest.firstIndex(of: end), index > rest.startIndex else { throw Self.unknown }
        defer { rest = rest[(index + 1)...] }
        return rest[..<index]
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

    private static var unknown: CommandFailure {
        CommandFailure(.unreadableInput, what: "git", why: "answers in a form that is not known", remedy: "a newer git")
    }
}

extension UInt8 {
    fileprivate static let space = UInt8(ascii: " ")
}
