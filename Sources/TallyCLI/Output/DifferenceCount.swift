internal import TallyEstimation

/// Counts the files of a repository that changed, before and after, and answers each as soon as both are counted.
struct DifferenceCount {
    private let console: Console
    private let choice: EncodingChoice
    private let threads: Int
    private let showsOnlyTotal: Bool
    private let format: OutputFormat
    private var records: RecordWriter
    private var files = 0
    private var skipped = 0
    private var before = 0
    private var after = 0

    private static let table = TextTable(columns: [
        .number("before", minimumWidth: 13), .number("after", minimumWidth: 13), .number("change", minimumWidth: 13),
        .text("path"),
    ])

    init(_ console: Console, _ choice: EncodingChoice, _ format: OutputFormat, threads: Int, showsOnlyTotal: Bool) {
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

    /// Counts what differs between a commit and the files on disk.
    ///
    /// - Parameters:
    ///   - paths: Files and folders of the command line; empty for all of the repository.
    ///   - base: The revision to compare with where this branch left it; nil for `HEAD`.
    mutating func run(_ paths: [FilePath], base: String?) throws(CommandFailure) {
        guard let repository = try GitRepository.find() else {
            throw CommandFailure(
                .invalidArgument,
                what: "--diff",
                why: "there is no git repository here",
                remedy: "tally count, which compares with nothing"
            )
        }
        let named = GitPathSelection(
            try paths.map { path throws(CommandFailure) in try repository.path(of: path) }
        )
        let comparison = try repository.comparison(base: base, workingTree: true)
        let changes = comparison.changes.filter { change in
            named.contains(change.path) || change.previousPath.map { named.contains($0) } ?? false
        }
        let contents = FileContents(objects: try repository.objects(), limit: CheckRun.maximumBytes)
        if !self.showsOnlyTotal { try self.records.begin() }
        for path in comparison.conflicts where named.contains(path) {
            try self.skip(path, "conflict", "the merge has conflicts here")
        }
        for change in changes {
            try self.console.showProgress {
                "\(NumberText.counted(self.files, "file")), \(change.path.displayText)"
            }
            try self.count(change, contents, repository)
        }
        let row = [
            NumberText.grouped(self.before), NumberText.grouped(self.after),
            ChangeText.signed(self.after - self.before), "total",
        ]
        if self.showsOnlyTotal {
            let total = self.format == .table ? String(self.after - self.before) : self.totals.text
            try self.console.answer(total + "\n")
        } else {
            try self.records.end(["total": .object(self.totals)], row: self.files > 1 ? row : nil)
        }
    }

    private mutating func count(
        _ change: GitChange,
        _ contents: FileContents,
        _ repository: GitRepository
    ) throws(CommandFailure) {
        var counts: [Int?] = []
        for (object, path) in [(change.before, change.previousPath ?? change.path), (change.after, change.path)] {
            guard let object, let place = repository.place(of: object, at: path) else {
                counts.append(nil)
                continue
            }
            switch try contents.read(place) {
            case .text(let bytes): counts.append(self.choice.count(bytes.span, threads: self.threads))
            case .binary(let offset): return try self.skip(path, "binary", "NUL byte at offset \(offset)")
            case .tooLarge(let size): return try self.skip(path, "too large", "\(NumberText.grouped(size)) bytes")
            }
        }
        // Links and submodules on both sides.
        guard counts.contains(where: { $0 != nil }) else { return }
        let (before, after) = (counts[0] ?? 0, counts[1] ?? 0)
        self.files += 1
        self.before += before
        self.after += after
        guard !self.showsOnlyTotal else { return }
        var record: JSONObject = ["path": .string(change.path.text)]
        record.append("previous_path", change.previousPath?.text)
        record.append("before", counts[0].map { .integer($0) } ?? .null)
        record.append("after", counts[1].map { .integer($0) } ?? .null)
        record.append("difference", .integer(after - before))
        record.append(self.choice.members)
        let path = change.previousPath.map { "\($0.displayText) -> " } ?? ""
        let row = [
            counts[0].map { NumberText.grouped($0) } ?? "-", counts[1].map { NumberText.grouped($0) } ?? "-",
            ChangeText.signed(after - before), path + change.path.displayText,
        ]
        try self.records.add(record, row: row)
    }

    private mutating func skip(_ path: FilePath, _ name: String, _ reason: String) throws(CommandFailure) {
        self.skipped += 1
        try self.console.note(path.displayText, "skipped, \(name): \(reason)")
        guard !self.showsOnlyTotal else { return }
        try self.records.add(
            ["path": .string(path.text), "skipped": .string(name), "reason": .string(reason)],
            row: nil
        )
    }

    private var totals: JSONObject {
        [
            "files": .integer(self.files), "before": .integer(self.before), "after": .integer(self.after),
            "difference": .integer(self.after - self.before), "skipped": .integer(self.skipped),
        ]
    }
}
