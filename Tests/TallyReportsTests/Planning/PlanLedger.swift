import Foundation
import TallyFileExport
import TallyMetering

/// A ledger in a folder of its own, which stays until ``remove()``.
final class PlanLedger {
    let folder: String
    private var lines: [String: String] = [:]

    init(_ records: [UsageRecord] = []) throws {
        self.folder = FileManager.default.temporaryDirectory.appending(path: "tally-plan-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: self.folder, withIntermediateDirectories: true)
        for record in records { self.add(record) }
        try self.save()
    }

    func remove() { try? FileManager.default.removeItem(atPath: self.folder) }

    func add(_ record: UsageRecord) {
        var bytes: [UInt8] = []
        RecordJSON.append(.usage(record), to: &bytes)
        self.lines[LedgerDay(record.time).description, default: ""] += String(decoding: bytes, as: UTF8.self) + "\n"
    }

    func save() throws {
        for (day, text) in self.lines {
            let folder = "\(self.folder)/dt=\(day)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(Self.fileName)"))
        }
    }

    private static let fileName = "20261101T000000000Z-1-0000000000000001.jsonl"
}
