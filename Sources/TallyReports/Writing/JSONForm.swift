/// Writes a report as one JSON document; `report.schema.json` says what the members mean.
struct JSONForm {
    private let document: ReportDocument

    /// The shape's number: it changes when a member changes its meaning or goes away, not when one is added.
    static let schemaVersion = 1

    init(_ document: ReportDocument) {
        self.document = document
    }

    /// The document on one line.
    ///
    /// - Complexity: O(*n*) in the cells.
    var text: String {
        let document = self.document
        var json = JSONText()
        json.open("{")
        json.member("schema_version", number: String(Self.schemaVersion))
        json.member("kind", document.kind)
        json.member("title", document.title)
        json.name("period")
        if let period = document.period {
            json.open("{")
            json.member("first", period.lowerBound.description)
            json.member("last", period.upperBound.description)
            json.close("}")
        } else {
            json.value("null")
        }
        json.name("filter")
        json.open("[")
        for condition in document.filter { json.value(text: condition) }
        json.close("]")
        json.name("figures")
        json.open("{")
        for figure in document.figures { json.member(figure.key, figure.value) }
        json.close("}")
        json.name("tables")
        json.open("[")
        for table in document.tables { self.write(table, to: &json) }
        json.close("]")
        json.name("notes")
        json.open("[")
        for note in document.notes {
            json.open("{")
            json.member("severity", note.severity.rawValue)
            json.member("code", note.code)
            json.member("text", note.text)
            json.close("}")
        }
        json.close("]")
        json.close("}")
        return json.text + "\n"
    }

    private func write(_ table: ReportTable, to json: inout JSONText) {
        json.open("{")
        json.member("key", table.key)
        json.member("title", table.title)
        if !table.caption.isEmpty { json.member("caption", table.caption) }
        json.name("columns")
        json.open("[")
        for column in table.columns {
            json.open("{")
            json.member("key", column.key)
            json.member("title", column.title)
            json.member("role", column.role.rawValue)
            if let note = column.note { json.member("note", note) }
            json.close("}")
        }
        json.close("]")
        json.name("rows")
        json.open("[")
        for row in table.rows {
            json.open("{")
            json.member("kind", row.kind.name)
            json.name("values")
            json.open("{")
            for (column, value) in zip(table.columns, table.cells(row)) { json.member(column.key, value) }
            json.close("}")
            json.close("}")
        }
        json.close("]")
        json.close("}")
    }
}

extension ReportTable.Row.Kind {
    /// The name in JSON and CSV.
    var name: String {
        switch self {
        case .group: "group"
        case .rest: "rest"
        case .gap: "gap"
        case .total: "total"
        }
    }
}
