/// A column of a table.
public struct ReportColumn: Hashable, Sendable {
    /// What is in a column.
    public enum Role: String, Hashable, Sendable {
        /// What rows are told apart by: a tag, a model, a day.
        case dimension
        /// What was measured.
        case measure
        /// What was measured besides: lines of text leave it out unless they are asked not to.
        case detail
    }

    /// The name in JSON and CSV, in snake case with its unit: `cost_usd`, `duration_p95_ms`.
    public var key: String
    /// The name for people, in the words of ``note`` if it needs any.
    public var title: String
    /// What it is.
    public var role: Role
    /// What a reader has to know about it: how it is worked out, how exact it is.
    public var note: String?

    /// Creates a column.
    public init(_ key: String, _ title: String, _ role: Role = .measure, note: String? = nil) {
        self.key = key
        self.title = title
        self.role = role
        self.note = note
    }
}
