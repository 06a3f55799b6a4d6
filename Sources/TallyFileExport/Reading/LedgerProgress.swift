/// How far each file of a ledger has been read, so that reading goes on there another time.
///
/// Files that processes write side by side grow side by side: there is no single place up to which all is read. It has one
/// entry for each file that is still there, about 100 bytes as JSON, and outlives that a file is compressed or removed.
public struct LedgerProgress: Hashable, Codable, Sendable {
    struct Mark: Hashable, Codable, Sendable {
        /// How many bytes of the file's text have been read.
        var offset: Int
        /// How many lines.
        var line: Int
        /// Whether that is all, and nothing will be added: true for compressed files.
        var isWhole: Bool
    }

    var marks: [String: Mark] = [:]

    /// Nothing has been read.
    public init() {}

    /// Forgets files that are not among `keys`, which have been removed.
    mutating func keep(only keys: Set<String>) {
        self.marks = self.marks.filter { keys.contains($0.key) }
    }
}
