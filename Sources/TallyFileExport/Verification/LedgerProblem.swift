/// Something in a ledger that should not be there.
public struct LedgerProblem: Hashable, Sendable {
    /// What kind of problem it is.
    ///
    /// The raw values are stable and a bounded set.
    public enum Kind: String, Hashable, Codable, Sendable, CaseIterable {
        /// A last line without an end, in a file that nobody writes to: the next start of an exporter repairs it.
        case torn
        /// A line that is no record.
        case unreadable
        /// A line that a newer version of Tally wrote, which this one can not check.
        case newerSchema = "newer_schema"
        /// A record whose id an earlier line has.
        case duplicate
        /// A record of another day than its folder's, which a query for a day does not find.
        case wrongDay = "wrong_day"
        /// A file that can not be read to its end.
        case damagedFile = "damaged_file"
    }

    /// What kind of problem it is.
    public let kind: Kind
    /// The folder and the file within the ledger.
    public let file: String
    /// The line, counted from 1; nil if it is the file.
    public let line: Int?
    /// What is wrong; never the text of a record.
    public let message: String
}

extension LedgerProblem: CustomStringConvertible {
    /// The place and the message after the kind.
    public var description: String {
        "\(self.kind.rawValue): \(self.file)\(self.line.map { ", line \($0)" } ?? ""): \(self.message)"
    }
}
