internal import TallyEstimation

/// Counts a field of each line of JSON Lines input, one answer a line, in order.
struct LineCount {
    private let console: Console
    private let choice: EncodingChoice
    private let format: OutputFormat
    private let field: JSONFieldPath
    private let toleratesInvalid: Bool
    private let showsOnlyTotal: Bool
    private var records: RecordWriter
    private var decoded: [UInt8] = []
    private var lines = 0
    private var invalid = 0
    private var tokens = 0

    init(
        _ console: Console,
        _ choice: EncodingChoice,
        _ format: OutputFormat,
        _ field: JSONFieldPath,
        toleratesInvalid: Bool,
        showsOnlyTotal: Bool
    ) {
        self.console = console
        self.choice = choice
        self.format = format
        self.field = field
        self.toleratesInvalid = toleratesInvalid
        self.showsOnlyTotal = showsOnlyTotal
        var head: JSONObject = [:]
        head.append("model", choice.model)
        head.append(choice.members)
        self.records = RecordWriter(console, format, table: nil, head: head, listName: "lines")
    }

    /// Counts the lines of the files at `paths`, or of standard input if there are none.
    mutating func run(_ paths: [FilePath]) throws {
        if !self.showsOnlyTotal { try self.records.begin() }
        let buffer = InputBuffer()
        for path in paths.isEmpty ? [.standardInput] : paths {
            do {
                if path == .standardInput {
                    try self.read(.standardInput(), path, buffer, showsPath: paths.count > 1)
                } else {
                    try self.read(OpenFile(path, followsLinks: true), path, buffer, showsPath: paths.count > 1)
                }
            } catch let error as SystemError {
                try self.console.report(CommandFailure(error, reading: path.displayText))
            }
        }
        if self.showsOnlyTotal {
            try self.console.answer((self.format == .table ? String(self.tokens) : self.totals.text) + "\n")
        } else {
            try self.records.end(["total": .object(self.totals)])
        }
    }

    private mutating func read(
        _ file: borrowing OpenFile,
        _ path: FilePath,
        _ buffer: InputBuffer,
        showsPath: Bool
    ) throws {
        let console = self.console
        var number = 0
        try LineReader.forEachLine(of: file, buffer, beforeWaiting: { try console.output.flush() }) { line in
            number += 1
            var record: JSONObject = [:]
            if showsPath { record.append("path", path.text) }
            record.append("line", .integer(number))
            try self.count(line, "\(path.displayText):\(number)", &record)
        }
    }

    private mutating func count(_ line: Span<UInt8>, _ place: String, _ record: inout JSONObject) throws {
        self.lines += 1
        switch self.count(line) {
        case .success(let count):
            self.tokens += count.tokens
            record.append("tokens", .integer(count.tokens))
            record.append("invalid_utf8_at", count.invalidOffset.map { .integer($0) })
            if count.invalidOffset != nil {
                try self.console.note(place, "not UTF-8: counted with U+FFFD in place of what is not")
            }
            try self.answer(record, String(count.tokens))
        case .failure(let error):
            self.invalid += 1
            record.append("error", error.description)
            try self.answer(record, "-")
            try self.report(error, place)
        }
        try self.console.showProgress {
            "\(NumberText.counted(self.tokens, "token")) in \(NumberText.counted(self.lines, "line"))"
        }
    }

    private mutating func count(_ line: Span<UInt8>) -> Result<(tokens: Int, invalidOffset: Int?), JSONLineError> {
        do throws(JSONLineError) {
            let (content, hasEscapes) = try JSONFieldScanner.find(self.field, in: line)
            let text = line.extracting(content)
            if !hasEscapes { return .success((self.choice.counter.count(text), text.offsetOfInvalidUTF8)) }
            self.decoded.removeAll(keepingCapacity: true)
            JSONStringDecoder.decode(text, into: &self.decoded)
            return unsafe self.decoded.withUnsafeBufferPointer { bytes in
                let span = unsafe bytes.span
                return .success((self.choice.counter.count(span), span.offsetOfInvalidUTF8))
            }
        } catch {
            return .failure(error)
        }
    }

    private func report(_ error: JSONLineError, _ place: String) throws(CommandFailure) {
        if self.toleratesInvalid { return try self.console.note(place, error.description) }
        // The remedy is the same for all lines; once is enough.
        let remedy = self.invalid == 1 ? "--field PATH, or --skip-invalid" : nil
        try self.console.report(CommandFailure(.invalidLine, what: place, why: error.description, remedy: remedy))
    }

    private mutating func answer(_ record: JSONObject, _ cell: String) throws(CommandFailure) {
        if !self.showsOnlyTotal { try self.records.add(record, row: [cell]) }
    }

    private var totals: JSONObject {
        ["lines": .integer(self.lines), "tokens": .integer(self.tokens), "invalid": .integer(self.invalid)]
    }
}
