/// A form that a report can be had in.
public enum ReportForm: String, CaseIterable, Hashable, Sendable {
    /// Aligned text for people.
    case table
    /// One JSON document, as `report.schema.json` describes it.
    case json
    /// One table as comma-separated values, as in RFC 4180.
    case csv
    /// Text in GitHub's Markdown.
    case markdown
    /// A page that loads nothing.
    case html
}

/// What can be chosen about the form of a report.
public struct ReportFormOptions: Hashable, Sendable {
    /// The key of the table that CSV has, or ``figures``; nil for the first table, or the figures if there is none.
    public var table: String?
    /// Whether tables as text and in Markdown have their details too: more columns than a terminal is wide.
    public var showsDetails = false
    /// Whether texts in CSV that a spreadsheet would take for a formula begin with an apostrophe.
    ///
    /// Tags come from callers, and a cell `=HYPERLINK(…)` runs where the file is opened. The apostrophe becomes a part of
    /// the text for readers that are no spreadsheets; they turn this off.
    public var guardsFormulas = true
    /// How many rows of each table a page shows; the others are said to be left out.
    ///
    /// Charts are drawn from all rows.
    public var maximumPageRows = 500
    /// Who made the report, for the end of a page: `tally 1.2.0`.
    public var generator = "Tally"
    /// How often a page asks the server that it came from for a newer one; nil for a page that is a file.
    package var refresh: Duration?

    /// The name for ``table`` of the figures that stand for the whole.
    public static let figures = "figures"

    /// Creates the usual choices.
    public init() {}
}

/// Why a report can not be had in a form.
public struct ReportFormError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure it is; stable and a bounded set.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String {
            case unknownTable = "unknown_table"
        }

        private let value: Value

        /// The report has no table of that name.
        public static let unknownTable = Code(value: .unknownTable)

        /// The code in snake case.
        public var description: String { self.value.rawValue }
    }

    /// What kind of failure it is.
    public let code: Code
    /// What is wrong, and what can be done.
    public let message: String

    /// The message.
    public var description: String { self.message }
}

extension ReportDocument {
    /// Returns the report in a form; the same report always gives the same text.
    ///
    /// - Throws: ``ReportFormError/Code/unknownTable`` for a table in the options that the report does not have.
    /// - Complexity: O(*n*) in the cells, and O(*n* log *n*) in the rows that charts sort.
    public func text(
        as form: ReportForm,
        _ options: ReportFormOptions = ReportFormOptions()
    ) throws(ReportFormError) -> String {
        switch form {
        case .table: return TableForm(self.shortened(options)).text
        case .json: return JSONForm(self).text
        case .csv: return CSVForm(try self.table(options.table), guardsFormulas: options.guardsFormulas).text
        case .markdown: return MarkdownForm(self.shortened(options)).text
        case .html: return ReportPage(self, options).text
        }
    }

    /// The report with the columns that lines of text are to have.
    private func shortened(_ options: ReportFormOptions) -> ReportDocument {
        guard !options.showsDetails else { return self }
        var document = self
        document.tables = self.tables.map(\.withoutDetails)
        return document
    }

    /// The table of that name; the first one for nil.
    private func table(_ key: String?) throws(ReportFormError) -> ReportTable {
        guard let key else { return self.tables.first ?? self.figureTable }
        if let table = self.tables.first(where: { $0.key == key }) { return table }
        if key == ReportFormOptions.figures { return self.figureTable }
        let known = (self.tables.map(\.key) + [ReportFormOptions.figures]).joined(separator: ", ")
        throw ReportFormError(
            code: .unknownTable,
            message: "the report \(self.kind) has no table \(VisibleCharacter.visible(key)); it has \(known)"
        )
    }

    /// The figures, one in a row.
    private var figureTable: ReportTable {
        ReportTable(
            ReportFormOptions.figures,
            "Figures",
            columns: [ReportColumn("figure", "Figure", .dimension), ReportColumn("value", "Value")],
            rows: self.figures.map { ReportTable.Row([.text($0.key), $0.value], kind: .total) }
        )
    }
}
