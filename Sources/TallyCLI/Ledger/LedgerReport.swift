internal import TallyEstimation
internal import TallyFileExport
internal import TallyMetering

/// What a check of a ledger found, as text.
struct LedgerReport {
    private let folder: String
    private let verification: LedgerVerification

    init(folder: String, _ verification: LedgerVerification) {
        self.folder = folder
        self.verification = verification
    }

    /// Whether nothing is wrong, and nothing is missing that somebody stated.
    var isWhole: Bool { self.verification.isSound && self.verification.dropped.isEmpty }

    private var days: [(day: LedgerDay, amount: RecordAmount)] {
        self.verification.days.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private var dropped: [(source: LedgerVerification.DropSource, amount: RecordAmount)] {
        self.verification.dropped.map { ($0.key, $0.value) }.sorted { left, right in
            (left.source.exporter ?? "", left.source.reason.rawValue) < (
                right.source.exporter ?? "", right.source.reason.rawValue
            )
        }
    }

    private var counts: [(kind: LedgerProblem.Kind, count: Int)] {
        LedgerProblem.Kind.allCases.compactMap { kind in self.verification.counts[kind].map { (kind, $0) } }
    }

    // MARK: - For people

    private static let columns = TextTable(columns: [
        .text("day"), .number("records"), .number("tokens"), .number("cost"), .number("unpriced"),
    ])

    /// The sums of the days, then what is wrong.
    var table: String {
        var rows = self.days.map { Self.row($0.day.description, $0.amount) }
        rows.append(Self.row("all", self.verification.amount))
        var text = Self.columns.text(rows) + "\n"
        for (kind, count) in self.counts {
            text += "\(NumberText.grouped(count)) \(Self.words[kind] ?? kind.rawValue)\n"
        }
        for problem in self.verification.problems { text += "  \(Self.plain(problem.description))\n" }
        let left = self.counts.reduce(0) { $0 + $1.count } - self.verification.problems.count
        if left > 0, !self.verification.problems.isEmpty { text += "  and \(NumberText.grouped(left)) more\n" }
        for (source, amount) in self.dropped {
            let dropper = "\(source.exporter ?? "the queue") (\(source.reason.rawValue))"
            text += "gap: \(Self.text(amount)) dropped by \(dropper)\n"
        }
        if self.verification.uncomparedRecords > 0 {
            let records = NumberText.counted(self.verification.uncomparedRecords, "record")
            text += "\(records) not compared with all others: there are too many for the memory\n"
        }
        if self.verification.quarantinedFiles > 0 {
            let files = NumberText.counted(self.verification.quarantinedFiles, "file")
            text += "\(files) with torn ends that were cut off: \(self.verification.quarantinedBytes) bytes\n"
        }
        let size = "\(NumberText.counted(self.verification.files, "file"))"
        return text + (self.isWhole ? "\(size): whole\n" : "\(size): not whole\n")
    }

    private static let words: [LedgerProblem.Kind: String] = [
        .torn: "torn", .unreadable: "unreadable", .newerSchema: "of a newer version", .duplicate: "there twice",
        .wrongDay: "in the folder of another day", .damagedFile: "damaged files",
    ]

    private static func row(_ name: String, _ amount: RecordAmount) -> [String] {
        [
            name, NumberText.grouped(amount.records), NumberText.grouped(amount.tokens), MoneyText.exact(amount.cost),
            NumberText.grouped(amount.unpricedRecords),
        ]
    }

    /// An amount in words: `12 records, 3,400 tokens, $0.12`.
    static func text(_ amount: RecordAmount) -> String {
        var parts = [
            NumberText.counted(amount.records, "record"), NumberText.counted(amount.tokens, "token"),
            MoneyText.exact(amount.cost),
        ]
        if amount.unpricedRecords > 0 { parts.append("\(NumberText.grouped(amount.unpricedRecords)) unpriced") }
        return parts.joined(separator: ", ")
    }

    /// Names of files are whatever somebody called them.
    private static func plain(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
    }

    // MARK: - For programs

    /// Everything as one JSON document.
    var json: String {
        let verification = self.verification
        var root: JSONObject = [
            "folder": .string(self.folder), "whole": .bool(self.isWhole), "files": .integer(verification.files),
            "lines": .integer(verification.lines), "calls": .integer(verification.calls),
            "outcomes": .integer(verification.outcomes), "drops": .integer(verification.drops),
        ]
        root.append(Self.members(verification.amount))
        root.append("distinct", .object(Self.members(verification.distinct)))
        root.append(
            "days",
            .array(
                self.days.map { day, amount in
                    var object: JSONObject = ["day": .string(day.description)]
                    object.append(Self.members(amount))
                    return .object(object)
                }
            )
        )
        root.append(
            "gaps",
            .array(
                self.dropped.map { source, amount in
                    var object: JSONObject = [
                        "by": source.exporter.map { .string($0) } ?? .null, "reason": .string(source.reason.rawValue),
                    ]
                    object.append(Self.members(amount))
                    return .object(object)
                }
            )
        )
        var counts: JSONObject = [:]
        for kind in LedgerProblem.Kind.allCases {
            counts.append(kind.rawValue, .integer(verification.counts[kind] ?? 0))
        }
        root.append("counts", .object(counts))
        root.append(
            "problems",
            .array(
                verification.problems.map { problem in
                    .object([
                        "kind": .string(problem.kind.rawValue), "file": .string(problem.file),
                        "line": problem.line.map { .integer($0) } ?? .null, "message": .string(problem.message),
                    ])
                }
            )
        )
        root.append("unfinished_lines", .integer(verification.unfinishedLines))
        root.append("quarantined_files", .integer(verification.quarantinedFiles))
        root.append("quarantined_bytes", .integer(verification.quarantinedBytes))
        root.append("uncompared_records", .integer(verification.uncomparedRecords))
        return root.text + "\n"
    }

    /// An amount's members.
    static func members(_ amount: RecordAmount) -> JSONObject {
        [
            "records": .integer(amount.records), "tokens": .integer(amount.tokens),
            "cost_usd": .money(amount.cost), "unpriced_records": .integer(amount.unpricedRecords),
        ]
    }
}
