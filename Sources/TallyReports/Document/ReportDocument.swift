public import TallyMetering

/// A report: figures, tables and what a reader has to know about them, apart from how they are shown.
///
/// Every report of Tally is one, so that each can be had as text, JSON, CSV, Markdown and as a page.
public struct ReportDocument: Hashable, Sendable {
    /// A figure that stands for the whole.
    public struct Figure: Hashable, Sendable {
        /// The name in JSON, in snake case with its unit.
        public var key: String
        /// The name for people.
        public var title: String
        /// What it is.
        public var value: ReportValue

        /// Creates a figure.
        public init(_ key: String, _ title: String, _ value: ReportValue) {
            self.key = key
            self.title = title
            self.value = value
        }
    }

    /// Something that a reader has to know.
    public struct Note: Hashable, Sendable {
        /// How much it matters.
        public enum Severity: String, Hashable, Sendable {
            /// Good to know.
            case info
            /// Figures are not what they seem, or something is missing.
            case warning
        }

        /// How much it matters.
        public var severity: Severity
        /// A name that stays the same, in snake case: `duplicates`, `unreadable_lines`.
        public var code: String
        /// A sentence.
        public var text: String

        /// Creates a note.
        public init(_ severity: Severity, _ code: String, _ text: String) {
            self.severity = severity
            self.code = code
            self.text = text
        }
    }

    /// The kind of report, in snake case: `spend`.
    public var kind: String
    /// The heading.
    public var title: String
    /// The first and the last moment of what it is about; nil if there is nothing.
    public var period: ClosedRange<Timestamp>?
    /// What was left out, in the words it was asked for: `team=search`.
    public var filter: [String]
    /// Figures for the whole.
    public var figures: [Figure]
    /// The tables.
    public var tables: [ReportTable]
    /// What a reader has to know.
    public var notes: [Note]

    /// Creates a report.
    public init(
        kind: String,
        title: String,
        period: ClosedRange<Timestamp>? = nil,
        filter: [String] = [],
        figures: [Figure] = [],
        tables: [ReportTable] = [],
        notes: [Note] = []
    ) {
        self.kind = kind
        self.title = title
        self.period = period
        self.filter = filter
        self.figures = figures
        self.tables = tables
        self.notes = notes
    }
}
