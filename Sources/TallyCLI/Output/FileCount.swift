internal import TallyEstimation

/// Counts one input after the other and answers each as soon as it is counted.
struct FileCount {
    private let console: Console
    private let choice: EncodingChoice
    private let format: OutputFormat
    private let threads: Int
    private let showsOnlyTotal: Bool
    private var records: RecordWriter
    private var files = 0
    private var skipped = 0
    private var failed = 0
    private var bytes = 0
    private var tokens = 0

    /// Wide enough for what people count, so that rows can be written one by one and still align.
    private static let table = TextTable(columns: [
        .number("tokens", minimumWidth: 13), .number("bytes", minimumWidth: 15), .text("path"),
    ])

    init(
        _ console: Console,
        _ choice: EncodingChoice,
        _ format: OutputFormat,
        threads: Int,
        showsOnlyTotal: Bool
    ) {
        self.console = console
        self.choice = choice
        self.format = format
        self.threads = threads
        self.showsOnlyTotal = showsOnlyTotal
        var head: JSONObject = [:]
        head.append("model", choice.model)
        head.append(choice.members)
        self.records = RecordWriter(console, format, table: Self.table, head: head, listName: "files")
    }

    /// Counts everything that `reader` finds.
    mutating func run(_ reader: InputReader) throws {
        if !self.showsOnlyTotal { try self.records.begin() }
        try reader.forEach { try self.take($0) }
        if self.showsOnlyTotal {
            try self.console.answer((self.format == .table ? String(self.tokens) : self.totals.text) + "\n")
        } else {
            let row = [NumberText.grouped(self.tokens), NumberText.grouped(self.bytes), "total"]
            try self.records.end(["total": .object(self.totals)], row: self.files > 1 ? row : nil)
        }
    }

    private mutating func take(_ input: Input) throws {
        switch input {
        case .text(let path, let content):
            try self.console.showProgress(next: content.count) {
                "\(NumberText.counted(self.tokens, "token")) in \(NumberText.counted(self.files, "file")), \(path.displayText)"
            }
            try content.withBytes { try self.count($0, path) }
        case .skipped(let path, let reason):
            self.skipped += 1
            try self.console.note(path.displayText, "skipped, \(reason.name): \(reason.explanation)")
            try self.answer(
                ["path": .string(path.text), "skipped": .string(reason.name), "reason": .string(reason.explanation)],
                row: nil
            )
        case .failed(let path, let failure):
            self.failed += 1
            try self.console.report(failure)
            try self.answer(["path": .string(path.text), "error": .string(failure.why)], row: nil)
        }
    }

    private mutating func count(_ bytes: Span<UInt8>, _ path: FilePath) throws {
        let tokens = self.choice.count(bytes, threads: self.threads)
        self.files += 1
        self.bytes += bytes.count
        self.tokens += tokens
        var record: JSONObject = [
            "path": .string(path.text), "bytes": .integer(bytes.count), "tokens": .integer(tokens),
        ]
        record.append(self.choice.members)
        record.append("invalid_utf8_at", try self.console.noteInvalidUTF8(bytes, path).map { .integer($0) })
        let row = [NumberText.grouped(tokens), NumberText.grouped(bytes.count), path.displayText]
        try self.answer(record, row: row)
    }

    private mutating func answer(_ record: JSONObject, row: [String]?) throws(CommandFailure) {
        if !self.showsOnlyTotal { try self.records.add(record, row: row) }
    }

    private var totals: JSONObject {
        [
            "files": .integer(self.files), "bytes": .integer(self.bytes), "tokens": .integer(self.tokens),
            "skipped": .integer(self.skipped), "failed": .integer(self.failed),
        ]
    }
}
