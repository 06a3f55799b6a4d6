internal import ArgumentParser
internal import TallyEstimation
internal import TallyMetering
internal import TallyReports

/// What `tally demo` says about the ledger that it wrote.
struct DemoAnswer {
    private let folder: String
    private let sample: SampleLedger
    private let summary: SampleSummary

    init(folder: String, _ sample: SampleLedger, _ summary: SampleSummary) {
        self.folder = folder
        self.sample = sample
        self.summary = summary
    }

    // MARK: - For people

    private static let columns = TextTable(columns: [
        .text("planted"), .text("in"), .text("from"), .text("until"), .number("calls"), .number("cost"),
    ])

    /// What was written, what is out of the ordinary in it, and what to try on it.
    var table: String {
        let summary = self.summary
        var text = """
            \(FilePath(self.folder).displayText): \(NumberText.counted(summary.records, "record")) in \
            \(NumberText.counted(summary.files, "file")), \(NumberText.grouped(summary.bytes)) bytes
            \(NumberText.counted(summary.calls, "call")), \(NumberText.counted(summary.tokens, "token")), \
            \(MoneyText.exact(summary.cost))
            \(NumberText.counted(summary.unpricedCalls, "call")) without a known price, \
            \(NumberText.grouped(summary.untaggedCalls)) without a team, \
            \(NumberText.grouped(summary.failedCalls)) that failed

            """
        for oddity in SampleOddity.allCases {
            guard let count = summary.oddities[oddity] else { continue }
            text += "\(oddity.rawValue): \(NumberText.grouped(count))\n"
        }
        if !summary.anomalies.isEmpty {
            text += "\n" + Self.columns.text(summary.anomalies.map(Self.row))
        }
        text += "\nTry:\n"
        for step in self.nextSteps { text += "  tally \(step.map(Self.quoted).joined(separator: " "))\n" }
        return text
    }

    private static func row(_ anomaly: SampleAnomaly) -> [String] {
        [
            anomaly.kind.rawValue, anomaly.feature ?? anomaly.provider ?? "", Self.minute(anomaly.start),
            Self.minute(anomaly.end), NumberText.grouped(anomaly.calls), MoneyText.short(anomaly.cost),
        ]
    }

    /// A time as `2026-10-16 09:00`.
    private static func minute(_ time: Timestamp) -> String {
        String(time.description.prefix(16)).split(separator: "T").joined(separator: " ")
    }

    /// A word as shells take it.
    private static func quoted(_ word: String) -> String {
        let isPlain = word.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: "-_./+,:@%".utf8.contains(byte)
            }
        }
        let inner = word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
        return isPlain ? word : "'\(inner)'"
    }

    /// Reports that need nothing but a ledger.
    private static let reports = ["spend", "tokens", "allocation", "efficiency", "waste", "anomalies", "audit"]

    /// The arguments of commands that this build has and that answer something about the ledger.
    var nextSteps: [[String]] {
        let report = TallyCommand.configuration.subcommands.first { $0.configuration.commandName == "report" }
        let names = report?.configuration.subcommands.compactMap { $0.configuration.commandName } ?? []
        let folder = self.folder.hasPrefix("-") ? "./\(self.folder)" : self.folder
        return Self.reports.filter(names.contains).map { ["report", $0, folder] } + [["ledger", "verify", folder]]
    }

    // MARK: - For programs

    /// Everything as one JSON document.
    var json: String {
        let summary = self.summary
        var root: JSONObject = [
            "folder": .string(self.folder), "seed": .decimal(String(self.sample.seed)),
            "first_day": .string(self.sample.firstDay.description), "days": .integer(self.sample.days),
            "files": .integer(summary.files), "bytes": .integer(summary.bytes), "records": .integer(summary.records),
            "calls": .integer(summary.calls), "outcomes": .integer(summary.outcomes), "drops": .integer(summary.drops),
            "tokens": .integer(summary.tokens), "cost_usd": .money(summary.cost),
            "unpriced_calls": .integer(summary.unpricedCalls), "untagged_calls": .integer(summary.untaggedCalls),
            "failed_calls": .integer(summary.failedCalls),
        ]
        root.append("anomalies", .array(summary.anomalies.map { .object(Self.members($0)) }))
        var oddities: JSONObject = [:]
        for oddity in SampleOddity.allCases {
            oddities.append(oddity.rawValue, .integer(summary.oddities[oddity] ?? 0))
        }
        root.append("oddities", .object(oddities))
        return root.text + "\n"
    }

    private static func members(_ anomaly: SampleAnomaly) -> JSONObject {
        [
            "kind": .string(anomaly.kind.rawValue), "feature": anomaly.feature.map { .string($0) } ?? .null,
            "provider": anomaly.provider.map { .string($0) } ?? .null,
            "session": anomaly.session.map { .string($0) } ?? .null, "start": .string(anomaly.start.description),
            "end": .string(anomaly.end.description), "calls": .integer(anomaly.calls),
            "tokens": .integer(anomaly.tokens), "cost_usd": .money(anomaly.cost),
        ]
    }
}
