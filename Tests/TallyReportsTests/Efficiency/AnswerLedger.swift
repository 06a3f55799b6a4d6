import Foundation
import TallyMetering
import TallyPricing
import Testing

@testable import TallyReports

/// Records of a test, in memory or as a ledger's folder, which is removed when nobody has it any more.
final class AnswerLedger: Sendable {
    let path: String

    init(_ records: [MeteringRecord]) throws {
        self.path = FileManager.default.temporaryDirectory.appending(path: "tally-answers-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: self.path, withIntermediateDirectories: true)
        var days: [String: [UInt8]] = [:]
        for record in records {
            var line: [UInt8] = []
            RecordJSON.append(record, to: &line)
            if line.last != UInt8(ascii: "\n") { line.append(UInt8(ascii: "\n")) }
            days[LedgerDay(record.time).description, default: []] += line
        }
        for (day, bytes) in days {
            let folder = URL(filePath: "\(self.path)/dt=\(day)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(bytes).write(to: folder.appending(path: "a.jsonl"))
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: self.path) }

    /// A scan of all of it, as long as `body` runs.
    func scan<Result>(_ body: (LedgerScan) throws -> Result) rethrows -> Result {
        try withExtendedLifetime(self) { try body(LedgerScan(.folder(self.path))) }
    }
}

/// Makes records of tests, each with an id of its own.
struct RecordMaker {
    /// 2026-01-05T00:00:00Z, a Monday.
    static let monday: Int64 = 1_767_571_200_000
    private var number: UInt64 = 0

    mutating func id() -> RecordID {
        self.number += 1
        return RecordID(high: 0x0190_0000_0000_7000 &+ self.number << 16, low: 0x8000_0000_0000_0000 | self.number)
    }

    static func time(hours: Double) -> Timestamp {
        Timestamp(millisecondsSince1970: Self.monday + Int64(hours * 3_600_000))
    }

    mutating func call(
        hours: Double = 0,
        model: String = "m",
        tags: UsageTags = UsageTags(),
        input: Int = 100,
        output: Int = 10,
        cost: Money? = .dollars(1),
        _ change: (inout UsageRecord) -> Void = { _ in }
    ) -> UsageRecord {
        let usage = TokenUsage(inputUncached: input, outputText: output)
        var record = UsageRecord(id: self.id(), time: Self.time(hours: hours), model: model, usage: usage, tags: tags)
        record.providerCost = cost
        change(&record)
        return record
    }

    mutating func outcome(_ outcome: Outcome, of subject: OutcomeSubject, hours: Double = 1) -> MeteringRecord {
        .outcome(OutcomeRecord(id: self.id(), time: Self.time(hours: hours), subject: subject, outcome: outcome))
    }
}

extension ReportDocument {
    /// The cell of a row, which is found by the text of its first cell; nil for the row without one.
    func cell(_ table: String, _ row: String?, _ column: String) -> ReportValue? {
        guard let table = self.tables.first(where: { $0.key == table }),
            let index = table.columns.firstIndex(where: { $0.key == column })
        else { return nil }
        let label = row.map { ReportValue.text($0) } ?? .absent
        return table.rows.first { $0.values[0] == label }?.values[index]
    }

    func figure(_ key: String) -> ReportValue? { self.figures.first { $0.key == key }?.value }

    /// Whether all tables are as wide as their columns and no key is there twice.
    var isWellFormed: Bool {
        Set(self.tables.map(\.key)).count == self.tables.count
            && Set(self.figures.map(\.key)).count == self.figures.count
            && self.tables.allSatisfy { table in
                Set(table.columns.map(\.key)).count == table.columns.count
                    && table.rows.allSatisfy { $0.values.count == table.columns.count }
            }
    }
}
