/// Writes a command's answers, one after the other, in the format that was asked for.
///
/// The JSON document is `head`, then the answers as an array, one a line, then the tail; so it too is written in constant
/// memory.
struct RecordWriter {
    private let console: Console
    private let format: OutputFormat
    private let table: TextTable?
    private let head: JSONObject
    private let listName: String
    private var count = 0

    /// - Parameters:
    ///   - table: the table's columns; nil for one without headings.
    ///   - head: what the JSON document says before the answers.
    ///   - listName: the name of the answers' array in it.
    init(_ console: Console, _ format: OutputFormat, table: TextTable?, head: JSONObject, listName: String) {
        self.console = console
        self.format = format
        self.table = table
        self.head = head
        self.listName = listName
    }

    /// Writes what comes before the answers; a table's headings come with its first row.
    func begin() throws(CommandFailure) {
        guard self.format == .json else { return }
        try self.console.answer("{\n" + self.head.memberLines + "  \"\(self.listName)\": [")
    }

    /// Writes one answer; `row` is nil for what a table doesn't show.
    mutating func add(_ record: JSONObject, row: [String]?) throws(CommandFailure) {
        switch self.format {
        case .table:
            guard let row else { return }
            try self.writeHeadings()
            try self.console.answer(self.table?.line(row) ?? row.joined(separator: " ") + "\n")
        case .json: try self.console.answer((self.count == 0 ? "\n    " : ",\n    ") + record.text)
        case .jsonl: try self.console.answer(record.text + "\n")
        }
        self.count += 1
    }

    private func writeHeadings() throws(CommandFailure) {
        if self.count == 0, let table { try self.console.answer(table.header) }
    }

    /// Writes what comes after the answers: the document's last members, and the table's last row if there is one.
    func end(_ tail: JSONObject, row: [String]? = nil) throws(CommandFailure) {
        switch self.format {
        case .table:
            guard let row else { return }
            try self.writeHeadings()
            try self.console.answer(self.table?.line(row) ?? "")
        case .json:
            let close = self.count == 0 ? "]" : "\n  ]"
            let members = tail.memberLines
            try self.console.answer(close + (members.isEmpty ? "\n" : ",\n" + members.dropLast(2) + "\n") + "}\n")
        case .jsonl: break
        }
    }
}

extension JSONObject {
    /// The members, each on a line of its own with a comma, for a document that is written in pieces.
    fileprivate var memberLines: String {
        self.members.map { "  \(JSONValue.string($0.name).text): \($0.value.text),\n" }.joined()
    }
}
