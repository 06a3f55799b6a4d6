import Foundation
import TallyMetering
import TallyTesting
import Testing

@testable import TallyOTLPExport

@Suite struct OTLPFileExporterTests {
    /// Calls `body` with a new folder and removes it.
    private func withFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tally-otlp-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder)
    }

    private func lines(_ folder: URL, _ signal: OTLPSignal) throws -> [[String: Any]] {
        let path = folder.appending(path: "\(signal.rawValue).jsonl")
        guard let data = FileManager.default.contents(atPath: path.path) else { return [] }
        #expect(data.isEmpty || data.last == UInt8(ascii: "\n"))
        return try data.split(separator: UInt8(ascii: "\n")).map { try JSONTree.read(Array($0)) }
    }

    private func records(_ folder: URL) throws -> [MeteringRecord] {
        try self.lines(folder, .logs).flatMap { line in
            try JSONTree.objects(line, "resourceLogs", "scopeLogs", "logRecords").map(LogTests.record)
        }
    }

    @Test func keepsThePromisesOfAnExporter() async throws {
        try await self.withFolder { parent in
            var number = 0
            var folders: [ObjectIdentifier: URL] = [:]
            let violations = await ExporterConformance.check(
                makeExporter: { () -> OTLPFileExporter in
                    number += 1
                    let folder = parent.appending(path: "\(number)")
                    let exporter = OTLPFileExporter(folder: folder.path)
                    folders[ObjectIdentifier(exporter)] = folder
                    return exporter
                },
                readBack: { exporter in
                    try self.records(try #require(folders[ObjectIdentifier(exporter)]))
                }
            )
            #expect(violations.isEmpty, "\(violations)")
        }
    }

    @Test func writesEachSignalToItsOwnFile() async throws {
        try await self.withFolder { folder in
            let exporter = OTLPFileExporter(folder: folder.path)
            try await exporter.export(ConformanceRecords.calls(3))
            try await exporter.export(ConformanceRecords.calls(4, offset: 3))
            await exporter.shutdown()
            for signal in OTLPSignal.allCases { #expect(try self.lines(folder, signal).count == 2) }
            let spans = try self.lines(folder, .traces).flatMap {
                JSONTree.objects($0, "resourceSpans", "scopeSpans", "spans")
            }
            #expect(spans.count == 7)
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.appending(path: "logs.jsonl").path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 200_000])
    func takesATornLineAway(_ length: Int) async throws {
        try await self.withFolder { folder in
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let path = folder.appending(path: "logs.jsonl")
            try Data("{\"a\":1}\n".utf8 + [UInt8](repeating: UInt8(ascii: "x"), count: length)).write(to: path)
            let exporter = OTLPFileExporter(folder: folder.path, signals: [.logs])
            try await exporter.export(ConformanceRecords.calls(2))
            await exporter.shutdown()
            let lines = try self.lines(folder, .logs)
            #expect(lines.count == 2)
            #expect(lines.first?["a"] as? Int == 1)
        }
    }

    @Test func leavesTheFilesOfAnotherExporterAlone() async throws {
        try await self.withFolder { folder in
            let first = OTLPFileExporter(folder: folder.path, signals: [.logs])
            try await first.export(ConformanceRecords.calls(1))
            let second = OTLPFileExporter(folder: folder.path, signals: [.logs])
            let error = await #expect(throws: ExportError.self) {
                try await second.export(ConformanceRecords.calls(1, offset: 1))
            }
            #expect(error?.code == .misconfigured)
            await first.shutdown()
            #expect(try self.records(folder) == ConformanceRecords.calls(1))
        }
    }

    @Test func saysWhyAFolderCanNotBeUsed() async throws {
        let exporter = OTLPFileExporter(folder: "/dev/null/folder")
        let error = await #expect(throws: ExportError.self) {
            try await exporter.export(ConformanceRecords.calls(1))
        }
        #expect(error?.code == .unavailable)
        #expect(error?.message.contains("/dev/null/folder") == true)
    }
}
