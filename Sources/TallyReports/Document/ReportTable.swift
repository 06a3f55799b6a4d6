/// A table of a report, and how it would best be drawn.
public struct ReportTable: Hashable, Sendable {
    /// A row.
    public struct Row: Hashable, Sendable {
        /// What a row stands for.
        public enum Kind: Hashable, Sendable {
            /// One group.
            case group
            /// All groups beyond the ones that were asked for, together.
            case rest
            /// What is without the tag, or unpriced: it is shown however small it is.
            case gap
            /// The sum of all.
            case total
        }

        /// What it stands for.
        public var kind: Kind
        /// The cells, as many as there are columns.
        public var values: [ReportValue]

        /// Creates a row.
        public init(_ values: [ReportValue], kind: Kind = .group) {
            self.kind = kind
            self.values = values
        }
    }

    /// The name in JSON, in snake case; unique in a report.
    public var key: String
    /// The heading.
    public var title: String
    /// What the table says, in a sentence; may be empty.
    public var caption: String
    /// The columns.
    public var columns: [ReportColumn]
    /// The rows, in the order they are shown in.
    public var rows: [Row]
    /// How it is drawn on a page; the table stands beside it.
    public var charts: [ReportChart]

    /// Creates a table.
    public init(
        _ key: String,
        _ title: String,
        caption: String = "",
        columns: [ReportColumn],
        rows: [Row] = [],
        charts: [ReportChart] = []
    ) {
        self.key = key
        self.title = title
        self.caption = caption
        self.columns = columns
        self.rows = rows
        self.charts = charts
    }

    /// The table without the columns that are details.
    var withoutDetails: ReportTable {
        let kept = self.columns.indices.filter { self.columns[$0].role != .detail }
        guard kept.count < self.columns.count else { return self }
        var table = self
        table.columns = kept.map { self.columns[$0] }
        table.rows = self.rows.map { row in Row(kept.map { row.values[$0] }, kind: row.kind) }
        return table
    }
}

/// How a table is drawn; columns are named by their keys.
public enum ReportChart: Hashable, Sendable {
    /// A bar for each row, the longest first.
    case bars(label: String, value: String)
    /// Nested rectangles, as large as their values; labels from the outside in.
    case treemap(labels: [String], value: String)
    /// Lines over time, one for each value of `series`.
    case lines(time: String, series: String?, value: String)
    /// Areas over time, one upon the other for each value of `series`.
    case stack(time: String, series: String, value: String)
    /// Cells by two dimensions, the darker the more.
    case heatMap(row: String, column: String, value: String)
}
