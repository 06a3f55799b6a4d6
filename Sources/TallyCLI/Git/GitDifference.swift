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
        var fields = answer.split(separator: 0, omittingEmptySubsequences: false)[...]
        // The last one ends with a zero too.
        if fields.last?.isEmpty == true { fields.removeLast() }
        while let record = fields.popFirst() {
            let parts = record.split(separator: UInt8(ascii: " "))
            guard parts.count == 5, let mark = parts[0].first, mark == UInt8(ascii: ":"), let letter = parts[4].first,
                let first = fields.popFirst(), !first.isEmpty
            else { throw Self.unknown }
            let before = Self.object(parts[0].dropFirst(), parts[2])
            let after = Self.object(parts[1], parts[3])
            let path = FilePath(bytes: Array(first))
            switch letter {
            case UInt8(ascii: "A"): self.add(.added, path, nil, after)
            case UInt8(ascii: "D"): self.add(.deleted, path, before, nil)
            case UInt8(ascii: "M"), UInt8(ascii: "T"): self.add(.modified, path, before, after)
            case UInt8(ascii: "U"): self.conflicts.append(path)
            case UInt8(ascii: "R"), UInt8(ascii: "C"):
                guard let second = fields.popFirst(), !second.isEmpty else { throw Self.unknown }
                let target = FilePath(bytes: Array(second))
                if letter == UInt8(ascii: "R") {
                    self.add(.renamed, target, before, after, from: path)
                } else {
                    self.add(.added, target, nil, after)
                }
            default: throw Self.unknown
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

    private static var unknown: CommandFailure {
        CommandFailure(.unreadableInput, what: "git", why: "answers in a form that is not known", remedy: "a newer git")
    }
}
